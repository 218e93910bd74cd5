"""Put a site's files in place, and take away those of the last one, but nothing that somebody else put there.

Everything is written to a stage inside the folder first, so a full disk changes nothing. Then the files are moved:
media and packages, then pages, an index after what it names. Every page works with the files of either edition, so a
run that is killed halfway leaves a site that works, and the next run ends what it began.
"""

import json
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path, PurePosixPath

from mkdeck.diagnostics import CommandError, tell_reason
from mkdeck.files.digests import find_digest
from mkdeck.files.stages import check_unchanged, hold, open_in_one_step

MANIFEST = "mkdeck-site.json"
_STAGE = ".mkdeck-site.part"
_LOCK = "lock"


@contextmanager
def open_site(folder: Path) -> Iterator[Path]:
    """Return an empty folder to write a site into; when all went well, its files take their places in `folder`.

    Raises CommandError if a file that is not of an earlier site stands in the way, or the folder can't be written;
    then nothing in it has changed.
    """
    existed = folder.exists()
    known = find_digest(folder / MANIFEST)
    stage = folder / _STAGE
    try:
        _make_stage(stage)
        with hold(stage / _LOCK) as held:
            if not held:
                raise CommandError(f"another mkdeck writes to {folder} just now; run this again when it is done.")
            try:
                site = stage / "site"
                shutil.rmtree(site, ignore_errors=True)
                site.mkdir()
                yield site
                _place(site, folder, known)
            finally:
                shutil.rmtree(stage, ignore_errors=True)
                if not existed and not any(folder.iterdir()):
                    folder.rmdir()
    except OSError as error:
        raise CommandError(f"{_name(folder, error)} can't be written: {tell_reason(error)}.") from error


def _name(folder: Path, error: OSError) -> Path:
    """Return the file of a site that could not be put in place, or else the site's folder."""
    name = error.filename2
    return Path(name) if name and _STAGE not in Path(name).parts else folder


def _make_stage(stage: Path) -> None:
    """Make the stage with its lock; one that a killed run left is used again."""
    left = stage.exists()
    try:
        stage.mkdir(parents=True, exist_ok=True)
        (stage / _LOCK).touch()
    except OSError as error:
        if not left:
            raise
        raise CommandError(
            f"{stage} can't be written: {error.strerror or error}. Another run of mkdeck left it, perhaps another "
            "user's; remove it if none writes there now, and run this again."
        ) from error


def holds_courses(folder: Path) -> bool:
    """Whether the site that is in a folder already has a folder for each course."""
    return any(name.count("/") == 1 and name.endswith("/index.html") for name in _read_manifest(folder))


def holds_one_course(folder: Path) -> bool:
    """Whether the site that is in a folder has the pages of its only course there."""
    return "index.html" in (names := _read_manifest(folder)) and not any(name.endswith("/index.html") for name in names)


def _place(site: Path, folder: Path, known: str | None) -> None:
    own = _read_manifest(folder)
    check_unchanged(folder / MANIFEST, known)
    names = sorted((path.relative_to(site).as_posix() for path in site.rglob("*") if path.is_file()), key=_rank)
    # What somebody else put there, and is the same, such as .nojekyll, stays theirs.
    new = [name for name in names if name in own or not _is_same(site / name, folder / name)]
    for name in new:
        _check_place(name, folder, own)
    # As long as files are moved, those of both editions are mkdeck's.
    _write_manifest(folder, {*own, *new})
    for name in new:
        target = folder / name
        _check_place(name, folder, own)  # again: somebody may have put a file there meanwhile
        target.parent.mkdir(parents=True, exist_ok=True)
        (site / name).replace(target)
    for name in sorted(own - set(new)):
        _remove(name, folder)
    _write_manifest(folder, set(new))


def _rank(name: str) -> tuple[int, str]:
    path = PurePosixPath(name)
    return (2 + (len(path.parts) == 1) if path.name == "index.html" else int(path.suffix == ".html"), name)


def _is_same(one: Path, other: Path) -> bool:
    return other.is_file() and one.read_bytes() == other.read_bytes()


def _check_place(name: str, folder: Path, own: set[str]) -> None:
    for part in (name, *map(str, PurePosixPath(name).parents)):
        path = folder / part
        if not (path.exists() or path.is_symlink()):
            continue
        fits = path.is_dir() if part != name else name in own and not path.is_dir()
        if not fits:
            raise CommandError(
                f"{path} is in the way: mkdeck did not write it. Remove it, or choose another folder with -o."
            )
    if not (folder / name).parent.resolve().is_relative_to(folder.resolve()):
        raise CommandError(f"{folder / name} would lie outside of {folder}; remove the link that leads there.")


def _read_manifest(folder: Path) -> set[str]:
    """Read which files mkdeck wrote; only such that can be inside the folder count."""
    path = folder / MANIFEST
    if not path.exists():
        return set()
    try:
        names = json.loads(path.read_text("utf-8") if path.is_file() else "")["files"]
        return {name for name in names if _is_inside(name)}
    except (ValueError, TypeError, KeyError) as error:
        raise CommandError(
            f"{path} can't be read, so mkdeck does not know which files are its own; "
            "remove what it wrote, and this file, or choose another folder with -o."
        ) from error


def _is_inside(name: object) -> bool:
    return isinstance(name, str) and bool(name) and not {"..", "/", ""} & set(name.split("/")) and "\\" not in name


def _write_manifest(folder: Path, names: set[str]) -> None:
    manifest = {
        "about": "Files that `mkdeck site` wrote; the next run replaces or removes them.",
        "files": sorted(names),
    }
    with open_in_one_step(folder / MANIFEST) as file:
        file.write(json.dumps(manifest, indent=0, ensure_ascii=False).encode() + b"\n")


def _remove(name: str, folder: Path) -> None:
    path = folder / name
    if not path.parent.resolve().is_relative_to(folder.resolve()) or path.is_dir():
        return
    path.unlink(missing_ok=True)
    for parent in list(PurePosixPath(name).parents)[:-1]:
        if (folder / parent).is_dir() and not any((folder / parent).iterdir()):
            (folder / parent).rmdir()
