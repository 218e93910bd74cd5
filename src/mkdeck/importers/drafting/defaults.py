"""Feedback that Moodle itself puts into every new question, which says nothing about it."""

import re

_TEXTS = """
Your answer is correct. / Your answer is partially correct. / Your answer is incorrect.
Die Antwort ist richtig. / Die Antwort ist teilweise richtig. / Die Antwort ist falsch.
Ihre Antwort ist richtig. / Ihre Antwort ist teilweise richtig. / Ihre Antwort ist falsch.
Respuesta correcta / Respuesta parcialmente correcta. / Respuesta incorrecta.
Su respuesta es correcta / Su respuesta es parcialmente correcta / Su respuesta es incorrecta
Votre réponse est correcte. / Votre réponse est partiellement correcte. / Votre réponse est incorrecte.
Risposta corretta. / Risposta parzialmente esatta. / Risposta errata.
Sua resposta está correta. / Sua resposta está parcialmente correta. / Sua resposta está incorreta.
A sua resposta está correta. / A sua resposta está parcialmente correta. / A sua resposta está incorreta.
Je antwoord is juist. / Je antwoord is gedeeltelijk juist. / Je antwoord is onjuist.
Je antwoord is correct. / Je antwoord is gedeeltelijk correct. / Je antwoord is niet correct.
Twoja odpowiedź jest poprawna. / Twoja odpowiedź jest częściowo poprawna. / Twoja odpowiedź jest niepoprawna.
Ваш ответ верный. / Ваш ответ частично правильный. / Ваш ответ неправильный.
La teva resposta és correcta. / La teva resposta és parcialment correcta. / La teva resposta és incorrecta.
回答正确 / 部分正确 / 回答错误
あなたの答えは正解です。 / あなたの答えは部分的に正解です。 / あなたの答えは間違っています。
"""


def _bare(text: str) -> str:
    return re.sub(r"[\W_]+", "", re.sub(r"<[^<>]*>|&nbsp;", " ", text)).casefold()


_DEFAULTS = frozenset(_bare(text) for text in re.split(r"[/\n]", _TEXTS) if text.strip())


def is_default(feedback: str) -> bool:
    """Whether a feedback is one that Moodle puts into new questions, in any of its larger languages."""
    return _bare(feedback) in _DEFAULTS
