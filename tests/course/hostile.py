"""A sound deck file, ways to spoil it, and what a check says about it."""

from pathlib import Path

from conftest import Run

FIELDS = "Question Choices Answer Explanation Hint Kind Source Report Retired Id Spare1 Spare2 Spare3".split()

SOUND = b"""\
questions:
  - id: a
    type: true-false
    question: Q
    answer: true
"""


def swap(old: str, new: str | bytes) -> bytes:
    """Give the sound file with one piece of it changed."""
    assert SOUND.count(old.encode()) == 1
    return SOUND.replace(old.encode(), new if isinstance(new, bytes) else new.encode())


def choices(yaml: str) -> bytes:
    """Give the sound file with choices in place of an answer."""
    return swap("true-false", "multiple-choice").replace(b"answer: true", b"choices: " + yaml.encode())


def bomb(levels: int) -> bytes:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{i}: &a{i} [{', '.join([f'*a{i - 1}'] * 9)}]" for i in range(1, levels)]
    return "\n".join(lines).encode()


def check(mkdeck: Run, folder: Path, content: bytes) -> str:
    """Give what `mkdeck check` says about a file, or `fine`."""
    (folder / "d.yaml").write_bytes(content)
    code, out, err = mkdeck("check", "d.yaml", cwd=folder)
    assert code == ("error: " in out), err
    assert "Traceback" not in out + err
    return str(out) or "fine\n"
