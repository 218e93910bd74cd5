"""Run the command line, as `mkdeck` and as `python -m mkdeck`; all else is loaded within what says a Ctrl+C quietly."""

import sys


def main() -> None:
    """Run `mkdeck`. Exits with its code, also where it is stopped before its modules are loaded."""
    try:
        from mkdeck.cli import main as run
    except KeyboardInterrupt:
        sys.stderr.write("\nmkdeck: stopped.\n")
        sys.exit(130)
    run()


if __name__ == "__main__":
    main()
