"""Labels of lines in text banks, such as `Answer: B` or `Explanation: ...`, in the languages that banks are written in.

The languages are those of the largest Moodle communities; a label that is also an everyday word needs its colon.
"""

import re

from mkdeck.importers.drafting.vocabulary import pattern, words

_RIGHT = pattern("right")
_ANSWER = pattern("answer")
_IS = pattern("is")
_QUESTION = pattern("question")
_OPTION = pattern("option")
QUESTION_MARKS = ("?", "\uff1f", "\u061f")
_ARROW = r"\s*(?:[-=]>|[\u2192\u279c\u27a4])\s*"
_SEPARATOR = r"\s*[:=\uff1a]\s*"

_LETTER = r"[(\[]?[^\W\d_][)\].]*"
LONE = rf"{_LETTER}(?:(?:\s*[,;/&+]\s*|\s+{pattern('lone_conjunction')}\s+){_LETTER})*"
"""A pattern for one letter or several that name choices, such as `B`, `(b)` or `A and C`."""
ANSWER = re.compile(
    rf"""
    \W{{0,3}} (?:{pattern("article")}\s+)?
    (?:(?P<right>{_RIGHT})\s*)?
    (?: {_ANSWER}(?:\((?:s|e?n)\))?(?:\s*{_RIGHT})?(?:\s*{pattern("behind_answer")}(?={_SEPARATOR}{LONE}$))?
      | {_RIGHT}(?=(?:{_SEPARATOR}|\s+{_IS}\s+){LONE}(?:\s|$))
      | (?(right)\b{_OPTION}(?:\(s\))?|{_OPTION}\s+{_RIGHT})(?=(?:{_SEPARATOR}|\s*[\u2013-]\s+|\s+{_IS}\s+){LONE}$)
    )
    (?: (?:\.|\s+{_IS})?{_SEPARATOR}
      | {_ARROW}(?={LONE}$)
      | \s+{_IS}\s+(?=(?:{_OPTION}\s+)?{LONE}$)
      | \s+{_IS}\s+(?(right)(?=(?:{_OPTION}\s+)?{_LETTER}(?:(?<=\W)|\s+[\u2013\u2014-])\s+\S)|(?!))
      | \s*[.\u2013-]?\s+(?={LONE}$)
    )
    (?P<said>.*)
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""`Answer: B` and its kin; without a colon only a lone letter may follow."""
FEEDBACK = re.compile(
    rf"""
    \W{{0,3}} (?:{pattern("feedback_kind")}\s+)?
    {pattern("feedback")} (?:\s*{pattern("feedback_beside")})?
    (?:{_SEPARATOR}|\s*\.\s+)
    (?P<said>.*)
    """,
    re.IGNORECASE | re.VERBOSE,
)
HEAD = re.compile(r"[\s*_#>]{0,9}\w[\w/&'-]{0,30}(?: [\w/&'-]{1,30}){0,3} ?:[\s*_]{0,9}")
"""A line that only heads what stands below it, such as `Incorrect answers:`."""
HINT = re.compile(rf"\W{{0,3}}{pattern('hint')}{_SEPARATOR}(?P<said>.*)", re.IGNORECASE)
NUMBER = re.compile(
    rf"""
    (?:{_QUESTION}\s*)?
    (?:\#|n[ro]?[.º°]\s*)?
    (?P<number>\d{{1,5}})
    (?: (?:(?<=問\d)|(?<=問\d\d)|(?<=問題\d)|(?<=問題\d\d)) [.\uff0e]?\s+
      | \s*(?:[题題問问]\s*[.:\uff1a\u3001]?|[\u3001\uff0e\uff1a\uff09])\s*
      | \s*[ºª°]?\\?[.):][.):]?-?(?:\s+|(?=[^\W\d]|[¿¡"“«(]))
      | \s*\\?-\s+
    )
    (?=\S)
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""The number in front of a question: `12.`, `Q3:`, `Frage 4)`, also where Markdown has it escaped."""
HEADING = re.compile(
    rf"""
    (?:{pattern("before_question")}\s+)?
    {_QUESTION}\s* (?:\#|n[ro]?[.º°:]*\s*)?
    (?P<number>\d{{1,5}})
    \s*[题題]?\s*[.:)\uff1a]?
    (?: \s*[(\[-]?\s*
      (?: {pattern("topic")}\s+\d+
        | \d+(?:[.,]\d+)?\s*{pattern("points")}
      )
      [)\]]?
    )?
    """,
    re.IGNORECASE | re.VERBOSE,
)
"""A line that only counts a question, such as `Question 7`."""
KEY = re.compile(
    rf"\W*(?:{_ANSWER}(?:\s*{pattern('behind_answer')})?|{pattern('answer_key')})\W*",
    re.IGNORECASE,
)
"""The heading above a list of answers, `1. B`, at the end of a bank."""
LIST_HEADING = re.compile(
    rf"\W*(?:{pattern('answer_key')}|{_ANSWER}\s*{pattern('behind_answer')}|keys?|solutions|answers)\s*[:\uff1a]",
    re.IGNORECASE,
)
"""Such a heading in front of a list, which is no answer to one question."""
TABLE_HEADING = re.compile(rf"\W*(?:{_QUESTION}|n[or]|\#)\.?\s*\|\s*{_RIGHT}?\s*{_ANSWER}\W*", re.IGNORECASE)
"""The heading of a list of answers that is a table."""
TRUE_WORDS = words("true")
FALSE_WORDS = words("false")
"""Words that as an answer judge a statement, and mean nothing else."""
