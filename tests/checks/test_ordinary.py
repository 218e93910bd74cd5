"""Proves that rules of style find plain examples of their kind, in English and German, as anyone would write them."""

import pytest

from checks.test_style import ask, choose, find, finds
from conftest import Run, Write

# --- negative-stem -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "word", "language"),
    [
        ("Which one of these birds cannot fly?", "cannot", "en"),
        ("Select the statement that is not true.", "not", "en"),
        ("Choose the cells which do not divide.", "not", "en"),
        ("A mammal is not:", "is not", "en"),
        ("Mitochondria do not", "do not", "en"),
        ("A whale isn't", "isn't", "en"),
        ("The Moon is not a", "not a", "en"),
        ("Alle folgenden Stoffe sind Edelgase außer", "außer", "de"),
        ("Welche Stoffe außer Neon sind keine Edelgase?", "außer", "de"),
        ("Nennen Sie die Aussage, die nicht stimmt.", "nicht", "de"),
        ("Worauf hat der Zins keinen Einfluss?", "keinen", "de"),
        ("Wodurch entsteht kein Wind?", "kein", "de"),
        ("Ein Säugetier ist kein", "kein", "de"),
        ("A tenant may do each of these, except to", "except to", "en"),
        ("Alle diese Fälle gibt es, außer dem", "außer dem", "de"),
    ],
)
def test_a_plain_negation_is_found(question: str, word: str, language: str, course: Write, mkdeck: Run) -> None:
    (said,) = find("negative-stem", choose("Eins", "Zwei", "Drei", question=question), course, mkdeck, language)
    assert said.partition(" ")[2] == (
        f"'{word}' turns this question around and is easily overlooked; ask for what is so, or write **{word}**"
    )


@pytest.mark.parametrize(
    "question",
    [
        "Select the sum that holds if x is not zero.",
        "Name the gas.",
        "Find out that it is not so.",
        "Is it so, or is it not?",
        "Choose a gate.",
    ],
)
def test_a_choice_to_make_without_a_negation_is_not(question: str, course: Write, mkdeck: Run) -> None:
    deck = choose("One", "Two", "Three", question=question)
    assert finds("negative-stem", deck, course, mkdeck) is question.startswith("Find out")


# --- answer-in-question, vague-term, absolute-term -----------------------------------------------------------------


def test_a_name_with_its_genitive_says_the_answer(course: Write, mkdeck: Run) -> None:
    for mark in ("'", "\u2019"):
        asked = f"Who wrote Darwin{mark}s Origin of Species?"
        assert finds("answer-in-question", ask(asked, "Darwin"), course, mkdeck)
        assert not finds("answer-in-question", ask(asked, "Wallace"), course, mkdeck)


@pytest.mark.parametrize("said", ["hebt in der Regel den Puls", "hebt zumeist den Puls", "hebt größtenteils den Puls"])
def test_german_that_leaves_it_open_is_vague(said: str, course: Write, mkdeck: Run) -> None:
    deck = choose(f"Es {said}", "Es senkt den Puls", "Es hält das Herz an", question="Was macht Koffein?")
    assert finds("vague-term", deck, course, mkdeck, "de")


def test_of_two_phrases_the_first_is_named_whatever_the_run(course: Write, mkdeck: Run) -> None:
    deck = choose("Es hebt in der Regel und zum Teil den Puls", "Es senkt den Puls", "Es tut nichts")
    (said,) = find("vague-term", deck, course, mkdeck, "de")
    assert "'in der Regel'" in said or "'in der regel'" in said


def test_german_with_a_sharp_s_is_absolute(course: Write, mkdeck: Run) -> None:
    deck = choose(
        "Es senkt die Hürde", "Es gilt immer für alle", "Es hilft nie", "Es gilt ausschließlich", "Es ist rund"
    )
    assert finds("absolute-term", deck, course, mkdeck, "de")


@pytest.mark.parametrize(
    ("choices", "language"),
    [
        (
            ("They feed milk to their young", "They never lay eggs", "All of them live on land", "Every one eats meat"),
            "en",
        ),
        (("Any class with the right key", "Only the first class", "All but the last class", "Only teachers"), "en"),
        (("Sie säugen ihre Jungen", "Alle leben an Land", "Nur wenige fressen Gras", "Sie legen niemals Eier"), "de"),
    ],
)
def test_wrong_choices_that_all_begin_with_an_absolute_word_are_found(
    choices: tuple[str, ...], language: str, course: Write, mkdeck: Run
) -> None:
    assert finds("absolute-term", choose(*choices), course, mkdeck, language)
    assert not finds("absolute-term", choose(*choices, right=1), course, mkdeck, language)
    assert not finds("absolute-term", choose(*choices, "Some of them live in water"), course, mkdeck, language)


def test_an_absolute_word_in_the_middle_of_wrong_choices_says_nothing(course: Write, mkdeck: Run) -> None:
    deck = choose("They reject harmonics badly", "They load all bands", "They must have a tuner", "They need only wire")
    assert not finds("absolute-term", deck, course, mkdeck)


def test_a_duty_of_the_right_choice_acquits_no_absolute_words(course: Write, mkdeck: Run) -> None:
    wrong = ("Every owner must always pay all of it", "The owner never pays any of it")
    assert finds("absolute-term", choose("The owner must pay within a year", *wrong), course, mkdeck)
    assert not finds("absolute-term", choose("The owner must always pay", *wrong), course, mkdeck)


def test_a_strong_word_counts_behind_a_weaker_one(course: Write, mkdeck: Run) -> None:
    wrong = ("Every piece in minor always ended in minor", "All composers never raised the seventh")
    assert finds("absolute-term", choose("The leading note was raised", *wrong), course, mkdeck)


def test_german_has_more_words_without_exception(course: Write, mkdeck: Run) -> None:
    deck = choose("Er steht nach wegen", "Er steht ausnahmslos am Ende", "Er steht keinesfalls am Anfang")
    assert finds("absolute-term", deck, course, mkdeck, "de")


@pytest.mark.parametrize("hint", ["It was 1789.", "The Bastille fell on 14 July 1789"])
def test_a_hint_that_says_the_year_is_found(hint: str, course: Write, mkdeck: Run) -> None:
    deck = ask("In which year did it begin?", "1789") + f"    hint: {hint}\n"
    (said,) = find("answer-in-question", deck, course, mkdeck)
    assert said.endswith("the hint says the answer, '1789'; hint at it")
    typed = deck.replace("short-answer", "numeric")
    assert finds("answer-in-question", typed, course, mkdeck)
    assert not finds("answer-in-question", typed.replace("1789\n    hint", "1790\n    hint"), course, mkdeck)
    assert not finds("answer-in-question", typed.replace("1789", "14"), course, mkdeck)


# --- grammar-cue, overlapping-ranges, catch-all --------------------------------------------------------------------


def test_a_plural_that_fits_one_choice_is_found(course: Write, mkdeck: Run) -> None:
    for verb in ("are", "were"):
        asked = f"The only mammals that flew there {verb}"
        assert finds("grammar-cue", choose("bats", "a whale", "an ape", question=asked), course, mkdeck)
        assert not finds("grammar-cue", choose("bats", "whales", "an ape", question=asked), course, mkdeck)
        assert finds("grammar-cue", choose("a bat", "whales", "an ape", question=asked), course, mkdeck)
        assert not finds("grammar-cue", choose("bats", "whales", "apes", question=asked), course, mkdeck)


@pytest.mark.parametrize(
    ("question", "choices"),
    [
        ("The organs that clean the blood are the", ("kidneys", "heart", "stomach")),
        ("The gases that air consists of were the", ("nitrogen and oxygen", "helium", "hydrogen")),
        ("The part of the eye that bends light is the", ("cornea", "cones", "rods")),
        ("The seat of government was the", ("castle", "monasteries", "barracks and stables")),
    ],
)
def test_a_number_that_fits_one_choice_is_found(
    question: str, choices: tuple[str, ...], course: Write, mkdeck: Run
) -> None:
    assert finds("grammar-cue", choose(*choices, question=question), course, mkdeck)
    assert not finds("grammar-cue", choose(*choices, f"other {choices[0]}", question=question), course, mkdeck)


@pytest.mark.parametrize(
    ("question", "choices"),
    [
        ("The air sacs of the lung are the", ("alveoli", "bronchi", "bronchioles", "cilia")),
        ("Those who dig the wells are the", ("miners", "women", "children", "men")),
        ("The rules that he found are the", ("laws of motion", "rules of thumb", "principles")),
        ("Those who built the dykes were the", ("Dutch", "Danes", "British", "Swiss")),
        ("The gland that makes insulin is the", ("kidneys", "pancreas", "spleen")),
        ("The part that has a colour is the", ("iris", "lens", "rods", "cones")),
        ("The text that bound the king was the", ("bill of rights", "great charter", "statute of limitations")),
        ("What moves prices is the", ("law of supply and demand", "invisible hand", "theory of costs and benefits")),
        ("The first to land there was the", ("United States", "Soviet Union", "Netherlands")),
    ],
)
def test_a_word_that_may_be_singular_or_plural_fits(
    question: str, choices: tuple[str, ...], course: Write, mkdeck: Run
) -> None:
    assert not finds("grammar-cue", choose(*choices, question=question), course, mkdeck)


@pytest.mark.parametrize(
    ("choices", "language"),
    [
        (("$10 to $20", "$20 to $30", "$30 to $40"), "en"),
        (("1,000-2,000", "2,000-3,000", "3,000-4,000"), "en"),
        (("1.000 bis 2.000", "2.000 bis 3.000", "3.000 bis 4.000"), "de"),
        (("unter 5 €", "5 bis 10 €", "10 bis 20 €"), "de"),
        (("5 to 10 billion years", "10 to 15 billion years", "8 to 12 billion years", "over 20 billion years"), "en"),
        (("before 1945", "between 1940 and 1950", "1951 or later"), "en"),
        (("10 or fewer", "10-20", "21 or more"), "en"),
        (("under 18", "18-65", "65+"), "en"),
        (("18-30 Jahre", "30-65 Jahre", "66+ Jahre"), "de"),
        (("bis 5 km pro Stunde", "5 bis 10 km pro Stunde", "11 km pro Stunde oder mehr"), "de"),
        (("10 ans ou moins", "10 à 20 ans", "21 ans ou plus"), "fr"),
    ],
)
def test_ranges_as_they_are_written_are_found(
    choices: tuple[str, ...], language: str, course: Write, mkdeck: Run
) -> None:
    assert finds("overlapping-ranges", choose(*choices), course, mkdeck, language)


@pytest.mark.parametrize(
    "choices",
    [
        ("9 or fewer", "10-20", "21 or more"),
        ("under 18", "18 to 64", "65 or older"),
        ("5 million years or less", "5 billion years or more", "1 to 3 million years"),
        ("0 to 255", "-128 to 127", "-127 to 128"),
        ("2.1 to 4.5", "1.8 to 4.4", "1.1 to 4.0"),
    ],
)
def test_ranges_that_begin_behind_one_another_are_not(choices: tuple[str, ...], course: Write, mkdeck: Run) -> None:
    assert not finds("overlapping-ranges", choose(*choices), course, mkdeck)


@pytest.mark.parametrize(
    "text",
    [
        "All are correct",
        "None of them is correct",
        "More than one of the above",
        "All three of them",
        "Keine Antwort ist richtig",
        "Alle sind richtig",
    ],
)
def test_other_words_for_all_or_none_are_found(text: str, course: Write, mkdeck: Run) -> None:
    assert finds("catch-all", choose("One", "Two", text), course, mkdeck)


@pytest.mark.parametrize(
    "choices",
    [("A and D", "B and C", "C and B12"), ("C and E", "A and C", "B and D"), ("A und C", "A und D", "A und E")],
)
def test_vitamins_and_notes_are_no_letters_of_choices(choices: tuple[str, ...], course: Write, mkdeck: Run) -> None:
    language = "de" if "und" in choices[0] else "en"
    for rule in ("catch-all", "letter-reference"):
        assert not finds(rule, choose(*choices), course, mkdeck, language)
        assert finds(rule, choose("kidneys", "lungs", "skin", choices[1].replace("D", "C")), course, mkdeck, language)


def test_statements_that_stand_in_the_question_are_not_the_other_choices(course: Write, mkdeck: Run) -> None:
    choices = ("Nur Aussage 1 ist richtig", "Nur Aussage 2 ist richtig", "Beide Aussagen sind richtig")
    deck = choose(*choices, question="1. Eis schwimmt. 2. Eis ist warm.")
    for rule in ("catch-all", "unpinned-last"):
        assert not finds(rule, deck, course, mkdeck, "de")
        assert finds(rule, choose("Eis", "Wasser", choices[2]), course, mkdeck, "de")


# --- list-gap, long-answer -----------------------------------------------------------------------------------------


@pytest.mark.parametrize(("text", "found"), [("stem, leaf, root", 3), ("Rom, Bonn, Wien, Bern", 4), ("Bonn, Rhein", 0)])
def test_a_gap_around_a_list_without_a_last_word_is_found(text: str, found: int, course: Write, mkdeck: Run) -> None:
    said = find("list-gap", ask(f"Its parts: {{{{c1::{text}}}}}"), course, mkdeck)
    assert [each.partition(" ")[2] for each in said] == [
        f"this gap holds a list of {found} things; give each a gap of its own"
    ] * bool(found)


@pytest.mark.parametrize(
    ("answer", "things"),
    [
        ("Mercury, Venus, Earth, Mars, Jupiter, Saturn, Uranus, Neptune", 8),
        ("stem, leaf, root, flower and seed.", 5),
        ("red, green, blue and grey", 0),
        ("It rises, as the sun heats the ground below it, falls, rises again, and so on", 0),
    ],
)
def test_an_answer_that_lists_things_in_a_line_is_found(answer: str, things: int, course: Write, mkdeck: Run) -> None:
    said = find("long-answer", ask("What are its parts?", answer), course, mkdeck)
    assert [each.partition(" ")[2] for each in said] == [
        f"this answer lists {things} things, more than anyone recalls at once; ask for its parts on cards of their own"
    ] * bool(things)


@pytest.mark.parametrize(
    "asked",
    [
        "Name one planet.",
        "Nenne einen Planeten.",
        "Nennen Sie zwei Planeten.",
        "What are two of the planets?",
        "There are eight planets. Name three.",
    ],
)
def test_a_list_of_right_answers_is_none_to_recall(asked: str, course: Write, mkdeck: Run) -> None:
    named = ("Merkur", "Venus", "Mars", "Jupiter", "Saturn")
    for listed in (", ".join(named), "".join(f"- {name}\n" for name in named)):
        assert not finds("long-answer", ask(asked, listed), course, mkdeck)
        assert finds("long-answer", ask("Name the planets.", listed), course, mkdeck)
