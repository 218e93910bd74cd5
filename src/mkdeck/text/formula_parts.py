r"""What the parts of one formula lack: braces around a second script, an argument, the `\end` that fits a `\begin`."""

import re
from dataclasses import dataclass, field

from mkdeck.text.commands import skip_group
from mkdeck.text.tex import ARGUMENTS

_TOKEN = re.compile(
    r"\\(?P<name>[A-Za-z]+)\*?|\\.|(?P<primes>'(?:\s*')*)|(?P<nothing>\s+|%[^\n]*)|(?P<sign>[{}^_&])|.", re.DOTALL
)
_ENVIRONMENT = re.compile(r"\s*\{([^{}]*)\}")
_WORD_ARGUMENT = re.compile(r"\s*\{[^{}]*\}")
_OPTION = re.compile(r"\s*\[[^\[\]]*\]")
_OPENS_OPTION = re.compile(r"\s*\[")
_DELIMITER = re.compile(r"\s*(?:\\(?:[A-Za-z]+|.)|[^\w\s{}])", re.DOTALL)
_UNREAD = re.compile(
    r"\\(?:[A-Za-z]*def|let|re(?:new|quire)[a-z]*|new[a-z]+|Declare[A-Za-z]+|verb|unicode|mathchoice|ce|pu|prescript"
    r"|sideset|begingroup|buildrel|root|above\w*|\w*withdelims|require|smash|bbox|hbox|vcenter)(?![A-Za-z])"
)
"""Commands that define others, or that read what is behind them in ways of their own."""
_PARTING = frozenset("over atop choose brace brack cr newline".split())
"""Commands between whose sides no script and no argument reaches."""
_MODIFYING = frozenset("limits nolimits".split())
"""Commands that belong to what stands before them."""
_TAKING = {
    name: len(takes.replace("o", "").replace("w", ""))
    for name, takes in ARGUMENTS.items()
    if (set(takes) <= set("owm") or takes in ("t", "wt", "wwt"))
    and name not in ("not", "centernot", "clap", "Set", "Bra", "Ket", "Braket", "Ketbra")
}
"""How many arguments commands need."""
_MAYBE = re.compile(
    r"[\^_].*[\^_']|\\begin|\\(?:left|[Bb]ig)|\\[A-Za-z]+\s*(?:[}&\[\\^_]|\Z)|[\^_]\s*(?:[}&\\^_]|\Z)|\}\s*(?:[}&\\]|\Z)",
    re.DOTALL,
)
"""What any formula has that lacks something here."""


@dataclass(slots=True)
class _Group:
    """A group that is open: what opened it, the scripts of its last base, and what waits for an item to take."""

    opener: str
    raised: str = ""
    lowered: bool = False
    waiting: list[tuple[str, int]] = field(default_factory=list)

    def take_item(self) -> None:
        """Give what was read to the script or the command that waits for it, or make it a new base."""
        while self.waiting:
            name, count = self.waiting.pop()
            if count > 1:
                self.waiting.append((name, count - 1))
                return
            if name in "^_":
                return
        self.raised, self.lowered = "", False

    def end(self) -> str:
        """Say what is missing where the group or a cell of it ends."""
        if not self.waiting:
            self.raised, self.lowered = "", False
            return ""
        name = self.waiting[-1][0]
        return f"nothing stands behind '{name}'" if name in "^_" else f"'{name}' lacks what it takes in braces"


class _Reading:
    """Goes through a formula token by token until something is missing, or until it can't be read."""

    def __init__(self, tex: str) -> None:
        self.tex = tex
        self.at = 0
        self.groups = [_Group("")]

    def find_fault(self) -> str | None:
        """Return what is wrong; None where the end is reached, or what is read in ways of its own."""
        while match := _TOKEN.match(self.tex, self.at):
            self.at = match.end()
            if match["nothing"]:
                continue
            fault = self._read(match)
            if fault is None:
                return None
            if fault:
                return fault
        return self.groups[0].end() if len(self.groups) == 1 else None

    def _read(self, match: re.Match[str]) -> str | None:
        group = self.groups[-1]
        if name := match["name"]:
            return self._read_command(name)
        if match["primes"]:
            return self._read_primes(group)
        sign = match["sign"]
        if sign in ("^", "_"):
            return self._read_script(group, sign)
        if sign == "{":
            self.groups.append(_Group("{"))
            return ""
        if sign == "}":
            return self._close("{")
        if match.group() == "\\\\" and group.waiting and group.waiting[-1][0] not in ("^", "_"):
            return None
        if sign == "&" or match.group() == "\\\\":
            return group.end()
        group.take_item()
        return ""

    def _read_primes(self, group: _Group) -> str:
        if group.waiting and group.waiting[-1][0] in ("^", "_"):
            return f"a prime stands without '{group.waiting[-1][0]}' before it, as in f'"
        if group.waiting:
            group.take_item()
            return ""
        if group.raised:
            return (
                "a prime behind a '^' needs braces around what is before it, as in {x^2}'; or write it before the '^'"
            )
        group.raised = "'"
        return ""

    def _read_script(self, group: _Group, sign: str) -> str:
        if group.waiting:
            return group.end()
        if (sign == "^" and group.raised == "^") or (sign == "_" and group.lowered):
            example = "{x^2}^3 or x^{2^3}" if sign == "^" else "{x_1}_2 or x_{1,2}"
            return f"a second '{sign}' needs braces, as in {example}"
        if sign == "^":
            group.raised = "^"
        else:
            group.lowered = True
        group.waiting.append((sign, 1))
        return ""

    def _close(self, opener: str) -> str | None:
        """Close the innermost group; None where it is another's."""
        if self.groups[-1].opener != opener:
            return None
        if fault := self.groups.pop().end():
            return fault
        self.groups[-1].take_item()
        return ""

    def _read_command(self, name: str) -> str | None:
        group = self.groups[-1]
        if name in _PARTING:
            return group.end()
        if name in _MODIFYING:
            return ""
        if name in ("begin", "end"):
            return self._read_environment(name)
        if name in ("left", "right", "middle"):
            return self._read_delimiter(name)
        if name in _TAKING:
            return self._await_arguments(group, name)
        return self._skip_others(group, name)

    def _await_arguments(self, group: _Group, name: str) -> str | None:
        if group.waiting and group.waiting[-1][0] not in ("^", "_"):
            waiting = group.waiting[-1][0]
            if (waiting, name) == ("\\sqrt", "frac") or ARGUMENTS[waiting[1:]][-1] == "t":
                return None
            return f"'\\{name}' needs braces around it behind '{waiting}', as in \\sqrt{{\\frac{{1}}{{2}}}}"
        takes = ARGUMENTS[name]
        for _ in range(takes.count("o") + takes.count("w")):
            self._skip(_OPTION)
        if "o" in takes and _OPENS_OPTION.match(self.tex, self.at):
            return None
        if takes[-1] == "t" and (end := skip_group(self.tex, self.at)) > self.at:
            self.at = end
            group.take_item()
        else:
            group.waiting.append((f"\\{name}", _TAKING[name]))
        return ""

    def _skip_others(self, group: _Group, name: str) -> str | None:
        """Read a command that takes nothing, or words and sizes alone."""
        takes = ARGUMENTS.get(name, "")
        if takes == "d":
            fault = self._read_delimiter(name)
            group.take_item()
            return fault
        if takes.strip("wn"):
            return None
        for each in takes:
            self._skip(_OPTION if each == "w" else _WORD_ARGUMENT)
        group.take_item()
        return ""

    def _read_environment(self, name: str) -> str | None:
        match = _ENVIRONMENT.match(self.tex, self.at)
        if not match:
            return None
        self.at = match.end()
        environment = match[1].strip()
        if name == "begin":
            self.groups.append(_Group(f"\\begin{{{environment}}}"))
            while self._skip(_OPTION) or self._skip(_WORD_ARGUMENT):
                pass
            return ""
        opener = self.groups[-1].opener
        if opener.startswith("\\begin") and opener != f"\\begin{{{environment}}}":
            return f"'{opener}' ends with '\\end{{{environment}}}'"
        return self._close(f"\\begin{{{environment}}}")

    def _read_delimiter(self, name: str) -> str | None:
        if not self._skip(_DELIMITER):
            return f"'\\{name}' needs a bracket behind it, such as '(' or '\\{{', or a '.' for none"
        if name == "left":
            self.groups.append(_Group("left"))
            return ""
        if name == "right":
            return self._close("left")
        return "" if not self.groups[-1].waiting else None

    def _skip(self, pattern: re.Pattern[str]) -> bool:
        match = pattern.match(self.tex, self.at)
        if match:
            self.at = match.end()
        return bool(match)


def find_missing(tex: str) -> str:
    """Say what a formula with paired braces lacks, so that MathJax shows an error in its place; empty if nothing."""
    if not _MAYBE.search(tex) or _UNREAD.search(tex):
        return ""
    fault = _Reading(tex).find_fault()
    return f"Anki shows an error in place of this math: {fault}" if fault else ""
