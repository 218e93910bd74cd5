"""What every import must keep, whatever it is given."""

from pathlib import Path
from tempfile import TemporaryDirectory

from mkdeck.compiler import compile_course
from mkdeck.course.model import parse_deck
from mkdeck.course.yaml_source import Source, load
from mkdeck.diagnostics import CommandError
from mkdeck.importers.draft import Document
from mkdeck.importers.pipeline import Batch, import_files


def import_one(
    content: bytes, format_name: str | None = None, name: str = "source", folder: Path | None = None
) -> Batch | None:
    """Import a document, check the contract, and give the batch; None where it is refused as a whole."""
    target = Path("/nowhere/deck.yaml")
    try:
        batch = import_files([Document(name, content, folder)], target, format_name, append=False)
    except CommandError as fault:
        refusal = str(fault)
    else:
        refusal = ""
    if refusal:
        assert refusal.startswith(name)
        assert "\n" not in refusal
        return None
    (account,) = batch.accounts
    assert account.found == account.imported + len(account.skipped)
    assert all(skipped.line > 0 and skipped.reason for skipped in account.skipped)
    if not batch.text:
        assert not account.imported
        return batch
    value, findings = load(Source(target, "deck.yaml", batch.text))
    assert not findings, (findings, batch.text)
    _, questions, wrong = parse_deck(value, "deck.yaml")
    assert all("`answer` is missing" in each.message for each in wrong), (wrong, batch.text)
    assert len(questions) + len(wrong) == account.imported
    ids = [each["id"] for each in value["questions"]]  # type: ignore[index,call-overload]
    assert len(set(map(str, ids))) == account.imported
    _check(batch)
    again = import_files([Document(name, content, folder)], target, format_name, append=False)
    assert again.text == batch.text
    return batch


def _check(batch: Batch) -> None:
    """Have mkdeck itself check the deck: it finds no error, and names what the source leaves open, which are drafts."""
    with TemporaryDirectory() as folder:
        deck = Path(folder) / "alone" / "deck.yaml"  # mkdeck looks around it, and beside the folder may stand thousands
        deck.parent.mkdir()
        for file in batch.media:
            (deck.parent / file.name).parent.mkdir(exist_ok=True)
            (deck.parent / file.name).write_bytes(file.content)
        deck.write_text(batch.text, "utf-8")
        found = compile_course(deck, 0, with_drafts=True).diagnostics
    assert [each for each in found if each.severity == "error"] == [], batch.text
    left_open = [each for each in found if each.rule == "no-right-choice" or "`answer` is missing" in each.message]
    assert len(left_open) == batch.undecided
    told = sum(each.message.startswith("this is a draft: ") for each in batch.accounts[0].remarks)
    assert batch.undecided <= batch.text.count("\n    draft: true\n") <= batch.undecided + told
