"""`mkdeck check`: everything there is to say about the courses, and nothing built."""

import os
import shutil
import sys
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import click

from mkdeck.cli.arrangement import arrange
from mkdeck.cli.options import BUILD, PATHS, choose_checked
from mkdeck.cli.progress import show_progress
from mkdeck.cli.report import FORMATS, count, write_text
from mkdeck.compiler import Compiled, check_beside, compile_course
from mkdeck.course.counts import say_questions
from mkdeck.course.discovery import STDIN
from mkdeck.course.home import find_place
from mkdeck.course.shelf import Shelf
from mkdeck.diagnostics import Diagnostic, has_errors
from mkdeck.ledger.clock import read_time
from mkdeck.text.english import plural
from mkdeck.text.nearest import nearest

_STDOUT = Path("-")
_PAGE = "html"
_STYLE = "style"
"""All rules of style, where rules are named."""


def _read_rules(_context: click.Context, _option: click.Parameter, value: str | None) -> frozenset[str] | None:
    """Return the rules that are named; all of style that are on by default for `style`."""
    if value is None:
        return None
    from mkdeck.checks import find_rules, list_style

    rules = find_rules()
    named = {each.strip() for each in value.split(",")}
    for each in sorted(named - {_STYLE, *rules}):
        raise click.UsageError(_miss(each, [_STYLE, *rules]))
    return frozenset(named - {_STYLE}) | (list_style() if _STYLE in named else frozenset())


def _complete_rule(_context: click.Context, _option: click.Parameter, typed: str) -> list[str]:
    """Return the rules that start as what is typed does."""
    from mkdeck.checks import find_rules

    return [rule for rule in find_rules() if rule.startswith(typed)]


def _complete_rules(_context: click.Context, _option: click.Parameter, typed: str) -> list[str]:
    """Return the lists of rules that go on as what is typed does."""
    from mkdeck.checks import find_rules

    before, comma, last = typed.rpartition(",")
    return [before + comma + rule for rule in sorted([_STYLE, *find_rules()]) if rule.startswith(last)]


def _miss(rule: str, valid: Iterable[str]) -> str:
    """Say that there is no such rule, and which is meant, or which there are."""
    return f"there is no rule '{rule}'" + (nearest(rule, valid) or f"; the rules are {', '.join(sorted(valid))}.")


@click.command("check")
@PATHS
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", *FORMATS, _PAGE]),
    default="text",
    show_default=True,
    help=f"github and gitlab show the findings beside the lines of a pull or merge request; {_PAGE} is for --summary.",
)
@click.option(
    "--rules",
    metavar="RULE,...",
    callback=_read_rules,
    shell_complete=_complete_rules,
    help="List only what these rules find; `style` stands for all rules about how well a question asks. "
    "A rule that is off by default runs if you name it here.",
)
@click.option(
    "--explain",
    metavar="[RULE]",
    is_flag=False,
    flag_value="",
    shell_complete=_complete_rule,
    help="Print how serious a rule is and what it is for, with an example; without RULE, list all rules. Then stop.",
)
@click.option(
    "--summary",
    is_flag=True,
    help="Write a page about each course instead: its questions in figures, and what may tell their answers.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    help="File for the page of --summary; by default, or as `-`, standard output.",
)
def command(
    paths: tuple[Path, ...],
    *,
    output_format: str,
    rules: frozenset[str] | None,
    explain: str | None,
    summary: bool,
    output: Path | None,
) -> None:
    """List every error and warning of every file, sorted.

    Where PATH is `-`, standard input is read as a deck. Exit code 1 if there is an error; warnings alone give 0.
    """
    if explain is not None:
        click.echo(explain_rule(explain) if explain else _list_rules())
        return
    _refuse_mixture(output_format, rules, output, summary=summary)
    courses = _compile(paths, rules or frozenset(), with_drafts=not summary)
    if summary:
        from mkdeck.cli.check_summary import write_summary

        is_good = write_summary(courses, output_format, None if output == _STDOUT else output)
    else:
        is_good = _list_findings(courses, output_format, rules)
    if not is_good:
        sys.exit(1)


@dataclass(slots=True)
class _Checked:
    """What was found in courses so far, and in how many questions it was looked for."""

    diagnostics: list[Diagnostic] = field(default_factory=list)
    questions: int = 0
    turned: int = 0
    drafts: int = 0
    retired: int = 0

    def add(self, compiled: Compiled) -> None:
        """Take in a course."""
        self.diagnostics += compiled.diagnostics
        self.questions += compiled.course.size
        self.turned += compiled.course.turned
        self.drafts += compiled.course.drafts
        self.retired += compiled.course.retired

    def select(self, rules: frozenset[str] | None) -> list[Diagnostic]:
        """Return what these rules found, or all rules, in the order of files and lines."""
        chosen = (each for each in self.diagnostics if rules is None or each.rule in rules)
        return sorted(chosen, key=lambda each: each.span)

    def say(self) -> str:
        """Say how many questions were checked."""
        kinds = [plural(self.drafts, "draft")] if self.drafts else []
        kinds += [f"{self.retired:,} retired"] if self.retired else []
        among = f", among them {' and '.join(kinds)}" if kinds else ""
        return f"{say_questions(self.questions, self.turned)} checked{among}"


def _list_findings(courses: Iterable[Compiled], output_format: str, rules: frozenset[str] | None) -> bool:
    """Print what these rules, or all of them, found in courses; return whether no error is in it."""
    checked = _Checked()
    places: list[Path] = []
    for compiled in courses:
        checked.add(compiled)
        places.append(compiled.course.root)
    diagnostics = checked.select(rules)
    if output_format == "text":
        width = shutil.get_terminal_size().columns
        lines = write_text(arrange(diagnostics), with_source=sys.stdout.isatty(), width=width)
    else:
        lines = FORMATS[output_format](diagnostics)
    for line in lines:
        click.echo(line)
    if output_format == "text":
        click.echo(f"{checked.say()}: {count(diagnostics)}.", err=True)
        for line in _tell_unfilled(places):
            click.echo(line, err=True)
    return not has_errors(diagnostics)


def _tell_unfilled(places: Iterable[Path]) -> Iterator[str]:
    """Say where in the repositories of courses nobody has written yet what pip installs."""
    from mkdeck.course.scaffold.repository import UNKNOWN, find_layout, find_unfilled

    for root in dict.fromkeys(find_layout(place).root for place in places):
        for name, line, word in find_unfilled(root):
            place = (Path(os.path.relpath(root)) / name).as_posix()
            what = "stands there still" if word == UNKNOWN else "is empty, so the pipeline can't install mkdeck"
            yield f"{place}:{line}: {word} {what}; write mkdeck's git address in its place."


def _refuse_mixture(output_format: str, rules: frozenset[str] | None, output: Path | None, *, summary: bool) -> None:
    """Refuse options that don't go together. Raises UsageError."""
    if summary and output_format in FORMATS and output_format != "json":
        raise click.UsageError(
            f"--format {output_format} is about findings; --summary is written as text, json or {_PAGE}."
        )
    if summary and rules is not None:
        raise click.UsageError("--rules chooses findings, and --summary lists none; leave out one of the two.")
    if not summary and output_format == _PAGE:
        others = f"{', '.join(['text', *FORMATS][:-1])} or {[*FORMATS][-1]}"
        raise click.UsageError(f"--format {_PAGE} is for --summary; findings are written as {others}.")
    if not summary and output:
        raise click.UsageError("-o is for --summary; findings go to standard output.")


def _compile(paths: tuple[Path, ...], rules: frozenset[str], *, with_drafts: bool) -> Iterator[Compiled]:
    """Yield each course with what all rules of style that are on by default find, and these rules.

    Questions that are not ready are in it only `with_drafts`.
    """
    from mkdeck.checks import list_style
    from mkdeck.ledger.standing import NO_TARGETS, Targets

    shelf = Shelf()
    time, _ = read_time(os.environ)
    built = Targets((find_place(BUILD),), keep_times=False)
    for path in choose_checked(paths, takes_stdin=True):
        targets = NO_TARGETS if path == STDIN else built
        with show_progress(str(path)) as progress:
            alone = compile_course(
                path, time, progress, with_drafts=with_drafts, targets=targets, asked=list_style() | rules
            )
            yield check_beside(alone, path, shelf)


def explain_rule(rule: str) -> str:
    """Return the page of a rule, below its severity; raises UsageError where there is no such rule."""
    from mkdeck.checks import find_rules

    rules = find_rules()
    if rule not in rules:
        raise click.UsageError(_miss(rule, rules))
    return f"{rule}: {rules[rule].rule.grade}\n\n{rules[rule].page}"


def _list_rules() -> str:
    """Write each rule on a line: its id, its severity, and the first line of its page."""
    from mkdeck.checks import find_rules

    rows = [(name, file.rule.grade, file.page.partition("\n")[0]) for name, file in find_rules().items()]
    names, grades = (max(len(row[i]) for row in rows) for i in (0, 1))
    return "\n".join(f"{name:<{names}}  {grade:<{grades}}  {what}" for name, grade, what in rows)
