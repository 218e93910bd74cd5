"""Proves that the words on cards fit scripts and styles, and mean one thing in every language."""

import re
from pathlib import Path

import pytest

import mkdeck
from browser import Browser
from cards.choices import COURSE, marks, pick, read
from cards.sides import render_cards
from conftest import Build
from mkdeck.notetypes import TASKS, languages, make_notetypes


def test_the_words_of_every_language_are_fit_for_scripts_and_styles() -> None:
    for language, words in languages().items():
        assert words.keys() == languages()["en"].keys(), language
        for word in words.values():
            assert word.strip() == word != "", language
            assert not set('"\\<>') & set(word), language
            assert "{{" not in word + words["score"], language
        assert "{n}" in words["score"], language
        assert "{m}" in words["score"], language
        assert "{n}" in words["wrongly_chosen"], language


def test_every_word_is_used() -> None:
    paths = [path for path in Path(mkdeck.__file__).parent.rglob("*") if path.suffix in (".py", ".js", ".css", ".html")]
    use = re.compile(r"""\[\[(\w+)\]\]|\bwords\.(\w+)|\bwords\[["'](\w+)["']\]""")
    used = {name for path in paths for names in use.findall(path.read_text("utf-8")) for name in names}
    assert set(languages()["en"]) - used == set()


def test_no_word_on_a_back_can_be_taken_for_true_or_false() -> None:
    buttons = {words[key].casefold() for words in languages().values() for key in ("true", "false")}
    on_every_back = ("right", "wrong", "your_choice_right", "your_choice_wrong", "right_answer", "nothing_chosen")
    for language, words in languages().items():
        for key in (*on_every_back, "missed"):
            parts = [part.strip() for part in re.split(r"[^\w\s]", words[key].casefold())]
            assert not buttons & {words[key].casefold(), *parts}, (language, key)
        for key in on_every_back:
            own = {words["true"].casefold(), words["false"].casefold()}
            assert not own & set(re.findall(r"\w+", words[key].casefold())), (language, key)


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("de", ("Nicht richtig beantwortet", {"Wahr": "Richtige Antwort", "Falsch": "Gewählt, aber nicht richtig"})),
        ("fr", ("Mauvaise réponse", {"Vrai": "Bonne réponse", "Faux": "Votre choix : mauvaise réponse"})),
        ("zh", ("答错了", {"正确": "正确答案", "错误": "你选错了"})),
    ],
)
def test_a_verdict_speaks_of_the_answer_and_not_of_the_statement(
    browser: Browser, tmp_path: Path, build: Build, language: str, said: tuple[str, dict[str, str]]
) -> None:
    card = render_cards(
        {**COURSE, "course.yaml": f"{COURSE['course.yaml']}\nlanguage: {language}"}, tmp_path, build, ["judge"]
    )["judge"]
    browser.show(card.page(card.front))
    pick(browser, list(said[1])[1])
    browser.show(card.page(card.back))
    assert (read(browser)["verdict"], marks(browser)) == said


def test_no_template_has_what_anki_would_take_for_a_field() -> None:
    for language in languages():
        for notetype in make_notetypes("cards", "Cards", language, turns=True, tasks=TASKS):
            for template in (notetype.front, notetype.back):
                scripts = template.split("<script>")[1:]
                for script in scripts:
                    code = script.split("</script>")[0]
                    for mark in ("{{", "}}", "[[", "<", "\\(", "\\[", "[sound:", "[anki:"):
                        assert mark not in code.replace(" < ", ""), (language, mark)
