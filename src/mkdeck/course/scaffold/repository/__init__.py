"""What a repository of courses needs beside them: what git leaves out, words to colleagues, editors' settings, CI."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path, PurePosixPath
from typing import Literal

from mkdeck.course.home import DECKS
from mkdeck.course.scaffold.filling import fill
from mkdeck.course.schema_files import FOLDER

Service = Literal["github", "gitlab"]
PIPELINES: dict[Service, tuple[str, str]] = {
    "github": (".github/workflows/mkdeck.yml", "github.yml"),
    "gitlab": (".gitlab-ci.yml", "gitlab.yml"),
}
"""Where the pipeline of each service lies in a repository, and its template."""
IGNORED = ".gitignore"
SETTINGS = ".vscode/settings.json"
UNKNOWN = "GIT-ADDRESS-OF-MKDECK"
"""Stands for what pip installs where that is known on this machine alone."""
UNSET = 'MKDECK: ""'
"""Stands for the same in a pipeline."""
_OTHERS = (".github/**", ".gitlab-ci.yml", ".pre-commit-config.yaml")
"""YAML of other tools in a repository's root."""
_EXTENSION = "redhat.vscode-yaml"


@dataclass(frozen=True, slots=True)
class Layout:
    """A repository by its root, with a course in it: `below` is the path from the root to the course, or to `decks`.

    `home` is the path from the root to the folder of `build` and `public`. Both are empty for the root itself.
    """

    root: Path
    course: str
    below: str
    home: str


def find_layout(course: Path) -> Layout:
    """Return how the repository is laid out that a new course makes, or comes to.

    It is git's work tree; without git, the folder above `decks`, or else the course itself, so that nothing lands in a
    folder that only happens to hold it.
    """
    real = Path.cwd() / course
    around = (real, *real.parents)
    tree = next((each for each in around if (each / ".git").exists()), None)
    inside = around[: around.index(tree)] if tree else around
    decks = next((each for each in inside if each.name == DECKS), None)
    home = decks.parent if decks else tree or real
    root = tree or home
    return Layout(root, _name(real, root), _name(decks or real, root), _name(home, root))


def write_files(layout: Layout, title: str, mkdeck: str, service: Service | None) -> Iterator[tuple[str, str]]:
    """Yield each file of a repository, by its path from the root, and its text; `mkdeck` is what pip installs."""
    words = {
        "title": title,
        "mkdeck": mkdeck or UNKNOWN,
        "where": f"`{layout.below}/`" if layout.below else "this folder",
        "ignored": "\n".join(f"/{_join(layout.home, each)}/" for each in ("build", "public")),
    }
    yield IGNORED, _read("gitignore", words)
    yield "README.md", _read("README.md", words)
    yield SETTINGS, f"{json.dumps({'yaml.schemas': _list_schemas(layout)}, indent=2)}\n"
    yield ".vscode/extensions.json", f"{json.dumps({'recommendations': [_EXTENSION]}, indent=2)}\n"
    if service:
        path, template = PIPELINES[service]
        below = f"{layout.below}/" if layout.below else ""
        # Commands look for `decks` themselves, and for the course that they run in.
        paths = "" if layout.below in ("", DECKS) else f" {layout.below}"
        yield path, _read(template, {"mkdeck": json.dumps(mkdeck), "paths": paths, "below": below})


def find_unfilled(root: Path) -> Iterator[tuple[str, int, str]]:
    """Yield the place in a repository, by file and line, and the word where nobody has said yet what pip installs.

    Only words are looked for that `write_files` wrote.
    """
    words = {"README.md": UNKNOWN} | {path: UNSET for path, _ in PIPELINES.values()}
    for name, word in words.items():
        path = root / name
        try:
            lines = path.read_text("utf-8", "replace").splitlines() if path.is_file() else []
        except OSError:
            continue
        found = [i for i, line in enumerate(lines, 1) if (word in line if word == UNKNOWN else line.strip() == word)]
        yield from ((name, line, word.partition(":")[0]) for line in found[:1])


def _list_schemas(layout: Layout) -> dict[str, list[str]]:
    """Return which files have which schema: with `decks`, the courses that come to it later have that of this one.

    The last pattern that fits a file decides. Source: yaml-language-server, which VS Code's YAML extension runs.
    """
    folder = f"./{_join(layout.course, FOLDER)}"
    decks = [_join(layout.below, f"**/*.{ending}") for ending in ("yaml", "yml")]
    settings = _join(layout.below, "**/course.yaml")
    others = [] if layout.below else [f"!{each}" for each in _OTHERS]
    return {f"{folder}/deck.json": [*decks, f"!{settings}", *others], f"{folder}/course.json": [settings]}


def _read(name: str, words: dict[str, str]) -> str:
    return fill((files("mkdeck.course.scaffold.repository") / name).read_text("utf-8"), words)


def _join(*parts: str) -> str:
    return PurePosixPath(*parts).as_posix()


def _name(folder: Path, root: Path) -> str:
    """Name a folder from the root; the root itself is empty."""
    name = folder.relative_to(root).as_posix()
    return "" if name == "." else name
