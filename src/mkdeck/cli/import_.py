"""`mkdeck import`: turn questions of other formats into YAML."""

import hashlib
import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import TYPE_CHECKING

import click

from mkdeck.cli.options import Place, invite
from mkdeck.cli.saying import with_format
from mkdeck.course.discovery import COURSE_FILE, STDIN, show_path, survey
from mkdeck.course.yaml_source import MAX_BYTES
from mkdeck.diagnostics import CommandError
from mkdeck.files.digests import find_digest
from mkdeck.files.stages import sweep
from mkdeck.files.standard_input import read_standard_input
from mkdeck.files.writes import Write, write_together
from mkdeck.importers.recognise import format_names

if TYPE_CHECKING:
    from mkdeck.importers.draft import Document
    from mkdeck.importers.pipeline import Batch

_PACKAGES = (".apkg", ".colpkg")
_DECKS = (".yaml", ".yml")


@click.command("import")
@click.argument("files", nargs=-1, required=True, type=click.Path(path_type=Path), metavar="FILE...")
@click.option(
    "--from", "format_name", type=click.Choice(format_names()), help="Read as this format, whatever it looks like."
)
@click.option(
    "-o",
    "--output",
    type=Place(path_type=Path),
    metavar="FILE.yaml|FOLDER",
    help="Write one deck here, or a course into a folder, a file for each deck.",
)
@click.option("--encoding", metavar="NAME", help="Read text in this encoding, such as windows-1252 or Big5.")
@click.option("--append", is_flag=True, help="Add to a deck that is there the questions that it does not have yet.")
@click.option("--force", is_flag=True, help="Write over a deck that is there.")
@with_format("decks")
def command(
    files: tuple[Path, ...],
    format_name: str | None,
    output: Path | None,
    encoding: str | None,
    append: bool,
    force: bool,
) -> None:
    """Turn questions of other formats into YAML.

    The format is recognised by the content. Without -o, each FILE becomes a deck beside it with the same name. A
    package of Anki becomes a course's folder; if mkdeck made the package, it is then the course that it was. Nothing is
    guessed: where a source does not tell what is right, the question says so, and `mkdeck check` names it. Pictures
    and sounds that a source holds go into the folder `media` beside the deck. With any error nothing is written. Where
    FILE is `-`, standard input is read.
    """
    from mkdeck.cli.import_report import has_found, report_batch, report_repeated
    from mkdeck.compiler import paused_collector
    from mkdeck.importers.pipeline import import_files

    if append and force:
        raise click.UsageError("--append and --force exclude each other.")
    _check_encoding(encoding)
    named = files
    files = tuple({file.resolve(): file for file in reversed(named)}.values())[::-1]
    groups, targets = _plan(files, output)
    _sweep(targets)
    _check_targets(files, targets, append=append, force=force)
    known = _look(targets)
    with paused_collector():
        batches = [
            import_files([_read(file, encoding) for file in group], target, format_name, append=append)
            for group, target in zip(groups, targets, strict=True)
        ]
    for batch in batches:
        _check_folder(batch)
    _write(batches, known, force=force)
    report_repeated(files, named)
    for batch in batches:
        report_batch(batch)
    if not any(map(has_found, batches)):
        sys.exit(1)


def _sweep(targets: list[Path]) -> None:
    """Take back what a killed run left half done where files will be written."""
    for folder in {_find_common(targets), *targets, *(target.parent for target in targets)}:
        sweep(folder)


def _plan(files: Sequence[Path], output: Path | None) -> tuple[list[Sequence[Path]], list[Path]]:
    """Return the files of each deck or course to write, and where each goes."""
    if STDIN in files and not output:
        raise click.UsageError("standard input has no name; name the deck to write with -o.")
    if output:
        return [files], [output]
    return [(file,) for file in files], [_make_target(file) for file in files]


def _make_target(file: Path) -> Path:
    return file.with_suffix("" if file.suffix.lower() in _PACKAGES else ".yaml")


def _check_encoding(encoding: str | None) -> None:
    try:
        b"a".decode(encoding or "utf-8", "ignore")
    except (LookupError, ValueError):
        raise click.UsageError(
            f"'{encoding}' is no encoding that is known; names are such as utf-8, windows-1252, shift-jis or gb18030."
        ) from None


def _check_targets(files: Iterable[Path], targets: list[Path], *, append: bool, force: bool) -> None:
    """Refuse names that can't be written to, as nobody meant them, or may not, as something is there."""
    if len(set(targets)) < len(targets):
        raise click.UsageError("two of these files would become one deck; name it with -o.")
    sources = {file.resolve() for file in files}
    for target in targets:
        _check_name(target)
        if target.resolve() in sources:
            raise click.UsageError(f"{target} is the file to import itself; name another deck with -o.")
        if append and target.suffix not in _DECKS:
            raise click.UsageError(f"--append adds to one deck; name its file with -o, not the folder {target}.")
        if not append and not force:
            _check_free(target)


def _check_name(target: Path) -> None:
    """Refuse what is neither a deck file's name nor that of a course's folder."""
    is_file = target.is_file() and not target.suffix
    if is_file or target.name == COURSE_FILE or target.suffix not in (*_DECKS, ""):
        raise click.UsageError(
            f"{target} is no name for a deck file; it ends in .yaml, and is not {COURSE_FILE}. A name without an "
            "ending is a course's folder."
        )


def _check_free(target: Path) -> None:
    """Refuse a deck that is there, and a folder that holds anything."""
    if target.suffix in _DECKS and target.exists():
        raise CommandError(
            f"{show_path(target)} is there already; --append adds to it, --force writes over it, -o names another."
        )
    if target.suffix not in _DECKS and target.is_dir() and any(target.iterdir()):
        raise CommandError(
            f"{show_path(target)} is there already; --force writes over its files, -o names another folder."
        )


def _check_folder(batch: "Batch") -> None:
    """Refuse to leave other decks in a course's folder, where their questions would be part of it."""
    if batch.folder != batch.target or not batch.folder.is_dir() or not batch.pages:
        return
    others = [path for path in survey(batch.folder).decks if path not in batch.pages]
    if others:
        raise CommandError(
            f"{show_path(others[0])} is no part of this import, and would be a deck of its course; "
            "move it away, or name another folder with -o."
        )


def _read(file: Path, encoding: str | None) -> "Document":
    """Read a file to import, in an encoding where one is named. Raises CommandError where that can't be."""
    from mkdeck.importers.draft import Document
    from mkdeck.importers.errors import UnreadableError
    from mkdeck.importers.sources import archives, decoding

    try:
        packed, content = _read_piped() if file == STDIN else (_check_size(file), file.read_bytes())
        if not content.strip():
            raise CommandError(f"{show_path(file)} is empty, so there is nothing to import.")
        if encoding and not (packed and archives.holds_xml(content)):
            content = decoding.recode(content, encoding)
    except UnreadableError as error:
        place = f"{show_path(file)}:{error.line}" if error.line else show_path(file)
        raise CommandError(f"{place}: {error}.") from error
    except OSError as error:
        raise CommandError(f"{file} can't be read: {error.strerror}.") from error
    return Document(show_path(file), content, file.parent, encoding or "")


def _read_piped() -> tuple[bool, bytes]:
    """Return whether standard input is an archive, and its bytes. Raises CommandError where they are too many."""
    from mkdeck.importers.sources import archives

    invite()
    content = read_standard_input(archives.MAX_BYTES)
    packed = archives.is_archive(content[:4])
    if len(content) > (archives.MAX_BYTES if packed else MAX_BYTES):
        raise CommandError("standard input is too large to be imported; split it, and import the parts.")
    return packed, content


def _check_size(file: Path) -> bool:
    """Whether a file is an archive. Raises CommandError where it is no file, or too large to be read."""
    from mkdeck.importers.sources import archives

    if file.exists() and not file.is_file() and not file.is_dir():  # reading a pipe may never end
        raise CommandError(f"{file} is no regular file; save what it gives as one.")
    with file.open("rb") as opened:
        packed = archives.is_archive(opened.read(4))
    size = file.stat().st_size
    if packed and size > archives.MAX_BYTES:
        raise CommandError(
            f"{file} is larger than {archives.MAX_BYTES // 2**30} GB; export the questions without the course."
        )
    if not packed and size > MAX_BYTES:
        raise CommandError(f"{file} is larger than {MAX_BYTES // 2**20} MB; split it, and import the parts.")
    return packed


def _look(targets: Iterable[Path]) -> dict[Path, str | None]:
    """Return the digests of the files that an import may write over, as they are before it begins."""
    known: dict[Path, str | None] = {}
    for path in (path for target in targets for path in (_list_own(target) if target.is_dir() else [target])):
        with suppress(OSError):  # what can't be read is named where it is to be written over
            if path.is_file():
                known[path] = find_digest(path)
    return known


def _list_own(folder: Path) -> Iterator[Path]:
    """Yield what stands in a course's folder where an import may write; it may hold much else, such as `.git`."""
    from mkdeck.course.schema_files import FOLDER as SCHEMAS
    from mkdeck.importers.sources.attachments import FOLDER
    from mkdeck.importers.writing.course import STYLE_FILE

    yield folder / STYLE_FILE
    for place, pattern in ((folder, "*.yaml"), (folder / SCHEMAS, "*.json"), (folder / FOLDER, "*")):
        yield from place.glob(pattern)


def _write(batches: "list[Batch]", known: Mapping[Path, str | None], *, force: bool) -> None:
    """Write all decks and their media, or none of them."""
    homes: dict[Path, list[Write]] = {}
    several = len(batches) > 1
    common = _find_common(batch.target for batch in batches)
    for batch in batches:
        if batch.pages:
            own = batch.folder.parent if several and not batch.folder.exists() else batch.folder
            homes.setdefault(common if several and os.access(common, os.W_OK) else own, []).extend(
                [*_list_media(batch, known, force=force)]
                + [Write(path, text.encode(), known.get(path)) for path, text in batch.pages.items()]
            )
    write_together(homes)


def _find_common(targets: Iterable[Path]) -> Path:
    """Return the innermost folder that all targets lie in."""
    return Path(os.path.commonpath([target.parent.resolve() for target in targets]))


def _list_media(batch: "Batch", known: Mapping[Path, str | None], *, force: bool) -> Iterator[Write]:
    """Return the media that are not there yet. Raises CommandError where another file of that name is."""
    for file in batch.media:
        path = batch.folder / file.name
        there = known.get(path) or find_digest(path)
        if there == hashlib.sha256(file.content).hexdigest():
            continue
        if there and not force:
            raise CommandError(
                f"{show_path(path)} is there already, and is another file; --force writes over it, -o names another "
                "place."
            )
        yield Write(path, file.content, there)
