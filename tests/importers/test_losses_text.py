"""Proves that no line of a plain text is lost in silence: it is in its question, in a skip or in a note."""

import pytest

from importers.contract import import_one


def tell(content: str, format_name: str) -> list[str]:
    batch = import_one(content.encode(), format_name)
    assert batch
    assert not batch.accounts[0].skipped
    return [f"{each.line}: {each.message}" for each in batch.accounts[0].remarks]


def write(content: str, format_name: str) -> str:
    """Import a text, and give the deck."""
    batch = import_one(content.encode(), format_name)
    assert batch
    return batch.text


HINTS = {
    "lettered": "1. Which?\nA) yes\nB) no\nHint: ice floats\nHint: so does wood\nANSWER: A\n",
    "markdown": "## Which?\n\n- [x] yes\n- [ ] no\n\nHint: ice floats\n\nHint: so does wood\n",
    "quiz-page": "Question 1 Multiple Choice\nWhich?\nHint: ice floats\nHint: so does wood\nAyes\nBno\nAnswer: A\n",
}


@pytest.mark.parametrize("name", HINTS)
def test_every_hint_is_kept(name: str) -> None:
    deck = write(HINTS[name], name)
    hint = deck.partition("hint: ")[2]
    assert ("ice floats" in hint, "so does wood" in hint) == (True, True), deck


@pytest.mark.parametrize(
    ("answer", "wanted"),
    [
        ("True, as ice is light", "    answer: true\n    explanation: as ice is light\n"),
        ("False", "    answer: false\n"),
        ("at times", 'The source says "at times", which is neither true nor false.\n'),
    ],
)
def test_what_is_said_of_a_statement_is_kept(answer: str, wanted: str) -> None:
    assert wanted in write(f"truefalse\nIce floats.\nANSWER: {answer}\n", "lettered")


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (
            "matching\nMatch.\nA) ice\nmatch: cold\nB) fire\nmatch: hot\nANSWER: steam\n",
            ["1: this is left out: 'ANSWER' (\"steam\")"],
        ),
        ("matching\nMatch.\nA) ice\nmatch: cold\nB) fire\nmatch: hot\nANSWER: cold\n", []),
        (
            "cloze\nIce is {1:SHORTANSWER:=cold}.\nA) steam\nB) fog\nANSWER: dew\n",
            ["1: this is left out: 'ANSWER' (\"dew\"), 'choices' (\"steam\"), 'choices' (\"fog\")"],
        ),
        ("Ice is {1:SHORTANSWER:=cold}.\nANSWER: cold\n", []),
    ],
)
def test_what_pairs_and_gaps_have_no_place_for_is_named(content: str, told: list[str]) -> None:
    assert tell(content, "lettered") == told


@pytest.mark.parametrize("answer", ["2, 1, 3 as ice melts", "B A C as ice melts", "b, a, c - as ice melts"])
def test_an_order_is_read_by_numbers_or_letters_and_its_reason_kept(answer: str) -> None:
    deck = write(f"order\nOrder.\nA) water\nB) ice\nC) steam\nANSWER: {answer}\n", "lettered")
    assert "    items: [ice, water, steam]\n" in deck
    assert "explanation: as ice melts\n" in deck


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (
            "## Which?\n\n- [x] yes\n- [ ] no\n\n### Options\n\nbring a ruler\n",
            ["1: this is left out: 'Options' (\"bring a ruler\")"],
        ),
        ("## Which?\n\n### Answer\n\nice\n\n### Options:\n\n- fog\n", ["1: this is left out: 'Options' (\"- fog\")"]),
        ("## Which?\n\n### Options:\n\n- [x] yes\n- [ ] no\n\n### Explanation\n\nas it is\n", []),
        ("## Which?\n\n### Options\n\nice\n\nfog\n\n### Answer\n\nice\n", []),
    ],
)
def test_what_stands_below_options_is_taken_or_named(content: str, told: list[str]) -> None:
    assert tell(content, "markdown") == told


@pytest.mark.parametrize(
    ("summary", "kept"),
    [
        ("Answer", ""),
        ("Show answer", ""),
        ("Click to reveal!", ""),
        ("Ver la respuesta", ""),
        ("Why is no one wrong?", "Why is no one wrong?\n\n      "),
    ],
)
def test_a_summary_stays_where_it_says_more_than_what_it_hides(summary: str, kept: str) -> None:
    hidden = f"<details><summary>{summary}</summary>\n\nIce floats.\n\n</details>\n"
    deck = write(f"## Which?\n\n- [x] yes\n- [ ] no\n\n{hidden}", "markdown")
    lead = "|-\n      " if kept else ""
    assert deck.endswith(f"    explanation: {lead}{kept}Ice floats.\n"), deck


def test_a_reason_behind_the_letter_of_a_quiz_page_is_kept() -> None:
    page = "Question 1 Multiple Choice\nWhich?\nAyes\nBno\nAnswer: A - as ice floats\nSo does wood.\n"
    assert write(page, "quiz-page").endswith("    explanation: |-\n      as ice floats\n\n      So does wood.\n")


QUESTION = '[[questions]]\ntype = "ShortAnswer"\nprompt.prompt = "Which?"\nanswer.answer = "ice"\n'


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (f"{QUESTION}context = 'as it is'\n", []),
        (f"{QUESTION}prompt.distractors = ['fog', 'dew']\n", ['"fog"', '"dew"']),
        (f"{QUESTION}answer.notes = {{ staff = 'in May' }}\n", ['"in May"']),
        (f"[about]\nauthor = 'Staff of May'\n{QUESTION}", ['"Staff of May"']),
        (f"{QUESTION}multipart = 'a'\n\n[multipart]\nb = 'a listing'\n", ['"a listing"', "the part 'a'"]),
        (f"{QUESTION}multipart = 'a'\n\n[multipart]\na = 'a listing'\n", []),
    ],
)
def test_what_a_quiz_in_toml_says_beyond_a_question_is_named(content: str, told: list[str]) -> None:
    said = "\n".join(tell(content, "mdbook-quiz"))
    assert [each for each in told if each not in said] == []
    assert bool(said) == bool(told), said


@pytest.mark.parametrize(
    ("card", "told"),
    [
        ("back: cold\n  chapter: 5", []),
        ("back: cold\n  notes: [seen, in May]", ["4: this is left out: 'notes' (\"in May\"), 'notes' (\"seen\")"]),
        ("back: cold\n  tags: [ice, [snow]]", ["4: this is left out: 'tags' (\"snow\")"]),
        ("back: cold\n  chapter: [snow]", ["4: this is left out: 'chapter' (\"snow\")"]),
    ],
)
def test_what_a_card_of_ankitum_says_beyond_its_sides_is_named(card: str, told: list[str]) -> None:
    content = f"title: T\ncards:\n\n- type: basic\n  front: ice\n  {card}\n"
    assert tell(content, "ankitum") == told


def test_tags_of_ankitum_may_be_one_text() -> None:
    assert "    tags: [ice, snow]\n" in write(
        "cards:\n- type: basic\n  front: a\n  back: b\n  tags: ice, snow\n", "ankitum"
    )


@pytest.mark.parametrize(
    ("content", "told"),
    [
        ("1.  Which?\n*a) yes\n... as ice\n... floats\nb)  no\n", []),
        ("1.  Which?\n*a) yes\nb)  no\n+ Right.\n- Wrong.\n... Ice floats.\n", []),
        ("1.  Which?\n*a) yes\nb)  no\n! See ice.\n... It floats.\n", []),
        (
            "Quiz title: T\nQuiz title: May\n\n1.  Which?\n*a) yes\nb)  no\n",
            ['2: a quiz has one title and one description; this is left out: "May"'],
        ),
        (
            "Title: One\nTitle: Two\n1.  Which?\n*a) yes\nb)  no\n\nTitle: Three\n",
            [
                "1: this title belongs to no question and is left out",
                "7: this title belongs to no question and is left out",
            ],
        ),
    ],
)
def test_titles_and_feedback_of_text2qti_are_kept_or_named(content: str, told: list[str]) -> None:
    assert tell(content, "text2qti") == told
    assert ("floats" in write(content, "text2qti")) == ("floats" in content)


def test_feedback_on_a_gap_of_text2qti_is_kept() -> None:
    deck = write("1.  Ice is ((a)).\n<>  ((a)) cold\n... as it is\n<>  ((a)) hard\n", "text2qti")
    assert (
        deck.endswith("    explanation: |-\n      - cold / hard\n      - 'cold: as it is'\n")
        or "cold: as it is" in deck
    )
