"""The command line. One file per command; only this package prints, exits, or knows click."""

import atexit
import gc
import os
import signal
import sys
from contextlib import suppress
from difflib import get_close_matches
from importlib import import_module
from keyword import iskeyword
from pathlib import Path

import click

from mkdeck import __version__
from mkdeck.cli.stopping import Stopped, stopped_in_order
from mkdeck.cli.streams import open_streams

COMMANDS = {
    "build": "Build the package of every course.",
    "check": "List every error and warning of every file.",
    "completion": "Print the script that lets a shell complete what you type.",
    "diff": "Show what students would see change.",
    "help": "Show a page of the manual.",
    "import": "Turn questions of other formats into YAML.",
    "new": "Make a course folder that builds at once.",
    "preview": "Show a course as students will see it, again at every save.",
    "rehearse": "Play a student who studies one package and imports the next.",
    "release": "Publish courses, and write down what students got.",
    "schema": "Print the JSON Schema of the source format, for editors.",
    "site": "Make pages for students, with a self-test of every deck.",
    "stamp": "Write missing ids into the YAML files.",
}
_STOPPED = "mkdeck: stopped; what was not finished is as it was before."


class _Commands(click.Group):
    """Commands whose files are read only when they run, so that `mkdeck --version` stays quick."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = import_module(f"mkdeck.cli.{name + '_' if iskeyword(name) else name}").command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        if args and args[0] not in COMMANDS:
            near = get_close_matches(args[0].lower(), COMMANDS, n=1)
            advice = f"did you mean '{near[0]}'?" if near else "`mkdeck --help` lists all."
            raise click.UsageError(f"there is no command '{args[0]}'; {advice}", ctx)
        return super().resolve_command(ctx, args)

    def invoke(self, ctx: click.Context) -> object:
        _check_folder()
        try:
            return super().invoke(ctx)
        except KeyboardInterrupt as error:
            ctx.exit(_say_stopped(error))

    def format_commands(self, _ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(sorted(COMMANDS.items()))


@click.group(cls=_Commands, invoke_without_command=True, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="mkdeck")
@click.pass_context
def _mkdeck(ctx: click.Context) -> None:
    """Compile a course's questions, written in YAML, into Anki decks.

    Where there is a folder `decks`, or inside a course, `mkdeck` without a command runs `mkdeck build`.
    """
    if ctx.invoked_subcommand is None:
        from mkdeck.course.home import find_here

        if find_here():
            build = _mkdeck.get_command(ctx, "build")
            if build:
                ctx.invoke(build)
        else:
            click.echo(ctx.get_help())


def main() -> None:
    """Run `mkdeck`; exit codes: 0 good, 1 the course has errors, 2 wrong usage or surroundings, 130 Ctrl+C.

    Other signals give 128 and their number, as shells do.
    """
    atexit.register(gc.freeze)  # or Python walks once more through all that is left: a fifth of a small build's time
    # Nothing else is styled but by colour and weight. Source: https://no-color.org
    is_plain = bool(os.environ.get("NO_COLOR")) or os.environ.get("TERM") == "dumb"
    code: str | int | None = 0
    try:
        with stopped_in_order(), open_streams() as faults:
            try:
                _mkdeck(prog_name="mkdeck", color=False if is_plain else None)
            except SystemExit as stop:
                code = stop.code
            except KeyboardInterrupt as error:
                code = _say_stopped(error)
            except Exception as error:
                if os.environ.get("MKDECK_DEBUG"):
                    raise
                click.echo(f"mkdeck: {_explain(error)}", err=True)
                code = 2
    except KeyboardInterrupt as error:
        code = _find_code(error)
    if faults:
        with suppress(OSError):
            click.echo(f"mkdeck: standard output can't be written: {faults[0].strerror}.", err=True)
        code = 2
    sys.exit(code)


def _say_stopped(error: KeyboardInterrupt) -> int:
    click.echo(f"\n{_STOPPED}", err=True)  # below the ^C that the terminal shows
    return _find_code(error)


def _find_code(error: KeyboardInterrupt) -> int:
    """Return the exit code as shells count: 128 and the number of the signal."""
    return 128 + (error.number if isinstance(error, Stopped) else signal.SIGINT)


def _check_folder() -> None:
    """Raise CommandError if the folder that people are in is there no more: all that they name is named from it."""
    from mkdeck.diagnostics import CommandError

    try:
        Path.cwd()
    except FileNotFoundError:
        raise CommandError("the folder that you are in was deleted or moved; `cd` into it anew.") from None


def _explain(error: Exception) -> str:
    from mkdeck.diagnostics import CommandError

    if isinstance(error, (CommandError, OSError)):
        from mkdeck.cli.saying import explain

        return explain(error)
    return (
        f"something went wrong inside mkdeck ({type(error).__name__}: {error}). "
        "This is a bug: please report it, with what MKDECK_DEBUG=1 prints."
    )
