#include <stdio.h>

/* A) reads numbers
   B) writes them */
static const int mask[] = {~0, 1};

int main(void) {
  int t = {0};
  for (;;) {
    if (t == 1) { break; }
    t += mask[0] ? 1 : 2;
  }
  printf("What? %d\n", t);
  return 0;
}
