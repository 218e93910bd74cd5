"""Labels of lines in text banks, such as `Answer: B` or `Explanation: ...`, in the languages that banks are written in.

The languages are those of the largest Moodle communities; a label that is also an everyday word needs its colon.
"""

import re

_RIGHT = (
    r"correct|right|best|richtig(?:e[nrs]?)?|korrekte?[nrs]?|correct[ao]s?|corret[ao]s?|cert[ao]|acertad[ao]|"
    r"correctes?|bonnes?|justes?|corrett[ae]|esatt[ae]|giust[ae]|juiste?|goede|poprawn[aey]|prawidłow[aey]|"
    r"правильн\w+|верн\w+|правильна|doğru|správn\w+|helyes|r[aä]tt|riktig[at]?|rigtig[et]*|oikea|corect[ăe]?|σωστή|"
    r"benar|正确|正確|正しい|صحيحة|الصحيحة|נכונה"
)
_ANSWER = (
    r"ans(?:wers?)?|key|antwort(?:en)?|l[oö]sung(?:en)?|respuestas?|soluci[oó]n(?:es)?|clave|r[eé]ponses?|solutions?|"
    r"rispost[ae]|soluzion[ei]|respostas?|gabarito|alternativa|antwoord(?:en)?|odpowied(?:zi|[zź])|"
    r"ответы?|відповід[ьі]|odpov[eě]ď|válasz|megoldás|r[aă]spuns(?:uri)?|svar(?:et)?|vastaus|απάντηση|cevap|yanıt|"
    r"(?:kunci\s+)?jawaban|(?:đáp\s+án)|答案|答え|答|解答|正解|정답|답|الإجابة|الاجابة|الجواب|جواب|پاسخ|תשובה|उत्तर|คำตอบ"
)
_IS = r"is|are|ist|sind|es|son|est|sont|è|é|sono|são|to|jest|är|er|является"
_FEEDBACK = (
    r"feedback|explai?nation|rationale|reason(?:ing)?|justification|gfeed|solution|erkl[aä]rung|begr[uü]ndung|"
    r"explicaci[oó]n|justificaci[oó]n(?:\s+t[eé]cnica)?|retroalimentaci[oó]n|explication|commentaire|rétroaction|"
    r"spiegazione|motivazione|explica[cç][aã]o|justificativa|coment[aá]rio|uitleg|toelichting|wyja[sś]nienie|uzasadnienie|"
    r"пояснение|объяснение|комментарий|пояснення|vysvětlení|magyarázat|explica[tț]ie|förklaring|forklaring|selitys|"
    r"εξήγηση|açıklama|penjelasan|pembahasan|giải\s+thích|解析|解説|说明|解释|해설|설명|الشرح|التفسير|التوضيح|توضیح|הסבר|व्याख्या"
)
_HINT = r"hint|hinweis|tipp?|pista|indice|dica|suggerimento|wskazówka|подсказка|提示|ヒント|힌트"
QUESTION = (
    r"question|quest|q|frage|aufgabe|pregunta|domanda|quesito|quest[aã]o|pergunta|vraag|pytanie|zadanie|вопрос|питання|"
    r"otázka|kérdés|întrebarea|fråga|spørgsmål|kysymys|soru|soal|câu(?:\s+hỏi)?|第|問題?|问题?|문제?|السؤال|سؤال"
)
_SEPARATOR = r"\s*[:=\uff1a]\s*"

LONE = r"[(\[]?[^\W\d_][)\].]*(?:(?:\s*[,;/&+]\s*|\s+(?:and|und|y|et|e|i|и)\s+)[(\[]?[^\W\d_][)\].]*)*"
"""A pattern for one letter or several that name choices, such as `B`, `(b)` or `A and C`."""
ANSWER = re.compile(
    rf"\W{{0,3}}(?:the\s+|die\s+|la\s+|le\s+|a\s+|o\s+|de\s+|den\s+)?(?:(?:{_RIGHT})\s*)?"
    rf"(?:(?:{_ANSWER})(?:\(s\))?(?:\s*(?:{_RIGHT}))?|(?:{_RIGHT})(?=\s*[:=\uff1a]\s*{LONE}(?:\s|$)))"
    rf"(?:(?:\s+(?:{_IS}))?{_SEPARATOR}|\s+(?:{_IS})\s+(?={LONE}$)|\s*[.\u2013-]?\s+(?={LONE}$))(?P<said>.*)",
    re.IGNORECASE,
)
"""`Answer: B` and its kin; without a colon only a lone letter may follow."""
FEEDBACK = re.compile(
    rf"\W{{0,3}}(?:(?:general|detailed|answer|overall)\s+)?(?:{_FEEDBACK})(?:\s*(?:[/&]|and)\s*references?)?"
    rf"(?:{_SEPARATOR}|\s*\.\s+)(?P<said>.*)",
    re.IGNORECASE,
)
HEAD = re.compile(r"[\s*_#>]{0,9}\w[\w/&'-]{0,30}(?: [\w/&'-]{1,30}){0,3} ?:[\s*_]{0,9}")
"""A line that only heads what stands below it, such as `Incorrect answers:`."""
HINT = re.compile(rf"\W{{0,3}}(?:{_HINT}){_SEPARATOR}(?P<said>.*)", re.IGNORECASE)
NUMBER = re.compile(
    rf"(?:(?:{QUESTION})\s*)?(?:#|n[ro]?[.º°]\s*)?(?P<number>\d{{1,5}})"
    r"(?:(?:(?<=問\d)|(?<=問\d\d)|(?<=問題\d)|(?<=問題\d\d))[.\uff0e]?\s+|\s*(?:[题題問问]\s*[.:\uff1a\u3001]?|[\u3001\uff0e\uff1a\uff09])\s*|\s*[ºª°]?\\?[.):][.):]?-?(?:\s+|(?=[^\W\d]|[¿¡\"“«(]))|\s*\\?-\s+)(?=\S)",
    re.IGNORECASE,
)
"""The number in front of a question: `12.`, `Q3:`, `Frage 4)`, also where Markdown has it escaped."""
HEADING = re.compile(
    rf"(?:new\s+)?(?:{QUESTION})\s*(?:#|n[ro]?[.º°:]*\s*)?(?P<number>\d{{1,5}})\s*[题題]?\s*[.:)\uff1a]?"
    r"(?:\s*[(\[-]?\s*(?:topic\s+\d+|\d+(?:[.,]\d+)?\s*(?:points?|pts?|marks?|punkte?|puntos?|punti|pontos?|балл\w*|分))[)\]]?)?",
    re.IGNORECASE,
)
"""A line that only counts a question, such as `Question 7`."""
KEY = re.compile(
    rf"\W*(?:(?:{_ANSWER})(?:\s*(?:key|sheet|des\s+questions|correctas|corretas|corrette))?|corrigé|"
    r"clave\s+de\s+respuestas|klucz(?:\s+odpowiedzi)?|ключ|ключи|answer\s+keys?|参考答案)\W*",
    re.IGNORECASE,
)
"""The heading above a list of answers, `1. B`, at the end of a bank."""
TRUE_WORDS = frozenset(
    "true richtig wahr verdadero vrai vero verdadeiro waar prawda pravda sant doğru верно правда правильно 对 正确 "
    "正しい 참".split()
)
FALSE_WORDS = frozenset(
    "false falsch falso faux onwaar fałsz nepravda falskt yanlış неверно неправда неправильно ложь 错 错误 "
    "正しくない 거짓".split()
)
"""Words that as an answer judge a statement, and mean nothing else."""
