"""What other packages add to mkdeck: formats and rules, which they name as entry points."""

from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cache
from importlib.metadata import EntryPoint, entry_points
from importlib.util import find_spec
from pathlib import Path
from typing import Literal

from mkdeck.diagnostics import CommandError

Group = Literal["mkdeck.formats", "mkdeck.rules"]
_KINDS: dict[Group, str] = {"mkdeck.formats": "format", "mkdeck.rules": "rule"}


@dataclass(frozen=True, slots=True)
class Plugin:
    """A module of another package: what it is for (`the rule 'x' of the package 'y'`), and itself."""

    about: str
    module: object

    @contextmanager
    def blamed(self, *own: type[Exception]) -> Iterator[None]:
        """Raise CommandError, which names the package, where its code fails; errors of its `own` kinds pass."""
        try:
            yield
        except Exception as error:
            if isinstance(error, (CommandError, *own)):
                raise
            raise self.fail(f"failed with {_name(error)}") from error

    def fail(self, what: str) -> CommandError:
        """Return an error that says what is wrong with the plug-in, and what to do."""
        return CommandError(f"{self.about} {what}; report that to its authors, or uninstall the package.")


def list_names(group: Group) -> list[str]:
    """Return the names of what other packages add, without loading it."""
    return [each.name for each in _find(group)]


def load_plugins(group: Group, taken: Collection[str], functions: Collection[str]) -> dict[str, Plugin]:
    """Load what other packages add, by its name; each module has a docstring and these functions.

    Raises CommandError where one can't be loaded, lacks something, or has a name that is taken.
    """
    found: dict[str, Plugin] = {}
    for entry in _find(group):
        package = entry.dist.name if entry.dist else entry.module
        about = f"the {_KINDS[group]} '{entry.name}' of the package '{package}'"
        if entry.name in taken:
            raise Plugin(about, None).fail(f"has the name of a {_KINDS[group]} of mkdeck's own")
        if entry.name in found:
            raise Plugin(about, None).fail(f"has the same name as {found[entry.name].about}")
        found[entry.name] = _load(entry, about, functions)
    return found


def list_stamps() -> list[str]:
    """Return what tells one state of all plug-ins from another: their packages' versions, and when files were saved."""
    return [_stamp(entry) for group in _KINDS for entry in _find(group)]


@cache
def _find(group: Group) -> tuple[EntryPoint, ...]:
    return tuple(entry_points(group=group))


def _load(entry: EntryPoint, about: str, functions: Collection[str]) -> Plugin:
    try:
        module = entry.load()
    except (Exception, SystemExit) as error:
        raise Plugin(about, None).fail(f"can't be loaded: {_name(error)}") from error
    plugin = Plugin(about, module)
    if missing := next((each for each in functions if not callable(getattr(module, each, None))), None):
        raise plugin.fail(f"has no function '{missing}'")
    if not (getattr(module, "__doc__", None) or "").strip():
        raise plugin.fail("has no docstring, which is its page")
    return plugin


def _stamp(entry: EntryPoint) -> str:
    version = entry.dist.version if entry.dist else ""
    try:
        spec = find_spec(entry.module)
        saved = Path(spec.origin).stat().st_mtime_ns if spec and spec.origin else 0
    except (ImportError, OSError, ValueError):  # which is said where it is loaded
        saved = 0
    return f"{entry.group} {entry.name} {entry.value} {version} {saved}"


def _name(error: BaseException) -> str:
    return f"{type(error).__name__}: {error}" if str(error) else type(error).__name__
