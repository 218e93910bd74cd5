"""A folder in git, as staff have their courses in one, whatever the machine's own settings of git are."""

import os
import subprocess
from pathlib import Path

_OWN = {"GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_NOSYSTEM": "1", "GIT_EDITOR": "true"}
_WHO = ("-c", "user.name=Staff", "-c", "user.email=staff@example.org")


class Repository:
    """A new folder in git, with the branch main and nothing in it but what git is to ignore."""

    def __init__(self, home: Path, *ignored: str) -> None:
        self.home = home
        home.mkdir()
        self.git("init", "-q", "-b", "main")
        (home / ".gitignore").write_text("".join(f"{each}\n" for each in ignored))

    def git(self, *args: str, code: int = 0) -> str:
        """Run git, which exits with a code, and give what it says."""
        done = subprocess.run(
            ["git", *_WHO, *args], cwd=self.home, env=os.environ | _OWN, capture_output=True, text=True, check=False
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout.strip()

    def commit(self) -> None:
        """Commit all that is there."""
        self.git("add", "-A")
        self.git("commit", "-q", "-m", "Work")
