"""Proves that a text that starts with a bracket, a brace or a bar is told to stand in quotes, not to become a list."""

from pathlib import Path

import pytest

from conftest import Run

LIST = (
    "`question` must be text, but a list stands here; text that starts with '[' needs single quotes; to show a list, "
)
MAPPING = "`question` must be text, but a mapping stands here; "
BRACE = "text that starts with '{' needs single quotes"
BAR = "not valid YAML: found an indentation indicator equal to 0 (text that starts with '>' or '|' needs single quotes)"

SAID = {
    "[sic]": f"a: {LIST}write `question: |`, and '- sic' and so on below it [schema]",
    "[0, 1]": f"a: {LIST}write `question: |`, and '- 0' and so on below it [schema]",
    "{x}": f"a: {MAPPING}{BRACE} [schema]",
    "{1, 2, 3}": f"a: {MAPPING}{BRACE} [schema]",
    "{a: b}": f"a: {MAPPING}text that contains ': ' needs single quotes [schema]",
    "|0>": f"{BAR} [syntax]",
}


@pytest.mark.parametrize("text", SAID)
def test_a_text_that_starts_with_a_sign_of_yaml(text: str, mkdeck: Run, tmp_path: Path) -> None:
    deck = f"questions:\n  - id: a\n    type: short-answer\n    question: {text}\n    answer: A\n"
    (tmp_path / "d.yaml").write_text(deck, "utf-8")
    errors = [line.split(": error: ")[1] for line in mkdeck("check", "d.yaml", cwd=tmp_path).out.splitlines()]
    assert errors == [SAID[text]]
    (tmp_path / "d.yaml").write_text(deck.replace(text, f"'{text}'"), "utf-8")
    assert mkdeck("check", "d.yaml", cwd=tmp_path).out == ""


@pytest.mark.parametrize("text", ["{x}", "{1, 2}"])
def test_a_choice_that_starts_with_a_brace(text: str, mkdeck: Run, tmp_path: Path) -> None:
    head = "questions:\n  - id: a\n    type: multiple-choice\n    question: Q\n"
    deck = f"{head}    choices:\n      - correct: c\n      - {text}\n"
    (tmp_path / "d.yaml").write_text(deck, "utf-8")
    said = "d.yaml:7:9: error: a: text that starts with '{' or ends with ':' needs single quotes [schema]\n"
    assert mkdeck("check", "d.yaml", cwd=tmp_path).out == said
