"""Staff with a course in git, whose releases are a day apart."""

import re
from pathlib import Path

from conftest import Outcome, Run
from mkdeck.ledger.text import parse_ledger
from mkdeck.rehearsal.student import Student
from repository import Repository

DAY = 86_400
START = 1_700_000_000
SETTINGS = "{course: Demo, id: demo}\n"
WAY_OUT = "run `mkdeck release --merge course`, which brings it back"


def question(name: str, answer: str) -> str:
    return f"- {{id: {name}, type: short-answer, question: 'What is {name}?', answer: {answer}}}\n"


class Team(Repository):
    """Staff with a course in git, and a clock that goes on by a day with every release."""

    def __init__(self, home: Path, mkdeck: Run) -> None:
        super().__init__(home, "*.apkg", "build/", "kept/", "packages/", ".*.json")
        self.mkdeck = mkdeck
        self.days = 0

    def write(self, first: dict[str, str], second: dict[str, str] | None = None) -> None:
        files = {"course.yaml": SETTINGS}
        for name, questions in (("1.yaml", first), ("2.yaml", second)):
            if questions:
                files[name] = "questions:\n" + "".join(question(*each) for each in questions.items())
        for name, text in files.items():
            path = self.home / "course" / name
            path.parent.mkdir(exist_ok=True)
            path.write_text(text)

    def run(self, *args: str) -> Outcome:
        done = self.mkdeck(*args, cwd=self.home, env={"SOURCE_DATE_EPOCH": str(START + self.days * DAY)})
        return Outcome(done.code, done.out, re.sub(r"commit [0-9a-f]{7}\b", "commit ?", done.err))

    def release(self, *options: str) -> Path:
        """Release, commit, and give the package, kept by its number."""
        self.days += 1
        done = self.run("release", "course", "--no-rehearsal", *options)
        assert done.code == 0, done.err
        self.commit()
        kept = self.home / "packages" / f"{self.days}.apkg"
        kept.parent.mkdir(exist_ok=True)
        kept.write_bytes((self.home / "build/demo.apkg").read_bytes())
        return kept

    @property
    def ledger(self) -> Path:
        return self.home / "course/mkdeck.lock"

    @property
    def releases(self) -> list[tuple[int, int]]:
        """Number and day of each release that the ledger knows."""
        return [(each.number, (each.time - START) // DAY) for each in parse_ledger(self.ledger.read_text()).releases]


def read_answers(student: Student) -> dict[str, str]:
    return {state.fields[9]: re.sub("<.*?>", "", state.fields[2]) for state in student.notes().values()}


def part(team: Team) -> tuple[Path, Path]:
    """Release on two branches from one start; gives the packages of the branch `side` and of main."""
    team.write({"one": "Odd", "two": "Even"}, {"three": "Prime", "four": "Square"})
    team.release()
    team.git("checkout", "-q", "-b", "side")
    team.write({"one": "Odd", "two": "Even too"}, {"three": "Prime", "four": "Square", "six": "Even"})
    side = team.release()
    team.git("checkout", "-q", "main")
    team.write({"zero": "Even", "one": "Odd too", "two": "Even"}, {"three": "Prime", "four": "Square"})
    return side, team.release()


def join_texts(team: Team) -> None:
    team.write(
        {"zero": "Even", "one": "Odd too", "two": "Even too"}, {"three": "Prime", "four": "Square", "six": "Even"}
    )
