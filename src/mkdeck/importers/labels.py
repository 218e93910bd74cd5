"""The words that people write before an answer, an explanation or a hint, in the languages that banks come in."""

import re

ANSWER = re.compile(
    r"\s*\W{0,2}(?:the\s+)?(?:correct\s+|right\s+)?(?:ans(?:wers?)?|key|antwort(?:en)?|l[oö]sung(?:en)?|richtig|respuestas?(?:\s+correctas?)?|"
    r"r[eé]ponses?|rispost[ae](?:\s+corretta)?|respostas?|gabarito|antwoord(?:en)?|odpowied[zź]|ответ|答案|正确答案)(?:\s+is)?\s*[:=\uff1a]\s*(?P<said>.*)",
    re.IGNORECASE,
)
FEEDBACK = re.compile(
    r"\s*(?:(?:general\s+)?feedback|explai?nation|rationale|reason|gfeed|erkl[aä]rung|begr[uü]ndung|explicaci[oó]n|"
    r"retroalimentaci[oó]n|explication|spiegazione|explica[cç][aã]o|uitleg|解析)\s*[:.\uff1a]\s*(?P<said>.*)",
    re.IGNORECASE,
)
HINT = re.compile(r"\s*(?:hint|hinweis|tipp?|pista|indice)\s*:\s*(?P<said>.*)", re.IGNORECASE)
