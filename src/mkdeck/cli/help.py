"""`mkdeck help`: the manual in the terminal."""

import io
import shutil
import sys
from collections.abc import Iterator

import click

from mkdeck.cli import COMMANDS
from mkdeck.manual import Page, read_pages
from mkdeck.text.nearest import nearest

_MOST_COLUMNS = 100
"""Columns of a page in a wide terminal; longer lines are hard to read."""


def _complete_topic(_context: click.Context, _argument: click.Parameter, typed: str) -> list[str]:
    return [topic for topic in _list_topics() if topic.startswith(typed)]


@click.command("help")
@click.argument("topic", required=False, shell_complete=_complete_topic)
@click.pass_context
def command(context: click.Context, topic: str | None) -> None:
    """Show a page of the manual, the options of a command, or a rule of `mkdeck check`.

    Without TOPIC, list all pages.
    """
    pages = read_pages()
    if topic is None:
        click.echo("\n".join(_write_contents(pages)))
    elif topic in pages:
        _show(pages[topic])
        if topic in COMMANDS:
            click.echo(f"\nIts options: mkdeck {topic} --help")
    elif topic in COMMANDS:
        _show_options(context, topic)
    else:
        _show_other(topic)


def _show_other(topic: str) -> None:
    """Show a rule, or say where a key is told of; raises UsageError where a topic is neither."""
    from mkdeck.checks import find_rules
    from mkdeck.cli.check import explain_rule

    if topic in find_rules():
        click.echo(explain_rule(topic))
    elif topic in _list_keys():
        click.echo(f"`{topic}` is a key of courses, decks or questions: see `mkdeck help format`.")
    else:
        advice = nearest(topic, _list_topics()) or "; `mkdeck help` lists all."
        raise click.UsageError(f"there is no page '{topic}'{advice}")


def _list_keys() -> set[str]:
    from mkdeck.course.model import CourseSettings, DeckSettings
    from mkdeck.questions import TYPES

    of_questions = {key for kind in TYPES.values() for key in kind.model_fields}
    return {*CourseSettings.model_fields, *DeckSettings.model_fields, *of_questions}


def _list_topics() -> list[str]:
    from mkdeck.checks import find_rules

    return sorted({*read_pages(), *COMMANDS, *find_rules()})


def _write_contents(pages: dict[str, Page]) -> Iterator[str]:
    """Yield a line for each page of the manual, and what else has one."""
    widest = max(map(len, pages))
    yield "The manual. `mkdeck help TOPIC` shows a page:"
    yield ""
    for topic, page in pages.items():
        yield f"  {topic:<{widest}}  {page.title.replace('`', '')}"
    yield ""
    yield "It also shows the options of a command, such as `mkdeck help build`, and says more of"
    yield "a rule of `mkdeck check`, such as `mkdeck help longest-key`."


def _show(page: Page) -> None:
    """Print a page as the terminal can show it, or through a pager where it is longer than that."""
    from rich.console import Console
    from rich.markdown import Markdown

    columns, lines = shutil.get_terminal_size()
    screen = io.StringIO()
    in_colour = click.get_current_context().color is not False and sys.stdout.isatty()
    console = Console(
        file=screen,
        width=min(columns, _MOST_COLUMNS),
        force_terminal=in_colour,
        color_system="standard" if in_colour else None,
    )
    console.print(Markdown(page.text, code_theme="ansi_light", hyperlinks=False))
    text = "\n".join(line.rstrip() for line in screen.getvalue().splitlines())
    if sys.stdout.isatty() and text.count("\n") >= lines - 1:
        click.echo_via_pager(text)
    else:
        click.echo(text)


def _show_options(context: click.Context, name: str) -> None:
    group = context.find_root().command
    found = group.get_command(context, name) if isinstance(group, click.Group) else None
    if found:
        with click.Context(found, info_name=name, parent=context.parent) as inner:
            click.echo(found.get_help(inner))
