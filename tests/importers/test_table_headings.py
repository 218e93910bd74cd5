"""Proves that the heading of a table is understood in many languages, and that no other line is taken for one."""

import pytest

from mkdeck.importers.draft import Document
from mkdeck.importers.formats import table
from mkdeck.importers.formats.table.headings import read_heading


@pytest.mark.parametrize(
    ("heading", "roles"),
    [
        ("Question,Option A,Option B,Correct Answer,Explanation", "question choice:a choice:b answer explanation"),
        ("NO.|QUESTION|OPTION A|OPTION B|ANSWER|MARKS", "number question choice:a choice:b answer -"),
        ("type,prompt,option1,option2,correctIndex", "type question choice:1 choice:2 answer"),
        ("Question,A,B,C,Key", "question choice:a choice:b choice:c answer"),
        ("Question,1,2,Correct", "question choice:1 choice:2 answer"),
        ("Question,Choice,Choice,Answer key", "question choice:1 choice:2 answer"),
        ("Stem;Distractor 1;wrong2;Correct answer", "question wrong:1 wrong:2 answer"),
        ("Question,Options,Answer", "question choices answer"),
        ("Question,A,Why A,Feedback for option B,B", "question choice:a explanation:a explanation:b choice:b"),
        ("Question,Answer 1,Correctness,Answer 2,Correctness", "question choice:1 right:1 choice:2 right:2"),
        ("No.,Question,A,B,Question - Hindi,A - Hindi,B,Key", "number question choice:a choice:b - - - answer"),
        ("2. Type:,3. Question:,Answer A:,Answer B:,6. Why (Optional):", "type question choice:a choice:b explanation"),
        ("Question - max 120 characters,Answer 1 - max 75,Answer 2 - max 75", "question choice:1 choice:2"),
        ("Pregunta,Respuesta 1,Respuesta 2,Respuesta(s) correcta(s)", "question choice:1 choice:2 answer"),
        ("Front,Back,Tags", "question answer tag"),
        ("Q,A", "question answer"),
        ("Statement,True/False", "question answer"),
        ("Statement,T/F,Explanation", "question answer explanation"),
        ("Aussage;Wahr/Falsch", "question answer"),
        ("Aussage;richtig oder falsch?", "question answer"),
        ("Énoncé;Vrai / Faux", "question answer"),
        ("Enunciado;V/F", "question answer"),
        ("Question,A,B,Answer,True/False", "question choice:a choice:b answer -"),
        ("Text,Extra", "question explanation"),
        ("Title,Question,Answer,Difficulty", "- question answer -"),
        ("Frage;Antwort A;Antwort B;Lösung;Erklärung;Quelle", "question choice:a choice:b answer explanation source"),
        ("Fragetext;Antwortmöglichkeit 1;Antwortmöglichkeit 2;Lösung (1-2)", "question choice:1 choice:2 answer"),
        ("Frage;Antwort;FalscheAntwort1;FalscheAntwort2", "question answer wrong:1 wrong:2"),
        ("Enunciado,Resp_A,Resp_B,Solución", "question choice:a choice:b answer"),
        ("Pregunta,Opción A,Opción B,Respuesta correcta,Explicación", "question choice:a choice:b answer explanation"),
        ("Énoncé;Réponse A;Réponse B;Bonne réponse", "question choice:a choice:b answer"),
        ("Domanda;risposta 1;risposta 2;risposta esatta", "question choice:1 choice:2 answer"),
        ("Pergunta,Alternativa A,Alternativa B,Gabarito", "question choice:a choice:b answer"),
        ("Vraag,Antwoord A,Antwoord B,Juiste antwoord", "question choice:a choice:b answer"),
        ("Pytanie;Odpowiedź A;Odpowiedź B;Poprawna odpowiedź", "question choice:a choice:b answer"),
        ("Вопрос,Вариант 1,Вариант 2,Правильный ответ", "question choice:1 choice:2 answer"),
        ("题型,题目,选项A,选项B,答案,解析", "type question choice:a choice:b answer explanation"),
        ("問題,選択肢1,選択肢2,正解,解説", "question choice:1 choice:2 answer explanation"),
        ("문제,보기1,보기2,정답,해설", "question choice:1 choice:2 answer explanation"),
        ("Câu hỏi,Đáp án A,Đáp án B,Đáp án đúng", "question choice:a choice:b answer"),
    ],
)  # fmt: skip
def test_a_heading_is_understood(heading: str, roles: str) -> None:
    sign = next(each for each in ";|," if each in heading)
    found = read_heading(1, heading.split(sign))
    assert found
    assert " ".join(f"{c.role or '-'}{':' * bool(c.key)}{c.key}" for c in found.columns) == roles


@pytest.mark.parametrize(
    "line",
    [
        "Name,Age,City",
        "Question,\u1369",
        "Question",
        "Date,Question,Asked by",
        "Answer,Answer",
        "A question, and its answer",
        ",",
    ],
)
def test_other_lines_are_no_heading(line: str) -> None:
    assert read_heading(1, line.split(",")) is None


@pytest.mark.parametrize(
    ("heading", "listed", "key"),
    [
        ("Question,Answers,Correct answer", '"tin;iron"', "iron"),
        ("Question,Answers,Correct", '"A) tin\nB) iron"', "B"),
        ("Frage,Antworten,Richtig", "A) tin B) iron", "b"),
        ("Pregunta,Respuestas,Respuesta correcta", "tin | iron", "2"),
    ],
)
def test_answers_beside_a_right_one_are_choices(heading: str, listed: str, key: str) -> None:
    reading = table.read(Document("x.csv", f"{heading}\nWhich?,{listed},{key}\n".encode()))
    assert [[(choice.text, choice.correct) for choice in draft.choices] for draft in reading.drafts] == [
        [("tin", False), ("iron", True)]
    ]


@pytest.mark.parametrize(("listed", "key"), [("It rusts; so it is iron", "Rust"), ("iron", "yes"), ("tin;iron", "")])
def test_an_answer_beside_a_remark_on_it_stays_one(listed: str, key: str) -> None:
    (draft,) = table.read(Document("x.csv", f"Question,Answer,Correct\nWhich?,{listed},{key}\n".encode())).drafts
    assert (draft.kind, draft.answer, draft.explanation) == ("short-answer", listed, key)
