"""Proves that rules about words find what gives answers away or is overlooked, in every language that they know."""

import pytest

from checks.test_style import ask, choose, find, finds
from conftest import Run, Write

# --- negative-stem -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "word", "language"),
    [
        ("Which of these is not a gate?", "not", "en"),
        ("An LSTM has gates. Which of these is not one of them?", "not", "en"),
        ("Which protocol does not guarantee delivery?", "not", "en"),
        ("Which of these isn't a gate?", "isn't", "en"),
        ("All of the following are gates except", "except", "en"),
        ("All of these are gates, except:", "except", "en"),
        ("Which of these is least likely?", "least likely", "en"),
        ("Welche Aussage trifft nicht zu?", "nicht", "de"),
        ("Welches ist kein Tor?", "kein", "de"),
        ("Laquelle n'est pas une porte ?", "pas", "fr"),
        ("¿Cuál no es una puerta?", "no", "es"),
        ("Quale non è una porta?", "non", "it"),
        ("Qual não é uma porta?", "não", "pt"),
        ("Welke is geen poort?", "geen", "nl"),
        ("Która nie jest bramką?", "nie", "pl"),
    ],
)
def test_a_negation_that_is_not_stressed_is_found(
    question: str, word: str, language: str, course: Write, mkdeck: Run
) -> None:
    (said,) = find("negative-stem", choose("Eins", "Zwei", "Drei", question=question), course, mkdeck, language)
    assert said.partition(" ")[2] == (
        f"'{word}' turns this question around and is easily overlooked; ask for what is so, or write **{word}**"
    )


@pytest.mark.parametrize(
    "question",
    [
        "Which of these is **not** a gate?",
        "Which of these is NOT a gate?",
        "Which of these is <b>not</b> a gate?",
        "Which of these *is not* a gate?",
        "What happens when the key is not found?",
        "Which error comes if a file does not exist?",
        "Which step makes sure that weights do not explode?",
        "It is not raining. Which of these is wet?",
        "Which operator means not equal?",
        "What is the least common multiple of 4 and 6?",
        "Which holds at least once?",
        "Which of these, though not a gate, is gated?",
        "What does `not x` give?",
        "Do not look. Which of these is a gate?",
        "Why is it not a gate?",
    ],
)
def test_other_negations_are_not(question: str, course: Write, mkdeck: Run) -> None:
    assert not finds("negative-stem", choose("One", "Two", "Three", question=question), course, mkdeck)


def test_a_choice_that_negates_a_negation_is_found(course: Write, mkdeck: Run) -> None:
    deck = choose("It has gates", "It does not forget", "It is deep", question="Which does **not** hold for an LSTM?")
    assert find("negative-stem", deck, course, mkdeck) == [
        "7:9 'not' in the question and 'not' in this choice turn it around twice; say one without"
    ]


# --- absolute-term, vague-term -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choices", "language"),
    [
        (("It bounds a step", "It always makes it faster", "It never changes it"), "en"),
        (
            ("Sie begrenzt den Schritt", "Sie ist immer schneller", "Sie wirkt nur am Anfang", "Sie ändert nie etwas"),
            "de",
        ),
        (("Elle borne le pas", "Elle est toujours rapide", "Elle ne change jamais rien"), "fr"),
    ],
)
def test_absolute_words_in_wrong_choices_alone_are_found(
    choices: tuple[str, ...], language: str, course: Write, mkdeck: Run
) -> None:
    assert finds("absolute-term", choose(*choices), course, mkdeck, language)
    assert not finds("absolute-term", choose(*choices), course, mkdeck, "ja")
    assert not finds("absolute-term", choose(*choices, right=1), course, mkdeck, language)


@pytest.mark.parametrize(
    "choices",
    [
        ("It bounds a step", "It always makes it faster", "It changes its direction"),
        ("It holds the input", "It reads only the input", "It reads all of the output"),
        ("Sometimes", "Always", "Never"),
        ("It never grows much", "It always makes it faster", "It never changes it"),
        ("It copies a part", "It always copies less", "It copies more at once", "All of these choices are correct"),
        ("Check the age of the belt", "Never lean back in it", "See that all heavy tools hang from it"),
        ("It asks for two things in one", "It blames a thing never meant for it", "It weighs only what fits"),
    ],
    ids=["one", "counts", "asked for", "the right one, too", "a catch-all", "one rule", "one real exception"],
)
def test_other_absolute_words_are_not(choices: tuple[str, ...], course: Write, mkdeck: Run) -> None:
    assert not finds("absolute-term", choose(*choices), course, mkdeck)


def test_absolute_words_in_false_statements_alone_are_found(course: Write, mkdeck: Run) -> None:
    parts = [("false", "An RNN always forgets"), ("false", "An LSTM never does"), ("true", "A GRU has gates")]
    listed = "".join(f"      - {word}: {text}\n" for word, text in parts)
    deck = f"questions:\n  - id: a\n    type: statements\n    question: Which hold?\n    statements:\n{listed}"
    assert find("absolute-term", deck, course, mkdeck) == [
        "6:7 'always', 'never' in false statements alone gives them away; let them be false by their matter"
    ]
    judged = "".join(
        f"  - {{id: q{i}, type: true-false, question: 'Number {i} always grows', answer: false}}\n" for i in range(5)
    )
    assert find("absolute-term", f"questions:\n{judged}", course, mkdeck) == [
        "1:10 of 5 statements with words such as 'always' or 'never', 5 are false, which gives them away"
    ]
    assert not finds("absolute-term", f"questions:\n{judged}".replace("false}", "true}", 1), course, mkdeck)


@pytest.mark.parametrize(
    ("choices", "language"),
    [
        (("It usually makes it slower", "It makes it faster", "It leaves it alone"), "en"),
        (("Es wird meistens langsamer", "Es wird schneller", "Es bleibt gleich schnell"), "de"),
    ],
)
def test_a_vague_word_in_the_right_choice_alone_is_found(
    choices: tuple[str, ...], language: str, course: Write, mkdeck: Run
) -> None:
    assert finds("vague-term", choose(*choices), course, mkdeck, language)
    assert not finds("vague-term", choose(*choices, right=1), course, mkdeck, language)
    assert not finds("vague-term", choose(*choices), course, mkdeck, "zh")


@pytest.mark.parametrize(
    "choices",
    [
        ("It usually gets slower", "It often gets faster", "It leaves it alone"),
        ("It usually gets slower", "It always gets faster", "It leaves it alone"),
        ("Usually", "Faster", "Slower"),
        ("It gets slower in May", "It makes it faster", "It leaves it alone"),
    ],
    ids=["all vague", "a degree is asked for", "short", "a month"],
)
def test_other_vague_words_are_not(choices: tuple[str, ...], course: Write, mkdeck: Run) -> None:
    assert not finds("vague-term", choose(*choices), course, mkdeck)


# --- grammar-cue ---------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "choices", "language"),
    [
        ("What turns words into numbers is called an", ("embedding", "pooling", "dropout"), "en"),
        ("It is an ___.", ("hour", "house", "day"), "en"),
        ("It is a:", ("unit", "hour", "hour's end"), "en"),
        ("C'est l'", ("entrée", "sortie", "porte"), "fr"),
    ],
)
def test_an_article_that_fits_one_choice_is_found(
    question: str, choices: tuple[str, ...], language: str, course: Write, mkdeck: Run
) -> None:
    (right,) = find("grammar-cue", choose(*choices, question=question), course, mkdeck, language)
    assert right.endswith("at the end of the question fits the right choice alone; let all choices fit")
    (wrong,) = find("grammar-cue", choose(*choices, question=question, right=1), course, mkdeck, language)
    assert wrong.endswith("at the end of the question fits one wrong choice alone; let all choices fit")
    assert not finds("grammar-cue", choose(*choices, question=question), course, mkdeck, "de")


@pytest.mark.parametrize(
    ("question", "choices"),
    [
        ("It is an", ("embedding", "output", "dropout")),
        ("It is a(n)", ("embedding", "pooling", "dropout")),
        ("It is called", ("embedding", "pooling", "dropout")),
        ("It is an", ("embedding", "pooling")),
        ("It is a", ("*vector*", "`array`", "_unit_")),
    ],
)
def test_an_article_that_fits_several_is_not(
    question: str, choices: tuple[str, ...], course: Write, mkdeck: Run
) -> None:
    assert not finds("grammar-cue", choose(*choices, question=question), course, mkdeck)


def test_a_full_stop_that_the_right_choice_alone_has_or_lacks_is_found(course: Write, mkdeck: Run) -> None:
    end = "with a full stop, which gives it away; end all alike"
    one = choose("It drops the memory.", "It lets it in", "It shows a part")
    assert find("grammar-cue", one, course, mkdeck) == [f"6:9 the right choice alone ends {end}"]
    other = choose("It drops the memory", "It lets it in.", "It shows a part.")
    assert find("grammar-cue", other, course, mkdeck) == [f"6:9 the right choice alone does not end {end}"]


@pytest.mark.parametrize(
    "choices",
    [
        ("It drops it.", "It lets it in.", "It shows it"),
        ("Memory.", "Input", "Output"),
        ("It drops it...", "It lets it in", "It shows it"),
        ("It drops it.", "Does it let it in?", "It shows it"),
    ],
)
def test_other_full_stops_are_not(choices: tuple[str, ...], course: Write, mkdeck: Run) -> None:
    assert not finds("grammar-cue", choose(*choices), course, mkdeck)


# --- The language of a course --------------------------------------------------------------------------------------


def test_a_course_in_another_language_than_it_says_is_left_alone(course: Write, mkdeck: Run) -> None:
    question = "Wer hat in der Nacht zu welchem Zweck mit der Hand an die Tür geklopft, und wie ist das gekommen?"
    asked = [ask(f"{question} {i}", "x").partition("questions:\n")[2].replace("id: a", f"id: b{i}") for i in range(3)]
    flawed = choose("One", "Two", "Three", question="Which of these is not it?")
    assert finds("negative-stem", flawed, course, mkdeck)
    assert not finds("negative-stem", flawed + "".join(asked), course, mkdeck)
    assert not finds("negative-stem", flawed + "".join(asked), course, mkdeck, "de")


# --- answer-in-question --------------------------------------------------------------------------------------------


ITSELF = "the answer 'forget gate' stands in the question itself; ask without it"
ELSE = "says the answer, 'forget gate'; ask for something else"
BESIDE = "what is in this gap, 'gradient' stands in the text beside it; say that without it"


@pytest.mark.parametrize(
    ("deck", "said"),
    [
        (ask("What does the forget gate drop?", "The forget gate."), ITSELF),
        (choose("The forget gate", "Memory", "Noise", question="What is the forget gate for?"), ITSELF),
        (ask("Which?", "Forget gate", "hint: A forget gate"), "the hint says the answer, 'forget gate'; hint at it"),
        (ask("Which gate?", "Forget gate", "tags: [lstm::forget-gate]"), f"the tag 'lstm::forget-gate' {ELSE}"),
        (f"deck: 05 Forget gate\n{ask('Which one?', 'Forget gate')}", f"the name of its deck {ELSE}"),
        (ask("The {{c1::gradient}} vanishes, as the gradient is small."), BESIDE),
        (ask("The {{c1::gradient}} vanishes: {{c2::Gradient}} is its name."), BESIDE),
        (ask("A {{c1::gradient::a gradient}}."), "the hint of this gap says what is in it, 'gradient'; hint at it"),
    ],
)
def test_an_answer_that_its_card_tells_is_found(deck: str, said: str, course: Write, mkdeck: Run) -> None:
    assert find("answer-in-question", deck, course, mkdeck)[0].partition(" ")[2] == said


@pytest.mark.parametrize(
    "deck",
    [
        ask("Which is larger, the forget gate or the memory?", "The forget gate."),
        ask("Is it so?", "Yes, it is."),
        ask("Does it hold that water is wet? Say true or false.", "True"),
        ask("What does `print(x)` show?", "`print`"),
        ask("What is 1024 in binary?", "1024"),
        choose("The forget gate", "The memory", "Noise", question="The forget gate and the memory meet. Which wins?"),
        ask("{{c1::The}} RNN reads the input."),
        ask("The {{c1::gradient}} and, again, the {{c1::gradient}}."),
        ask("It {{c1::rises::rises / falls}} in spring."),
        ask("Read a file: `f.{{c1::read}}()`"),
        ask("The gradients are many; one {{c1::gradient}} is small."),
    ],
)
def test_an_answer_that_is_offered_or_too_common_is_not(deck: str, course: Write, mkdeck: Run) -> None:
    assert not finds("answer-in-question", deck, course, mkdeck)


def test_answers_are_found_in_german(course: Write, mkdeck: Run) -> None:
    deck = ask("Was vergisst das Vergessenstor?", "Das Vergessenstor")
    assert finds("answer-in-question", deck, course, mkdeck, "de")
    assert not finds(
        "answer-in-question", ask("Ist es das Tor oder der Speicher?", "Der Speicher"), course, mkdeck, "de"
    )
    assert not finds("answer-in-question", deck, course, mkdeck, "ja")


# --- clang ---------------------------------------------------------------------------------------------------------

ASKED = "How is training kept affordable by truncation?"


def test_a_rare_word_that_leads_to_the_right_choice_is_found(course: Write, mkdeck: Run) -> None:
    deck = choose("Steps are truncated", "Weights are small", "Noise is added", question=ASKED)
    assert find("clang", deck, course, mkdeck) == [
        "6:29 'truncated' in the right choice alone repeats 'truncation' of the question; say it otherwise"
    ]


@pytest.mark.parametrize(
    ("choices", "right"),
    [
        (("Steps are truncated", "Weights are small", "Noise is added"), 1),
        (("Steps are truncated", "Weights are truncated", "Noise is added"), 0),
        (("Steps are truncated", "Training goes on", "Noise is added"), 0),
        (("Steps are left out", "Weights are small", "Noise is added"), 0),
        (("Steps are `truncated`", "Weights are small", "Noise is added"), 0),
    ],
    ids=["a wrong one", "two", "another word", "none", "code"],
)
def test_other_words_are_not(choices: tuple[str, ...], right: int, course: Write, mkdeck: Run) -> None:
    assert not finds("clang", choose(*choices, question=ASKED, right=right), course, mkdeck)


def test_a_word_that_the_course_is_about_is_not(course: Write, mkdeck: Run) -> None:
    deck = choose("Steps are truncated", "Weights are small", "Noise is added", question=ASKED)
    more = "".join(
        ask(f"What is truncation {i}?", "x").partition("questions:\n")[2].replace("id: a", f"id: b{i}")
        for i in range(2)
    )
    assert not finds("clang", deck + more, course, mkdeck)
