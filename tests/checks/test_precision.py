"""Proves that rules of style keep silent on what only looks like a flaw, and still find the flaw beside it."""

import pytest

from checks.test_course_style import ask as ask_in
from checks.test_course_style import choose as choose_in
from checks.test_course_style import find as find_in
from checks.test_course_style import judge
from checks.test_style import ask, choose, finds
from conftest import Run, Write

# --- answer-in-question --------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "deck",
    [
        ask("[Rock/Mineral] What is granite?", "Rock"),
        ask("Basalt is porous (true/false)", "True"),
        ask("Which of these is a tree?\n\nA - Clover\nB - Beech\nC - Nettle", "Beech"),
        ask("Pick the tree: clover, beech, nettle.", "Beech"),
        choose(
            "6 hours", "3 hours", "12 hours", question="Six bees fill six cells in 6 hours. How long do 12 bees take?"
        ),
        choose("The nurse", "The men", "A child", question="Two men and a nurse wait in the hall. Who is seen first?"),
        choose("Upstream", "Away", question="You row upstream, past a swimmer. Which way does she see you move?"),
        choose("cedar", "in", "on", question="Pick the odd word out: in, cedar, on"),
        ask("Basalt is porous. True/False?", "True"),
        ask("What was her first name? Ada, Mary, Grace", "Ada"),
        choose("input()", "raw_input()", "read_input()", question="Which function reads input?"),
        choose("They are the same", "The first", "The last", question="Which is heavier if both hold the same gas?"),
    ],
    ids=[
        "a slash",
        "a verdict",
        "lines",
        "a list",
        "a quantity",
        "a case",
        "two sentences",
        "its short others",
        "a verdict behind",
        "names",
        "in a wrong one, too",
        "a comparison",
    ],
)
def test_an_answer_that_is_given_on_purpose_is_not_found(deck: str, course: Write, mkdeck: Run) -> None:
    assert not finds("answer-in-question", deck, course, mkdeck)


@pytest.mark.parametrize(
    "deck",
    [
        ask("Aladdin rides on a flying carpet, which is called?", "Carpet"),
        ask("Who won the first cup in 1988? Ada Wallace", "Ada Wallace"),
        choose("The cedar", "The oak", "The ash", question="It is tall. How old does the cedar of Lebanon get?"),
    ],
)
def test_an_answer_that_the_asking_sentence_says_is_found(deck: str, course: Write, mkdeck: Run) -> None:
    assert finds("answer-in-question", deck, course, mkdeck)


# --- vague-term ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choices", "language"),
    [
        (("It rests on commonly held views", "It rests on facts alone", "It rests on nothing"), "en"),
        (("Water it as often as it needs", "Water it each morning", "Water it at night"), "en"),
        (("It may not be opened then", "It is opened at once", "It is opened twice"), "en"),
        (("You may now leave the house", "You stay in the house", "You call the owner"), "en"),
        (("Be aware that there may be more", "Leave the house at once", "Call a doctor at night"), "en"),
        (("Look into the trap often", "Leave the trap for good", "Call a doctor at night"), "en"),
        (("Man sieht, dass es oft regnet", "Man sieht gar nichts mehr", "Man sieht nur den Mond"), "de"),
        (("It usually rises at night", "It can fall at night", "It rises at noon"), "en"),
        (("Es ist ein häufig benutzter Weg", "Es ist ein Feld ohne Weg", "Es ist ein neues Haus"), "de"),
        (("Es steigt meist in der Nacht", "Es kann am Tag steigen", "Es steigt am Mittag"), "de"),
        (("Es ist in der Regel kalt", "Es ist in der Regel warm", "Es ist dort ganz still"), "de"),
    ],
)
def test_a_vague_word_that_qualifies_nothing_or_not_alone_is_not_found(
    choices: tuple[str, ...], language: str, course: Write, mkdeck: Run
) -> None:
    assert not finds("vague-term", choose(*choices), course, mkdeck, language)


@pytest.mark.parametrize(
    ("choices", "language"),
    [
        (("It bounds a step", "It is not always the best", "It never ends well"), "en"),
        (("It bounds a step", "It is fed every few days", "It never ends well"), "en"),
        (("Es bremst den Schritt", "Es gilt nicht immer und nicht nur hier", "Es endet nie gut"), "de"),
        (("Es bremst den Schritt", "Es wirkt alle zwei Jahre", "Es endet nie gut"), "de"),
    ],
)
def test_a_word_that_leaves_exceptions_is_not_absolute(
    choices: tuple[str, ...], language: str, course: Write, mkdeck: Run
) -> None:
    assert not finds("absolute-term", choose(*choices), course, mkdeck, language)


# --- negative-stem -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "question",
    [
        "You sound better when you don't shout.",
        'The fox said: "That is what I can\'t reach, nor do I want it." What does the fable tell?',
        "Does a cell die when it does not get oxygen?",
        "The smallest number, for which this is not a prime, is",
        "What percent of the birds are not hawks?",
        "What is the number of birds that are not hawks?",
        "What do you call 'a list of what you don't want'?",
        'Which poem begins with "I do not love thee"?',
        "Who may not vote?",
        "Which drugs must a child not be given?",
        "When the pilot is not the owner, who answers for the flight?",
        "Which of these is a reason not to fly at night?",
        "Which of these explains why a bird can fly, but a whale cannot?",
    ],
)
def test_a_negation_of_what_is_told_is_not_found(question: str, course: Write, mkdeck: Run) -> None:
    assert not finds("negative-stem", choose("One", "Two", "Three", question=question), course, mkdeck)


@pytest.mark.parametrize(
    "question",
    [
        "Wer darf nicht wählen?",
        "Welche Speisen dürfen Kranke nicht essen?",
        "Welcher Anteil der Wähler wählte nicht?",
        "Welche Zahl der Wähler wählte nicht?",
        "Wähle die Summe.",
    ],
)
def test_in_german_neither(question: str, course: Write, mkdeck: Run) -> None:
    assert not finds("negative-stem", choose("Eins", "Zwei", "Drei", question=question), course, mkdeck, "de")


@pytest.mark.parametrize(
    ("question", "language"),
    [
        ("Which of these can people not live without.", "en"),
        ("In 1815, which of these powers did not sign?", "en"),
        ("When does the gate not open?", "en"),
        ("With which of these can you not hold a cup?", "en"),
        ("Which of these is not to be washed?", "en"),
        ("When a bird lands, which muscles does it not use?", "en"),
        ("Was gilt nicht als Obst?", "de"),
        ("Which number is not a prime?", "en"),
        ("Welche Zahl gehört nicht dazu?", "de"),
        ("In welchem Land gibt es keine Wölfe?", "de"),
        ("Ein Baum wächst. Was braucht er dazu nicht?", "de"),
    ],
)
def test_a_negation_of_what_is_asked_is_found(question: str, language: str, course: Write, mkdeck: Run) -> None:
    assert finds("negative-stem", choose("Eins", "Zwei", "Drei", question=question), course, mkdeck, language)


# --- overlapping-ranges, grammar-cue, mixed-form -------------------------------------------------------------------


@pytest.mark.parametrize(
    ("choices", "language"),
    [
        (("1pm to 2pm", "2pm to 4pm", "4pm to 6pm"), "en"),
        (("8 bis 10 Uhr", "10 bis 12 Uhr", "12 bis 14 Uhr"), "de"),
        (("1918-1933", "1933-1945", "1945-1949"), "en"),
        (("1 to 3 kHz", "3 to 6 kHz", "150 to 500 Hz"), "en"),
        (("1-2 Tage", "2-7 Tage", "7-9 Monate"), "de"),
    ],
    ids=["hours", "Uhr", "eras", "units", "Einheiten"],
)
def test_hours_and_eras_that_meet_are_not_found(
    choices: tuple[str, ...], language: str, course: Write, mkdeck: Run
) -> None:
    assert not finds("overlapping-ranges", choose(*choices), course, mkdeck, language)
    assert finds("overlapping-ranges", choose("1900-1910", "1910-1920", "1920-1930"), course, mkdeck, language)


@pytest.mark.parametrize(
    "choices",
    [
        ('It is neither "in" nor "out."', 'It is "in" at first.', "It is out."),
        ("It is (as one may guess) in.", "It is out (or so they say.)", "It is out."),
    ],
)
def test_a_full_stop_before_a_closing_mark_ends_a_choice(choices: tuple[str, ...], course: Write, mkdeck: Run) -> None:
    assert not finds("grammar-cue", choose(*choices), course, mkdeck)
    assert finds("grammar-cue", choose(choices[0].rstrip('."') + '"', *choices[1:]), course, mkdeck)


@pytest.mark.parametrize(
    "choices",
    [
        ("prints 5", "returns all numbers that are smaller than six", "returns the sum of both of its numbers"),
        (
            "Job 41822 is blocked by a limit",
            "Both of the jobs will wait for one another",
            "Neither job will ever run again at all",
        ),
    ],
)
def test_a_number_within_something_that_is_said_is_no_form_of_its_own(
    choices: tuple[str, ...], course: Write, mkdeck: Run
) -> None:
    assert not finds("mixed-form", choose(*choices), course, mkdeck)
    assert finds("mixed-form", choose("5 metres", *choices[1:]), course, mkdeck)
    assert finds("mixed-form", choose("$5", *choices[1:]), course, mkdeck)


def test_that_numbers_cannot_tell_is_no_form_of_its_own(course: Write, mkdeck: Run) -> None:
    text = "It can not be determined from the information given"
    assert not finds("mixed-form", choose("8", "4", "16", text), course, mkdeck)
    for text in ("IndexError, since the list is out of range", "For as long as the other licence is valid"):
        assert not finds("mixed-form", choose("8", "4", "16", text), course, mkdeck)
    text = "Das Programm bricht hier mit einem Fehler ab"
    assert not finds("mixed-form", choose("8", "4", "16", text), course, mkdeck, "de")


# --- catch-all -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("text", ["Alle diese Antworten", "Keine der obigen", "Keine dieser Aussagen ist richtig"])
def test_more_choices_about_the_others_are_found(text: str, course: Write, mkdeck: Run) -> None:
    assert finds("catch-all", choose("Eins", "Zwei", text), course, mkdeck, "de")


@pytest.mark.parametrize(
    ("text", "others"),
    [("None of these answers is correct", ("Apple", "Pear")), ("All of these", ("It rains.", "It snows a lot."))],
)
def test_how_a_choice_about_the_others_is_written_says_nothing(
    text: str, others: tuple[str, str], course: Write, mkdeck: Run
) -> None:
    assert not finds("longest-key", choose(text, *others), course, mkdeck)
    assert not finds("grammar-cue", choose(text, *others), course, mkdeck)


# --- duplicate-question, same-choices ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (
            ask_in("a", "Which town was the host of the first games of 1974?", "West Berlin"),
            ask_in("b", "Which town was the winner of the first games of 1974?", "West Berlin"),
        ),
        (
            ask_in("a", "How many grams does a litre of warm water from a well weigh, in words?", "About a thousand"),
            ask_in("b", "How many litres does a gram of warm water from a well weigh, in words?", "About a thousand"),
        ),
        (
            ask_in("a", "Today is 6/18/2019, and Jane is right. Which day is it today?", "06/19/2019"),
            ask_in("b", "Today is 6/18/2019, and Jane is right. Which day is it tomorrow?", "06/19/2019"),
        ),
        (
            judge("a", "A house can be built out of good, dry timber.", True),
            judge("b", "A house can be built out of good, dry timbre.", False),
        ),
    ],
    ids=["another word", "another order", "a date", "a true and a false one"],
)
def test_questions_that_ask_for_something_else_are_no_duplicates(
    one: str, two: str, course: Write, mkdeck: Run
) -> None:
    assert find_in("duplicate-question", course, mkdeck, one + two) == []


def test_a_question_in_other_forms_of_its_words_is_a_duplicate(course: Write, mkdeck: Run) -> None:
    decks = ask_in("a", "Which step limits the norm of long gradients?", "Gradient clipping") + ask_in(
        "b", "Which step is limiting the norm of a long gradient?", "Gradient clipping"
    )
    assert len(find_in("duplicate-question", course, mkdeck, decks)) == 1


BOTH = ("Both are true, and one explains the other", "Both are true, and neither explains", "Only one of them is true")


def share(*questions: str, choices: tuple[str, ...] = BOTH) -> str:
    """Give questions that have the same choices, each with another right one."""
    return "".join(choose_in(f"q{i}", each, *choices, right=i % 3) for i, each in enumerate(questions))


@pytest.mark.parametrize(
    "deck",
    [
        share(*(f"Ice {word}. Water {word}." for word in "melts runs falls boils rises cools".split())),
        share(
            *(
                f"On a train that goes east, {word} throws a ball west while a tall bird flies along. Where does it go?"
                for word in ("Ann", "Ben")
            )
        ),
        share("Who knew that he had it?", "Who knew that they had it?"),
        share("The fox chases the hare.", "The hare chased the fox."),
        share(
            "How fast is the bird?",
            "How fast is the ball?",
            choices=("100 km/h west", "200 km/h east", "50 km/h east"),
        ),
        share("What holds for ice?", "What holds for fire?").replace("wrong", "correct"),
        share("What holds?\n\n```\nice and wood\n```\n", "What holds?\n\n```\nfire and wood\n```\n"),
        choose_in("a", "What holds for ice?", *BOTH) + choose_in("b", "What holds for fire?", *BOTH),
    ],
    ids=["a scheme", "long", "nearly the same", "turned", "numbers", "several right ones", "code", "one key"],
)
def test_choices_that_no_matching_question_could_ask_for_are_not_found(deck: str, course: Write, mkdeck: Run) -> None:
    assert find_in("same-choices", course, mkdeck, deck) == []
    assert find_in("same-choices", course, mkdeck, share("What holds for ice?", "What holds for fire?"))
