"""Proves that the preview shows what Anki shows, soon after a save, and keeps to this machine."""

import re
import signal
import socket
import time
from dataclasses import replace
from pathlib import Path
from urllib.parse import quote, urlsplit

import pytest

from apart import Apart, wait_at
from conftest import Build, Run
from mkdeck.checks import list_style
from mkdeck.compiler import compile_course
from mkdeck.preview.quick import recompile_deck
from mkdeck.preview.security import name_hosts
from mkdeck.preview.view import make_view
from mkdeck.rehearsal.student import Student
from mkdeck.rendering.formulas import to_mathml
from mkdeck.rendering.templates import TemplateError, render_card
from pages.previews import DECKS, PICTURE, Preview
from saves import change

# --- The same cards as in Anki


def same_sounds(page: str) -> str:
    return re.sub(r"\[(sound|anki:play):[^\]]*\]", "[play]", page)


@pytest.mark.parametrize("name", ["recurrent-networks", "tour"])
def test_every_card_is_rendered_as_anki_renders_it(name: str, build: Build, student: Student) -> None:
    package = compile_course(DECKS / name, 1_700_000_000).package
    student.take(build(DECKS / name))
    notetypes = {notetype.note_class: notetype for notetype in package.notetypes}
    cards = [(note, ordinal) for note in package.notes for ordinal in note.cards]
    assert cards
    for note, ordinal in cards:
        front, back = student.render(note.guid, ordinal)
        sides = render_card(notetypes[note.note_class], note, ordinal)
        assert (same_sounds(sides.front), same_sounds(sides.back)) == (front and same_sounds(front), same_sounds(back))


@pytest.mark.parametrize(
    "text",
    [
        "{{c1::a}} {{c2::b::hint}} {{c1::c::}}",
        "{{c1::out {{c2::in}} out}} and {{c2::out {{c1::in::hint}}::outer}}",
        "{{c1::unclosed {{c2::closed}} and lost",
        "stray }} before {{c1::a}} and }} after",
        "{{c1,2::both}} {{ c1::none}} {{c1:none}} {{c1::}}",
        r"\(x = {{c1::a<b>b</b>::h}} + {{c2::\frac{a}{ {b} }}}\) \[{{c2::<i>y</i>}}\] {{c1::z}}",
        "{{c1::& \"q\" 'a' <i>x</i> é ü ÿ Ā 日 😀 -_.,/\\`\t}} {{c2::::h}} {{c2::a::b::c}}",
        "{{c1::" * 12 + "deep" + "}}" * 12 + " {{c2::b}}",
        "{{c12::twelve}} {{c1::one}} {{c2::two}}",
    ],
)
def test_gaps_are_shown_as_anki_shows_them(text: str, honey: Path, build: Build, student: Student) -> None:
    package = compile_course(honey, 1_700_000_000).package
    student.take(build(honey))
    (note,) = [note for note in package.notes if note.id == "dance"]
    (notetype,) = [each for each in package.notetypes if each.note_class == "cloze"]
    student.edit(note.guid, "Text", text)
    fields = student.note(note.guid).fields
    for ordinal in (0, 1):
        front, back = student.render(note.guid, ordinal)
        if "No cloze" not in front:
            sides = render_card(notetype, replace(note, fields=tuple(fields)), ordinal)
            assert (sides.front, sides.back) == (front, back)


def test_a_template_that_is_not_understood_is_refused(honey: Path) -> None:
    package = compile_course(honey, 1_700_000_000).package
    for template in ("{{type:Question}}", "{{Nothing}}", "{{#Hint}}", "{{#Hint}}{{/Answer}}"):
        notetype = replace(package.notetypes[0], front=template)
        with pytest.raises(TemplateError):
            render_card(notetype, package.notes[0], 0)


def test_math_is_set_without_scripts_and_never_lost() -> None:
    assert to_mathml(r"\frac{1}{\sqrt{2}}", display=True).startswith('<math display="block">')
    assert "<mfrac>" in to_mathml(r"\frac{1}{\sqrt{2}}", display=False)
    assert "<mtable" in to_mathml(r"\begin{aligned}a&=b\\c&=d\end{aligned}", display=True)
    assert r"\nonsense" in to_mathml(r"x \nonsense y", display=False)
    assert re.fullmatch(
        r'<code class="math-fault" title="[^"]*">\\frac\{a&lt;</code>', to_mathml(r"\frac{a<", display=False)
    )


# --- Quick, and right


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("How long does", "How many years does"),
        ("  - id: queen\n", "  - \n"),
        ("deck: 02 Bees", "deck: 03 Bees\ntags: [new]"),
        ("type: cloze", "type: clozed"),
        ("questions:", "questions: ["),
        ("angle::of what?", "angle ![hum](hum.mp3)"),
        ("Some years.", "[nowhere](nowhere) $x"),
        ("  - id: dance\n", "  - {type: true-false, question: Which sugars?, answer: true}\n  - id: dance\n"),
    ],
)
@pytest.mark.parametrize("asked", [frozenset[str](), list_style()], ids=["grave", "style"])
def test_one_file_is_compiled_as_the_whole_course_is(old: str, new: str, asked: frozenset[str], honey: Path) -> None:
    last = compile_course(honey, 1_700_000_000, asked=asked)
    change(honey / "02.yaml", old, new)
    quick = recompile_deck(last, honey / "02.yaml", 1_700_000_000)
    whole = compile_course(honey, 1_700_000_000, asked=asked)
    assert quick
    assert quick.package.notes == whole.package.notes
    assert set(quick.package.media) >= set(whole.package.media)
    assert quick.course.entries == whole.course.entries
    assert quick.diagnostics == whole.diagnostics
    assert recompile_deck(last, honey / "comb.svg", 1_700_000_000) is None


TURNED = """\
questions:
  - {id: comb, type: short-answer, question: What do bees build?, answer: A comb, reverse: true}
  - {type: short-answer, question: Who lays the eggs?, answer: The queen, reverse: true}
  - {id: last, type: short-answer, question: What do bees dance?, answer: A way}
"""


@pytest.mark.parametrize(
    ("old", "new", "stale", "gone"),
    [
        ("answer: A comb", "answr: A comb", ["comb", "comb.reverse"], []),
        ("A comb, reverse: true", "A comb, reverse: maybe", ["comb.reverse"], []),
        ("A comb, reverse: true", "A comb", [], ["comb.reverse"]),
        ("answer: The queen", "answr: The queen", ["who-lays-the-eggs", "who-lays-the-eggs.reverse"], []),
        ("answer: A way", "answr: A way", ["last"], []),
    ],
)
def test_a_slip_in_a_question_takes_neither_of_its_cards(
    old: str, new: str, stale: list[str], gone: list[str], tmp_path: Path
) -> None:
    path = tmp_path / "deck.yaml"
    path.write_text(TURNED)
    last = compile_course(path, 1)
    view = make_view(last, None)
    change(path, old, new)
    later = make_view(compile_course(path, 1), view)
    assert [item.key for item in later.items if item.stale] == stale
    assert [each for each in view.by_key if each not in later.by_key] == gone
    change(path, "questions:", "questions: [")
    assert list(make_view(compile_course(path, 1), later).by_key) == list(later.by_key)


# --- For this machine only


def test_only_its_own_address_is_answered(still: Preview) -> None:
    port = still.host.rpartition(":")[2]
    for host in (still.host, f"localhost:{port}"):
        assert still.ask("/courses/honey/", Host=host).status == 200
    for host in ("evil.example", f"evil.example:{port}", "127.0.0.1", "127.0.0.1:1", f"[::1]:{port}", ""):
        answer = still.ask("/courses/honey/", Host=host)
        assert answer.status == 421
        assert "Honey" not in answer.text


def test_the_port_that_browsers_leave_out_may_be_left_out() -> None:
    assert name_hosts("127.0.0.1", 80) == {"127.0.0.1:80", "localhost:80", "127.0.0.1", "localhost"}
    assert name_hosts("127.0.0.1", 8080) == {"127.0.0.1:8080", "localhost:8080"}


def test_every_answer_has_a_strict_policy(still: Preview) -> None:
    for path in ("/", "/courses/honey/", "/static/page.js", "/nowhere", "/courses/honey/media/nothing"):
        policy = still.ask(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert "frame-ancestors 'none'" in policy
    card = still.ask("/courses/honey/cards/keeps/0")
    policy = card.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox" in policy
    assert "connect-src" not in policy
    assert card.headers["x-content-type-options"] == "nosniff"


def test_nothing_but_the_media_of_the_course_is_served(preview: Preview, honey: Path) -> None:
    media = {each.path.name: each.name for each in compile_course(honey, 0).package.media}
    answer = preview.ask(f"/courses/honey/media/{media['comb.svg']}")
    assert (answer.status, answer.headers["content-type"], answer.text) == (200, "image/svg+xml", PICTURE.decode())
    assert answer.headers["content-security-policy"].endswith("sandbox")
    part = preview.ask(f"/courses/honey/media/{media['hum.mp3']}", Range="bytes=0-2")
    assert (part.status, part.text) == (206, "ID3")
    refused = [
        "comb.svg", "secret.svg", "course.yaml", "01.yaml", "../course.yaml", "..%2fcourse.yaml", "%2e%2e/course.yaml",
        "..%5ccourse.yaml", "%2fetc%2fpasswd", "/etc/passwd", "....//course.yaml", "%00", quote(str(honey / "01.yaml")),
    ]  # fmt: skip
    for folder in ("/courses/honey/media/", "/static/", "/courses/honey/cards/", "/courses/", "/"):
        for name in refused:
            assert preview.ask(folder + name).status in (404, 307), name
    assert preview.ask("/courses/other/").status == 404
    outside = honey.parent / "outside.svg"
    outside.write_bytes(PICTURE)
    (honey / "comb.svg").unlink()
    (honey / "comb.svg").symlink_to(outside)
    assert preview.ask(f"/courses/honey/media/{media['comb.svg']}").status == 404


def test_a_port_that_is_taken_is_said(still: Preview, honey: Path, mkdeck: Run) -> None:
    port = still.host.rpartition(":")[2]
    outcome = mkdeck("preview", "--no-open", "--port", port, honey)
    assert outcome.code == 2
    assert outcome.err.startswith(f"mkdeck: port {port} can't be used: ")


def test_a_course_that_is_not_there_is_said(mkdeck: Run, tmp_path: Path) -> None:
    assert mkdeck("preview", "--no-open", tmp_path / "nothing").code == 2


def test_what_connects_as_it_ends_is_not_waited_for(honey: Path) -> None:
    running = Apart(
        honey.parent, *"preview --no-open --port 0 honey".split(), first=wait_at("mkdeck.preview.server.choose")
    )
    address = urlsplit(running.read_line().split()[0])
    place = (address.hostname, address.port)
    with socket.create_connection(place) as asking, socket.create_connection(place):
        asking.sendall(f"GET /courses/honey/ HTTP/1.1\r\nHost: {address.netloc}\r\n\r\n".encode())
        running.wait()
        with socket.create_connection(place):
            running.send(signal.SIGINT)
            time.sleep(0.2)  # so that it looks whether it is to end as soon as it may go on, before it takes the last
            assert running.finish().returncode == 0
