"""Lines of quiz pages: headings, kinds of questions, what invites to reveal an answer, and what only the page says."""

import re

from mkdeck.importers.drafting.labels import FALSE_WORDS, QUESTION, TRUE_WORDS

HEADING = re.compile(
    rf"(?:{QUESTION})\s*(?:#|n[ro]?[.º°]\s*)?(?P<number>\d+)(?:\s*[题題])?"
    r"(?:\s*(?:of|out of|/|von|de|di|sur|van|z|из|共)\s*\d+)?\s*[.:)\u2013\u2014-]?\s*(?P<rest>.*)",
    re.IGNORECASE,
)
COUNTED = re.compile(r"(?P<number>\d+)\s*[.):]\s*(?P<rest>.+)")
"""A heading of only a number, if a kind comes after it."""
_KINDS = {
    "true-false": (
        r"true\s*(?:/|or|-)?\s*false|t\s*/\s*f|wahr\s*(?:/|oder)\s*falsch|richtig\s*(?:/|oder)\s*falsch|"
        r"verdadero\s*(?:/|o|y)\s*falso|vrai\s*(?:/|ou)\s*faux|vero\s*(?:/|o)\s*falso|verdadeiro\s*(?:/|ou)\s*falso|"
        r"waar\s*(?:/|of)\s*(?:niet waar|onwaar)|prawda\s*(?:/|czy|lub)\s*fałsz|верно\s*(?:/|или)\s*неверно|"
        r"да\s*/\s*нет|判断题?|是非题|正誤問題|○×問題|참\s*/\s*거짓|doğru\s*/\s*yanlış"
    ),
    "multiple-choice": (
        r"multiple[ -]?(?:choice|answers?|select|response)(?:[ -]frage)?|single[ -]?(?:choice|answer)|"
        r"select all.*|choose.*|mcq|"
        r"mehrfachauswahl|einfachauswahl|auswahlfrage|opci[oó]n m[uú]ltiple|selecci[oó]n m[uú]ltiple|"
        r"respuesta m[uú]ltiple|"
        r"choix multiples?|choix unique|qcm|scelta multipla|risposta multipla|m[uú]ltipla escolha|"
        r"escolha m[uú]ltipla|"
        r"meerkeuze(?:vraag)?|wielokrotn\w+ wyb[oó]r\w*|wyb[oó]r wielokrotny|jednokrotn\w+ wyb[oó]r\w*|"
        r"множественный выбор|выбор ответа|单选题?|多选题?|单项选择题?|多项选择题?|选择题|"
        r"選択問題|多肢選択|객관식|çoktan seçmeli"
    ),
    "short-answer": (
        r"(?:short|long|free|open)[ -]?(?:answer|response|text|ended)(?: question)?|open[ -]ended|essay|fill.in.*|"
        r"free[ -]?form|"
        r"freitext(?:frage)?|kurzantwort|offene frage|respuesta (?:corta|abierta|libre)|ensayo|"
        r"r[eé]ponse (?:courte|libre|ouverte)|"
        r"risposta (?:breve|aperta)|resposta (?:curta|aberta)|dissertativa|open vraag|kort antwoord|pytanie otwarte|"
        r"krótka odpowiedź|краткий ответ|открытый вопрос|简答题?|问答题|填空题|記述式(?:問題)?|주관식|kısa cevap"
    ),
}
_COMPILED = [(kind, re.compile(pattern, re.IGNORECASE)) for kind, pattern in _KINDS.items()]
_POINTS = re.compile(
    r"[(\[]?(?<!\d)\d{1,6}(?:[.,]\d{1,6})?\s*(?:points?|pts?|marks?|punkte?|puntos?|punti|pontos?|punten|pkt|балл\w*|分|点|"
    r"점)\.?[)\]]?",
    re.IGNORECASE,
)
REVEAL = re.compile(
    r"think about your answer.*|(?:click|tap)\s.*\b(?:reveal|show|see)\b.*|(?:show|reveal|hide|check|view)\s+"
    r"(?:the\s+|my\s+)?(?:model\s+|correct\s+|sample\s+)?(?:answer|explanation|hint|solution)s?\.?|"
    r"your answer:?|submit(?: answer)?|"
    r"(?:next|previous)(?: question)?|"
    r"(?:über)?denke?n?\s.*\bantwort\b.*|(?:antwort|lösung|erklärung) (?:an)?zeigen|(?:antwort|lösung) aufdecken|"
    r"piensa\s.*\brespuesta\b.*|(?:mostrar|ver) (?:la )?(?:respuesta|soluci[oó]n)|réfléchi\w+\s.*\bréponse\b.*|"
    r"(?:afficher|voir) la (?:réponse|solution)|(?:pensa|rifletti)\s.*\brisposta\b.*|"
    r"mostra (?:la )?(?:risposta|soluzione)|"
    r"pense\s.*\bresposta\b.*|mostrar (?:a )?resposta|denk\s.*\bantwoord\b.*|toon (?:het )?antwoord|"
    r"zastanów się\s.*|pokaż odpowiedź|подумайте\s.*|показать ответ|"
    r"思考.*答案.*|(?:显示|查看)答案|答えを(?:考え|表示|見).*|정답 보기",
    re.IGNORECASE,
)
MODEL = re.compile(
    r"(?:(?:model|sample|suggested|example|ideal|expected)\s+(?:answer|response|solution)|musterantwort|musterlösung|"
    r"beispielantwort|respuesta (?:modelo|de ejemplo|sugerida)|réponse (?:modèle|type|attendue)|exemple de réponse|"
    r"risposta (?:modello|di esempio)|resposta (?:modelo|esperada)|modelantwoord|voorbeeldantwoord|"
    r"wzorcowa odpowiedź|"
    r"przykładowa odpowiedź|образец ответа|примерный ответ|эталонный ответ|"
    r"参考答案|示范答案|模範解答|解答例|모범 ?답안|örnek cevap)"
    r"\s*[:\uff1a]\s*(.*)",
    re.IGNORECASE,
)
FURNITURE = re.compile(
    r"(?:partially )?correct|incorrect|(?:not (?:yet )?)?answered|complete|(?:mark|marked|points?|"
    r"grade)\s[\d.,]+ out of [\d.,]+|"
    r"(?:not )?flag(?:ged)?(?: question)?|edit question|question text|select (?:one|one or more|all that apply):?|"
    r"marked out of [\d.,]+|fragetext|wählen sie eine(?: oder mehrere)? antwort(?:en)?:?|richtig|falsch|"
    r"teilweise richtig|"
    r"erreichte punkte.*|frage markieren|enunciado de la pregunta|seleccione una(?: o más de una)?:?|marcar pregunta|"
    r"(?:in)?correcta|puntúa.*|texte de la question|veuillez choisir (?:une|au moins une) réponse\s?:?|note de.*|"
    r"marquer la question|testo della domanda|scegli (?:un'alternativa|una o più alternative):?|texto da questão|"
    r"escolha uma(?: opção| ou mais)?:?|(?:in)?correto|atingiu.*",
    re.IGNORECASE,
)
"""What a learning platform writes around a question's own text."""
PROMPT = re.compile(
    r"select (?:one|one or more):?|question text|fragetext|wählen sie eine(?: oder mehrere)? antwort(?:en)?:?|"
    r"seleccione una(?: o más de una)?:?|veuillez choisir (?:une|au moins une) réponse\s?:?|"
    r"scegli (?:un'alternativa|una o più alternative):?|escolha uma(?: opção| ou mais)?:?",
    re.IGNORECASE,
)
"""What it writes between a question and its choices."""
QUOTED = re.compile(
    r".{0,300}\b(?:answer|antwort|respuesta|réponse|risposta|resposta)\b.{0,100}?\b(?:is|ist|es|est|è|é)\s*:?\s*"
    r"['\"\u2018\u2019\u201c\u201e\u00ab]\s*(?P<said>.*?)\s*['\"\u2019\u201d\u201c\u00bb]\s*\.?",
    re.IGNORECASE,
)
"""`The correct answer is 'False'.`"""
MARK = re.compile(
    r"[\u2713\u2714\u2705\u2611]\s*(?:correct(?: answer)?|richtig(?:e antwort)?)?!?|correct answer|richtige antwort",
    re.IGNORECASE,
)
"""A line of its own that marks the choice above it as right."""
TICKED = re.compile(r"\s*[\u2713\u2714\u2705]\s*$")


def kind_of(heading: str) -> str:
    """Return the kind that a heading names, points left aside; empty if it names none."""
    bare = strip_points(heading)
    return next((kind for kind, pattern in _COMPILED if pattern.fullmatch(bare)), "")


def strip_points(heading: str) -> str:
    """Take the points and the signs around it off a heading."""
    return _POINTS.sub("", heading).strip(" -\u2013\u2014.:|()[]")


def judgement(line: str) -> bool | None:
    """Whether a line is the choice `True` or `False` in any language, its letter glued to it or not."""
    word = line.strip().casefold()
    for each in (word, word[1:].lstrip(" .)") if word[:1] == word[1:].lstrip(" .)")[:1] else ""):
        if each in TRUE_WORDS:
            return True
        if each in FALSE_WORDS:
            return False
    return None
