#include <vector>

class Tree {
  ~Tree();
  Tree() = default;
};

template <typename T> struct Node { T value{}; };

::std::size_t ::tree::size() { return {}; }
