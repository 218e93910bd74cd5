"""`mkdeck check`: everything there is to say about the courses, and nothing built."""

import os
import shutil
import sys
from pathlib import Path

import click

from mkdeck.cli.options import PATHS, choose_courses
from mkdeck.cli.progress import show_progress
from mkdeck.cli.report import FORMATS, count, plural, write_text
from mkdeck.compiler import check_beside, compile_course
from mkdeck.course.shelf import Shelf
from mkdeck.diagnostics import Diagnostic, has_errors
from mkdeck.ledger.clock import read_time


@click.command("check")
@PATHS
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", *FORMATS]),
    default="text",
    show_default=True,
    help="github shows the findings beside the lines of a pull request.",
)
@click.option(
    "--explain",
    metavar="[RULE]",
    is_flag=False,
    flag_value="",
    help="Print how grave a rule is and what it is for, with an example, or without RULE a list of all, and stop.",
)
def command(paths: tuple[Path, ...], output_format: str, explain: str | None) -> None:
    """List every error and warning of every file, sorted.

    Exit code 1 if there is an error; warnings alone give 0.
    """
    if explain is not None:
        click.echo(_explain(explain) if explain else _list_rules())
        return
    diagnostics: list[Diagnostic] = []
    questions = 0
    shelf = Shelf()
    time, _ = read_time(os.environ)
    for path in choose_courses(paths):
        with show_progress(str(path)) as progress:
            compiled = check_beside(compile_course(path, time, progress), path, shelf)
        diagnostics += compiled.diagnostics
        questions += sum(deck.size for deck in compiled.course.decks)
    diagnostics.sort(key=lambda each: each.span)
    if output_format == "text":
        width = shutil.get_terminal_size().columns
        lines = write_text(diagnostics, with_source=sys.stdout.isatty(), width=width)
    else:
        lines = FORMATS[output_format](diagnostics)
    for line in lines:
        click.echo(line)
    if output_format == "text":
        click.echo(f"{plural(questions, 'question')} checked: {count(diagnostics)}.", err=True)
    if has_errors(diagnostics):
        sys.exit(1)


def _explain(rule: str) -> str:
    from mkdeck.checks import find_rules

    rules = find_rules()
    if rule not in rules:
        raise click.UsageError(f"there is no rule '{rule}'; the rules are {', '.join(sorted(rules))}.")
    return f"{rule}: {rules[rule].rule.grade}\n\n{rules[rule].page}"


def _list_rules() -> str:
    """Write each rule on a line: its id, its severity, and the first line of its page."""
    from mkdeck.checks import find_rules

    rows = [(name, file.rule.grade, file.page.partition("\n")[0]) for name, file in find_rules().items()]
    names, grades = (max(len(row[i]) for row in rows) for i in (0, 1))
    return "\n".join(f"{name:<{names}}  {grade:<{grades}}  {what}" for name, grade, what in rows)
