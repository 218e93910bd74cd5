"""`mkdeck completion`: the script by which a shell completes what is typed."""

import click
from click.shell_completion import ShellComplete, get_completion_class

SHELLS = ("bash", "fish", "zsh")
VARIABLE = "_MKDECK_COMPLETE"
"""Set by a shell that asks mkdeck to complete what is typed."""


@click.command("completion")
@click.argument("shell", type=click.Choice(SHELLS))
@click.pass_context
def command(ctx: click.Context, shell: str) -> None:
    """Print the script that completes commands, options, rules, formats and courses.

    \b
    In bash:  mkdeck completion bash >> ~/.bashrc
    In zsh:   mkdeck completion zsh >> ~/.zshrc, below the line with compinit
    In fish:  mkdeck completion fish > ~/.config/fish/completions/mkdeck.fish
    """  # noqa: D301 - click wants the sign itself
    written = get_completion_class(shell)
    if written is None:  # click has all of them
        raise click.UsageError(f"click does not know the shell {shell}.")
    script = written(ctx.find_root().command, {}, "mkdeck", VARIABLE)
    # Not that of bash's own class, which starts a bash to tell its age, where there may be none.
    click.echo(ShellComplete.source(script).strip())
