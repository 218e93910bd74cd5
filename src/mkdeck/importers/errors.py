"""What makes a whole file unreadable, or one of its questions."""


class UnreadableError(ValueError):
    """Say in one sentence why a file can't be read at all, and on which line that shows (0: on none).

    Where the file is an archive, `member` names the file in it that has this line.
    """

    def __init__(self, reason: str, line: int = 0, member: str = "") -> None:
        super().__init__(reason)
        self.line = line
        self.member = member


class NoDraftError(ValueError):
    """Say in one sentence why a question of a file can't become a draft; it is skipped for that reason."""
