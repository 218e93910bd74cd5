"""What a pipe gives in place of a file."""

import sys


def read_standard_input(most: int) -> bytes:
    """Return the bytes of standard input, up to one more than `most`."""
    return sys.stdin.buffer.read(most + 1)
