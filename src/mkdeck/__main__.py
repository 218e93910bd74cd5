"""Run the command line as `python -m mkdeck`."""

from mkdeck.cli import main

if __name__ == "__main__":
    main()
