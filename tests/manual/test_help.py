"""Proves that the manual is shown where people look for it: in any terminal, and as pages of a site."""

from pathlib import Path

import pytest

from conftest import Run
from mkdeck.cli import COMMANDS
from mkdeck.manual import read_pages

TOPICS = sorted(read_pages())


def test_without_a_topic_it_lists_all_pages(mkdeck: Run) -> None:
    done = mkdeck("help")
    assert (done.code, done.err) == (0, "")
    lines = done.out.splitlines()
    assert [line.split()[0] for line in lines if line.startswith("  ")] == TOPICS
    assert "  yaml        YAML in two minutes" in lines


@pytest.mark.parametrize("columns", [40, 80, 200])
@pytest.mark.parametrize("topic", TOPICS)
def test_every_page_fits_the_terminal(topic: str, columns: int, mkdeck: Run) -> None:
    done = mkdeck("help", topic, env={"COLUMNS": str(columns)})
    assert (done.code, done.err) == (0, "")
    assert max(map(len, done.out.splitlines())) <= min(columns, 100)
    assert "\x1b" not in done.out


def test_a_page_is_set_for_reading(mkdeck: Run) -> None:
    shown = mkdeck("help", "keys", env={"COLUMNS": "60"}).out.splitlines()
    assert shown[0].strip() == "Answering by keyboard, finger and mouse"
    assert ["Enter", "turns", "the", "card"] in [line.split() for line in shown]
    assert not [line for line in shown if "`" in line or line.startswith(("#", "|"))]


def test_a_page_named_like_a_command_leads_to_its_options(mkdeck: Run) -> None:
    assert mkdeck("help", "release").out.endswith("\n\nIts options: mkdeck release --help\n")


@pytest.mark.parametrize("name", sorted(set(COMMANDS) - set(TOPICS)))
def test_other_commands_show_their_options(name: str, mkdeck: Run) -> None:
    assert mkdeck("help", name).out == mkdeck(name, "--help").out


def test_a_rule_shows_its_page(mkdeck: Run) -> None:
    assert mkdeck("help", "longest-key").out == mkdeck("check", "--explain", "longest-key").out


@pytest.mark.parametrize("key", ["id", "draft", "retention", "choices"])
def test_a_key_leads_to_the_page_of_the_format(key: str, mkdeck: Run) -> None:
    said = f"`{key}` is a key of courses, decks or questions: see `mkdeck help format`.\n"
    assert mkdeck("help", key) == (0, said, "")


@pytest.mark.parametrize(
    ("topic", "advice"),
    [
        ("realease", "there is no page 'realease'; did you mean 'release'?"),
        ("Keys", "there is no page 'Keys'; did you mean 'keys'?"),
        ("zzzz", "there is no page 'zzzz'; `mkdeck help` lists all."),
    ],
)
def test_a_slip_gets_an_answer(topic: str, advice: str, mkdeck: Run) -> None:
    done = mkdeck("help", topic)
    assert (done.code, done.out) == (2, "")
    assert done.err.splitlines()[-1] == f"Error: {advice}"


def test_a_site_of_the_manual_stands_beside_that_of_courses(tmp_path: Path, mkdeck: Run) -> None:
    assert mkdeck("new", "honey", cwd=tmp_path).code == 0
    assert mkdeck("site", "honey", cwd=tmp_path).code == 0
    done = mkdeck("site", "--manual", cwd=tmp_path)
    assert done == (0, f"public/manual/index.html: {len(TOPICS)} pages of the manual\n", "")
    assert mkdeck("site", "honey", cwd=tmp_path).code == 0
    public = tmp_path / "public"
    assert (public / "index.html").read_text("utf-8").count("<h1") == 1
    assert sorted(page.stem for page in (public / "manual").glob("*.html")) == sorted([*TOPICS, "index"])


def test_its_pages_link_to_each_other(tmp_path: Path, mkdeck: Run) -> None:
    mkdeck("site", "--manual", "-o", tmp_path)
    text = (tmp_path / "manual/text.html").read_text("utf-8")
    assert '<a href="yaml.html"><code>mkdeck help yaml</code></a>' in text
    assert ".md" not in text


def test_the_manual_is_of_no_course(tmp_path: Path, mkdeck: Run) -> None:
    done = mkdeck("site", "--manual", "decks", cwd=tmp_path)
    assert done.code == 2
    said = "Error: --manual makes pages of mkdeck's manual, which is of no course; leave the path away."
    assert done.err.splitlines()[-1] == said
