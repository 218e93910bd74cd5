"""What a command says: to people as it goes, or to programs as one JSON object in the end."""

import json
import os
import sys
from collections.abc import Callable
from functools import wraps
from typing import Any

import click

from mkdeck.diagnostics import CommandError, tell_reason

_KEY = "mkdeck.account"
"""Where click keeps, as long as a command runs, the object that a program gets."""


def with_format(collection: str) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Let a command have `--format json`: it then prints one object, in which a list of this name holds what it tells.

    Nothing else goes to standard output. What stops the command halfway stands in the object as `error`, too.
    """

    def decorate(function: Callable[..., None]) -> Callable[..., None]:
        @click.option(
            "--format",
            "output_format",
            type=click.Choice(["text", "json"]),
            default="text",
            show_default=True,
            help="json is for programs: `mkdeck help programs`.",
        )
        @wraps(function)
        def run(*args: Any, output_format: str, **kwargs: Any) -> None:
            if output_format == "text":
                function(*args, **kwargs)
                return
            account: dict[str, Any] = {collection: []}
            click.get_current_context().meta[_KEY] = account[collection]
            try:
                function(*args, **kwargs)
            except click.ClickException:
                raise  # it was used wrongly, and has done nothing
            except (CommandError, OSError) as error:
                account["error"] = explain(error)
                _print(account)
                raise
            except SystemExit:
                _print(account)
                raise
            _print(account)

        return run

    return decorate


def is_for_programs() -> bool:
    """Whether the command that runs speaks to a program."""
    context = click.get_current_context(silent=True)
    return context is not None and _KEY in context.meta


def say(text: object = "", *, err: bool = False) -> None:
    """Say something to people; a program gets it otherwise."""
    if not is_for_programs():
        click.echo(text, err=err)


def tell(**found: Any) -> dict[str, Any]:
    """Put an object into the list that a program gets, and return it to be added to; people don't see it."""
    if is_for_programs():
        click.get_current_context().meta[_KEY].append(found)
    return found


def explain(error: CommandError | OSError) -> str:
    """Say what in the surroundings failed."""
    if isinstance(error, CommandError):
        return str(error)
    place = f"{os.fsdecode(error.filename)}: " if error.filename else ""
    return f"{place}{tell_reason(error)}."


def dump_json(value: object) -> str:
    """Write JSON in characters that standard output knows: a code page would make escapes of its own of others."""
    knows_all = (sys.stdout.encoding or "utf-8").lower().replace("-", "").startswith("utf")
    return json.dumps(value, indent=2, ensure_ascii=not knows_all)


def _print(account: dict[str, Any]) -> None:
    click.echo(dump_json(account))
