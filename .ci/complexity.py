"""Check that few functions have many paths: at most 60 more than 10, and none more than 20, as radon counts them."""

import sys
from pathlib import Path

from radon.complexity import cc_visit
from radon.visitors import Class

_MANY, _TOO_MANY = 10, 20
_MOST_WITH_MANY = 60


def main() -> None:
    """Name the functions with too many paths, or all with many where they are too many. Exits with 1 then."""
    many = sorted(
        (block.complexity, f"{path}:{block.lineno} {block.fullname}")
        for path in Path("src").rglob("*.py")
        for block in cc_visit(path.read_text("utf-8"))
        if not isinstance(block, Class) and block.complexity > _MANY
    )
    bad = [each for each in many if each[0] > _TOO_MANY] or (many if len(many) > _MOST_WITH_MANY else [])
    for complexity, name in bad:
        print(f"{name}: {complexity} paths")
    print(f"{len(many)} functions have more than {_MANY} paths, of {_MOST_WITH_MANY} that may.")
    sys.exit(1 if bad else 0)


if __name__ == "__main__":
    main()
