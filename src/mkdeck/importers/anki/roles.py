"""What the fields of a note type are for, by their names in the languages that people name them in."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache

from anyascii import anyascii

_WORDS = {
    "explanation": (
        "explanation explanations explain rationale feedback comment comments remark remarks note notes extra extras "
        "backextra details info information additional why solution reasoning erklarung erklaerung begrundung "
        "begruendung anmerkung anmerkungen hinweise kommentar zusatz zusatzinfo zusatzliches losungsweg loesungsweg "
        "explicacion comentario comentarios notas extra explication commentaire remarque spiegazione note commento "
        "explicacao comentario observacao toelichting uitleg objasnienie wyjasnienie uwagi poyasnenie "
        "obyasnenie jiexi jieshi jieshuo haeseol"
    ),
    "hint": "hint hints tip tips clue hinweis tipp pista indice suggerimento dica podpowiedz "
    "podskazka hinto tishi hinteu",
    "source": (
        "source sources reference references ref citation origin quelle quellen herkunft lecture vorlesung fuente "
        "fuentes fonte fonti bron zrodlo istochnik laiyuan chudian page seite"
    ),
    "correct": (
        "correct correctanswer correctanswers correctoption correctoptions correctchoice correctchoices right "
        "rightanswer answer answers answerkey key solution solutions richtig richtige richtigeantwort "
        "richtigeantworten korrekt korrekteantwort antwort antworten losung losungen loesung loesungen correcta "
        "correctas respuesta respuestas respuestacorrecta reponse reponses bonnereponse bonnesreponses risposta "
        "risposte rispostacorretta corretta resposta respostas respostacorreta antwoord juisteantwoord odpowiedz "
        "poprawna poprawnaodpowiedz otvet pravilnyyotvet zhengquedaan daan zhengjie jieda jeongdab"
    ),
    "question": (
        "question questions front stem prompt text frage fragestellung vorderseite aufgabe pregunta anverso recto "
        "enonce domanda fronte pergunta frente vraag voorkant pytanie przod vopros timu wenti zhengmian jilmun"
    ),
    "choices": (
        "choices options option alternatives possibilities antwortmoglichkeiten antwortmoeglichkeiten auswahl "
        "optionen opciones alternativas choix opzioni opcoes keuzes opcje varianty xuanxiang xuanze xuanzezhi"
    ),
    "type": "qtype type typ tipo questiontype fragetyp",
    "title": "title titel titulo titre titolo header heading subject topic thema tema",
    "id": "id number nr nummer numero uid guid index hash",
}
_ROLES = {word: role for role, words in reversed(_WORDS.items()) for word in words.split()}
_OPTION = (
    "option opt choice answer antwort antwortmoglichkeit antwortmoeglichkeit alternative possibility moglichkeit "
    "opcion respuesta alternativa choix reponse opzione risposta opcao resposta keuze antwoord opcja odpowiedz otvet "
    "variant q mc a xuanxiang xuanze xuanzezhi"
)
_NUMBERED = re.compile(rf"(?:{'|'.join(_OPTION.split())})(?P<mark>\d{{1,2}}|[a-j])")
_WRONG = re.compile(
    r"""
    (?:incorrect|wrong|false|falsch|falsche|distractor|distraktor|fake)
    (?:answer|option|choice|antwort)? s? (?:\d{1,2}|[a-j])?
    | (?:
        (?:respuesta|opcion)?incorrectas? | mauvaise(?:reponse)?s? | reponsefausse | (?:risposta)?errata
        | (?:resposta)?errada | onjuistantwoord | bledna(?:odpowiedz)? | nepravilnyyotvet | odab
      )
      (?:\d{1,2}|[a-j])?
    """,
    re.VERBOSE,
)
_FEEDBACK = re.compile(
    r"(?:explanation|rationale|feedback|note|comment|erklarung|erklaerung|kommentar|explicacion)(?P<mark>\d{1,2}|[a-j])"
)
_ENDING = re.compile(r"(?:\(.*|\s*[:*?])$")
_LONE = re.compile(r"[a-j]|\d")


UNNAMED = "\ue010"
"""How the names of fields start of which nobody tells a name."""


@dataclass(slots=True)
class Roles:
    """The positions of a note type's fields by what they are for.

    `options` are choices of which another field tells the right one, `wrong` are choices that are wrong by their
    name; `feedback` belongs to the choice of the same position in `options`.
    """

    by_name: dict[str, list[int]] = field(default_factory=dict)
    options: list[int] = field(default_factory=list)
    wrong: list[int] = field(default_factory=list)
    feedback: dict[int, int] = field(default_factory=dict)

    def first(self, role: str) -> int | None:
        """Return the first field of a role."""
        return next(iter(self.by_name.get(role, ())), None)


@lru_cache(maxsize=64)
def find_roles(names: tuple[str, ...]) -> Roles:
    """Return what each field is for, by its name alone; fields of no known name have no role."""
    plain = [_plain(name) for name in names]
    marks = _find_options(plain)
    roles = Roles(
        options=list(marks.values()),
        wrong=[i for i, name in enumerate(plain) if _WRONG.fullmatch(name) and not _NUMBERED.fullmatch(name)],
        feedback=_find_feedback(plain, list(marks)),
    )
    taken = {*roles.options, *roles.wrong, *roles.feedback.values()}
    for i, name in enumerate(plain):
        if i not in taken and (role := _ROLES.get(name) or _ROLES.get(name.rstrip("0123456789"))):
            roles.by_name.setdefault(role, []).append(i)
    return roles


def _find_options(names: Sequence[str]) -> dict[str, int]:
    """Return the fields for choices by their numbers or letters: at least two, or none."""
    marks = {match["mark"]: i for i, name in enumerate(names) if (match := _NUMBERED.fullmatch(name))}
    if len(marks) < 2:  # fields called A, B, C
        marks = {name: i for i, name in enumerate(names) if _LONE.fullmatch(name)}
    return marks if len(marks) >= 2 else {}


def _find_feedback(names: Sequence[str], marks: Sequence[str]) -> dict[int, int]:
    """Return the fields for feedback by the positions of their choices, whose numbers or letters these are."""
    found = ((match["mark"], i) for i, name in enumerate(names) if (match := _FEEDBACK.fullmatch(name)))
    return {marks.index(mark): i for mark, i in found if mark in marks}


def _plain(name: str) -> str:
    """Write a name in small Latin letters and digits alone."""
    if name.startswith(UNNAMED):
        return ""
    bare = _ENDING.sub("", name.strip()) or name
    return re.sub(r"[^a-z0-9]", "", anyascii(bare).lower())
