"""Proves which files a site has, that they hang together by themselves, and that nobody else's are touched."""

import gzip
import json
import re
import sys
from collections.abc import Mapping
from pathlib import Path
from textwrap import dedent

import pytest

from conftest import Outcome, Run, Write
from mkdeck.notetypes import languages
from mkdeck.site.placing import MANIFEST, open_site
from mkdeck.text.anki_gaps import list_answers

sys.path.insert(0, str(Path(__file__).parents[1] / "benchmarks"))
from bank import write_bank

DECKS = Path(__file__).parents[2] / "decks"
GOLDEN = Path(__file__).parents[1] / "site"
TIME = {"SOURCE_DATE_EPOCH": "1700000000"}
DRAFT = "  Honey: draft, never released: every note has the time that SOURCE_DATE_EPOCH says\n"
TWO = {
    "course.yaml": "course: Honey\nid: honey",
    "01.yaml": "deck: Bees\nquestions: [{id: a, type: true-false, question: Bees fly., answer: true}]",
    "02.yaml": "deck: Hive\nquestions: [{id: b, type: short-answer, question: What is it?, answer: A home.}]",
}


def read(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def make(mkdeck: Run, *paths: Path, output: Path) -> set[str]:
    done = mkdeck("site", *paths, "--draft", "-o", output, env=TIME)
    assert done.code == 0, done.err
    return set(read(output))


OF_A_COURSE = {"index.html", "cards.css", "cards.js", "page.css", "test.js", "honey.apkg"}


# --- Which files, and what is in them


def test_a_second_course_moves_the_pages_of_the_first_and_says_so(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    course(TWO, name="decks/honey")
    make(mkdeck, tmp_path / "decks", output=tmp_path / "public")
    course({**TWO, "course.yaml": "course: Wax\nid: wax"}, name="decks/wax")
    moved = (
        "  a course had its pages in public itself; now each has a folder there, so the addresses that students have "
        "change: tell them, or make a site of each course, with a path and -o\n"
    )
    assert moved in mkdeck("site", "decks", "-o", "public", cwd=tmp_path, env=TIME).out
    assert moved not in mkdeck("site", "decks", "-o", "public", cwd=tmp_path, env=TIME).out


def test_a_course_is_an_index_a_page_for_each_deck_and_the_package(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    folder = course(TWO)
    done = mkdeck("site", folder, "--draft", "-o", "public", cwd=tmp_path, env=TIME)
    assert (done.code, done.out) == (0, f"public/index.html: 1 course, 2 decks, 2 questions\n{DRAFT}")
    files = read(tmp_path / "public")
    assert set(files) == OF_A_COURSE | {"bees.html", "hive.html", ".nojekyll", MANIFEST}
    assert mkdeck("build", folder, "-o", tmp_path / "build", env=TIME).code == 0
    assert files["honey.apkg"] == (tmp_path / "build" / "honey.apkg").read_bytes()
    assert "Last changed: 2023-11-14" in files["index.html"].decode()


def test_without_a_path_it_is_the_shelf_in_decks_and_goes_to_public(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    course(TWO, name="decks/honey")
    assert (
        mkdeck("site", "--draft", cwd=tmp_path, env=TIME).out
        == f"public/index.html: 1 course, 2 decks, 2 questions\n{DRAFT}"
    )


def test_a_shelf_is_an_index_and_a_folder_for_each_course(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    course(TWO, name="shelf/honey")
    course({"course.yaml": "course: Wax\nid: wax", "01.yaml": TWO["01.yaml"]}, name="shelf/wax")
    files = make(mkdeck, tmp_path / "shelf", output=tmp_path / "site")
    honey = {f"honey/{name}" for name in OF_A_COURSE | {"bees.html", "hive.html"}}
    wax = {f"wax/{name}" for name in OF_A_COURSE - {"honey.apkg"} | {"bees.html", "wax.apkg"}}
    assert files == honey | wax | {"index.html", "cards.css", "page.css", ".nojekyll", MANIFEST}
    assert 'href="../index.html"' in (tmp_path / "site" / "wax" / "index.html").read_text()


def test_what_is_retired_is_not_asked(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    picture = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
    retired = "retired: Wrong."
    files: dict[str, str | bytes] = {
        **TWO,
        "02.yaml": f"""\
            deck: Hive
            questions:
              - {{id: b, type: short-answer, question: "![x](x.svg) It?", answer: A home., {retired}}}
            """,
        "03.yaml": f"""\
            deck: Wax
            questions:
              - {{id: c, type: short-answer, question: Old?, answer: Yes., {retired}}}
              - {{id: d, type: short-answer, question: New?, answer: Yes.}}
            """,
        "x.svg": picture,
    }
    names = make(mkdeck, course(files), output=tmp_path / "site")
    assert names == OF_A_COURSE | {"bees.html", "wax.html", ".nojekyll", MANIFEST}
    assert "Old?" not in (tmp_path / "site" / "wax.html").read_text()


def test_a_course_of_retired_questions_has_no_decks_to_test(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    retired = TWO["01.yaml"].replace("answer: true", "answer: true, retired: Wrong.")
    names = make(mkdeck, course({"course.yaml": TWO["course.yaml"], "01.yaml": retired}), output=tmp_path / "site")
    assert names == OF_A_COURSE | {".nojekyll", MANIFEST}
    assert 'id="decks"' not in (tmp_path / "site" / "index.html").read_text()


def test_a_loose_file_is_a_course_too(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    folder = course({"honey.yaml": TWO["01.yaml"].replace("deck: Bees\n", "")})
    names = make(mkdeck, folder / "honey.yaml", output=tmp_path / "site")
    assert names == OF_A_COURSE | {"honey.html", ".nojekyll", MANIFEST}


def test_media_are_copied_by_the_names_of_their_content(mkdeck: Run, tmp_path: Path) -> None:
    names = make(mkdeck, DECKS / "tour", output=tmp_path / "site")
    media = {name for name in names if name.startswith("media/")}
    assert {re.sub(r"-[0-9a-f]{12}", "", name) for name in media} == {
        "media/pipeline.svg",
        "media/two-tones.mp3",
        "media/circle.mp4",
    }


def test_pages_of_names_that_look_alike_do_not_meet(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    one = "questions: [{id: q%d, type: true-false, question: Yes., answer: true}]"
    decks = ["Index", "A::B", "A B", "日本", "A-B", "?", "../../etc"]
    files = {f"{i}.yaml": f"deck: '{name}'\n{one % i}" for i, name in enumerate(decks)}
    names = make(mkdeck, course({"course.yaml": TWO["course.yaml"], **files}), output=tmp_path / "site")
    pages = {name for name in names if name.endswith(".html")}
    assert len(pages) == len(decks) + 1
    assert all(re.fullmatch(r"[a-z0-9-]+\.html", page) for page in pages)


def test_names_are_shown_as_they_are_typed(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    files = {
        "course.yaml": "course: \"<b>'Honey'</b> & {{ wax }}\"\nid: honey\nauthors: ['<i>']",
        "01.yaml": TWO["01.yaml"].replace("Bees", "'</title><script>alert(1)</script>'", 1),
    }
    make(mkdeck, course(files), output=tmp_path / "site")
    for page in (tmp_path / "site").glob("*.html"):
        text = page.read_text()
        assert "<script>" not in text
        assert "<b>" not in text
        assert "&lt;b&gt;&#39;Honey&#39;&lt;/b&gt; &amp; {{ wax }}" in text


def test_nothing_is_loaded_from_elsewhere(mkdeck: Run, tmp_path: Path) -> None:
    make(mkdeck, DECKS, output=tmp_path / "site")
    for name, content in read(tmp_path / "site").items():
        if not name.endswith((".html", ".css", ".js")):
            continue
        text = content.decode()
        loaded = re.findall(r'\bsrc="([^"]*)"|<link [^>]*href="([^"]*)"|url\(([^)]*)\)|@import ([^;]*)', text)
        for address in ("".join(each) for each in loaded):
            assert address == "data:," or re.fullmatch(r"(media/)?[a-z0-9.-]+(\?[0-9a-f]{8})?", address), (
                name,
                address,
            )
            if address != "data:,":
                assert (tmp_path / "site" / name).parent.joinpath(address.split("?")[0]).is_file(), (name, address)
        if name.endswith(".html"):
            assert "default-src 'none'; script-src 'self' file:;" in text
            assert not re.search(r"<script(?! (defer )?src=)| on[a-z]+=|<style", text), name
            for link in re.findall(r'<a [^>]*href="([^"]*)"', text):
                assert link.startswith(("https://", "#")) or (tmp_path / "site" / name).parent.joinpath(link).is_file()


@pytest.mark.parametrize("language", sorted(languages()))
def test_pages_speak_the_language_of_the_course(language: str, course: Write, mkdeck: Run, tmp_path: Path) -> None:
    settings = f"course: Honey\nid: honey\nlanguage: {language}"
    make(mkdeck, course({**TWO, "course.yaml": settings}), output=tmp_path / "site")
    words = languages()[language]
    index, deck = ((tmp_path / "site" / name).read_text() for name in ("index.html", "hive.html"))
    assert f'<html lang="{language}" dir="ltr">' in index
    for key in ("study_with_anki", "download", "how_desktop", "how_android", "how_ios", "new_edition", "decks"):
        assert words[key] in index, key
    for key in ("start", "check", "show_answer", "knew_it", "again", "answer_key", "print", "kept_here", "answer"):
        assert words[key] in deck, key
    own = {key: word for key, word in words.items() if language != "en" and word == languages()["en"][key]}
    assert set(own) <= {"date", "hint", "name", "source", "explanation", "its_question"}, own
    for key in ("place", "total", "score"):
        assert {"{n}", "{m}"} == set(re.findall(r"\{\w+\}", words[key])), key


def test_the_same_course_and_time_give_the_same_bytes(mkdeck: Run, tmp_path: Path) -> None:
    for name in ("one", "two"):
        make(mkdeck, DECKS, output=tmp_path / name)
    assert read(tmp_path / "one") == read(tmp_path / "two")


def test_a_small_deck_makes_this_very_page(mkdeck: Run, tmp_path: Path) -> None:
    make(mkdeck, GOLDEN / "course", output=tmp_path / "site")
    for golden in sorted(GOLDEN.glob("*.html")):
        page = (tmp_path / "site" / golden.name).read_text("utf-8")
        # The digests of styles and scripts, and the package's size, are no part of what the page says.
        page = re.sub(r"\?[0-9a-f]{8}\b", "?", page)
        assert re.sub(r"· \d+ kB ·", "· ? kB ·", page) == golden.read_text("utf-8")


@pytest.mark.parametrize(
    ("field", "answers"),
    [
        ("{{c1::a}} {{c2::b::hint}} {{c1::c}}", [("1", "a"), ("2", "b"), ("1", "c")]),
        ("{{c1::out {{c2::in::h}} out}}", [("1", "out in out"), ("2", "in")]),
        (r"\(x = {{c1::\frac{a}{ {b} } }}\) {{c2::\(y\)}}", [("1", r"\(\frac{a}{ {b} } \)"), ("2", r"\(y\)")]),
        (r"\[{{c1::x {{c2::y}}}}\]", [("1", r"\[x y\]"), ("2", r"\[y\]")]),
        ("no gap }} and {{c1::one that never ends", []),
    ],
)
def test_the_key_gives_what_stands_behind_each_gap(field: str, answers: list[tuple[str, str]]) -> None:
    assert list_answers(field) == answers


# --- Small


def sizes(site: Path) -> tuple[int, int]:
    """Give the bytes that a deck's page takes with all its styles and scripts, on disk and as a server sends them."""
    (deck,) = (path for path in site.glob("*.html") if path.name != "index.html")
    parts = [path.read_bytes() for path in (deck, *site.glob("*.css"), *site.glob("*.js"))]
    return sum(map(len, parts)), sum(len(gzip.compress(part)) for part in parts)


def test_a_deck_of_100_questions_is_small(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    question = """
          - id: question-{i}
            type: multiple-choice
            question: What becomes of the gradient number {i} on its way back through a hundred steps?
            choices:
              - It keeps its size, as every step has the same weights
              - wrong: It grows by one with every step that it takes
                feedback: Nothing is added on the way.
              - correct: It shrinks, as most slopes are smaller than one
              - It is set to zero at the border of each sequence
            explanation: It is multiplied with $W_h$ once a step. Read *Lecture 7* again, where this is shown.
        """
    questions = "\n".join(dedent(question).format(i=i).strip("\n") for i in range(100))
    text = "deck: Gradients\nquestions:\n" + "\n".join(f"  {line}" for line in questions.splitlines())
    make(mkdeck, course({"course.yaml": TWO["course.yaml"], "01.yaml": text}), output=tmp_path / "site")
    on_disk, sent = sizes(tmp_path / "site")
    assert on_disk < 160_000
    assert sent < 30_000


def test_long_questions_cost_little_more_than_their_text(mkdeck: Run, tmp_path: Path) -> None:
    written = write_bank(tmp_path / "bank", 100)
    make(mkdeck, tmp_path / "bank", output=tmp_path / "site")
    on_disk, sent = sizes(tmp_path / "site")
    assert on_disk < 2 * written
    assert sent < 60_000


# --- In its place


def test_errors_of_one_course_let_no_site_be_made(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    course(TWO, name="shelf/honey")
    course({"course.yaml": "course: Wax\nid: wax", "01.yaml": "deck: Wax\nquestions: [{type: nothing}]"}, "shelf/wax")
    done = mkdeck("site", "shelf", "-o", "site", cwd=tmp_path)
    assert done.code == 1
    assert done.out == ""
    assert "shelf/wax: 1 error" in done.err
    assert done.err.endswith("site: no site is made as long as there are errors.\n")
    assert not (tmp_path / "site").exists()


def test_two_courses_of_one_id_are_an_error(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    course(TWO, name="shelf/one")
    course(TWO, name="shelf/two")
    done = mkdeck("site", "shelf", "-o", "site", cwd=tmp_path)
    assert done.code == 1
    said = "error: the id 'honey' is that of shelf/one, too; give the newer of the two courses another [duplicate-id]\n"
    assert said in done.err
    assert not (tmp_path / "site").exists()


def test_files_of_the_last_site_go_and_files_of_others_stay(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    site = tmp_path / "site"
    foreign = {"CNAME": b"honey.example.org", ".nojekyll": b"", "media/own.png": b"x", ".git/HEAD": b"ref"}
    for name, content in foreign.items():
        (site / name).parent.mkdir(parents=True, exist_ok=True)
        (site / name).write_bytes(content)
    folder = course(TWO)
    assert make(mkdeck, folder, output=site) == {*foreign, *OF_A_COURSE, "bees.html", "hive.html", MANIFEST}
    (folder / "02.yaml").unlink()
    assert make(mkdeck, folder, output=site) == {*foreign, *OF_A_COURSE, "bees.html", MANIFEST}
    assert make(mkdeck, folder, DECKS / "tour", output=site) > {"mkdeck-tour/index.html", "honey/index.html"}
    own = {*(f"honey/{name}" for name in OF_A_COURSE | {"bees.html"}), "index.html", "cards.css", "page.css"}
    assert make(mkdeck, folder, output=site) == {*foreign, *own, MANIFEST}
    assert not (site / "mkdeck-tour").exists()
    assert {name: read(site)[name] for name in foreign} == foreign
    assert json.loads((site / MANIFEST).read_text())["files"] == sorted(own)


@pytest.mark.parametrize("way", ["file", "folder", "file for a folder"])
def test_a_file_of_others_in_the_way_is_an_error_and_nothing_changes(
    way: str, course: Write, mkdeck: Run, tmp_path: Path
) -> None:
    site = tmp_path / "site"
    name = {"file": "hive.html", "folder": "hive.html", "file for a folder": "media"}[way]
    site.mkdir()
    if way == "folder":
        (site / name / "inner").mkdir(parents=True)
    else:
        (site / name).write_text("mine")
    before = sorted(site.rglob("*"))
    picture: Mapping[str, str | bytes] = {"x.svg": b'<svg xmlns="http://www.w3.org/2000/svg"/>'}
    shown = TWO["01.yaml"].replace("Bees fly.", '"![a bee](x.svg) Bees fly."')
    folder = course({**TWO, "01.yaml": shown, **picture})
    done = mkdeck("site", folder, "-o", site)
    assert done.code == 2
    assert done.err == (
        f"mkdeck: {site}/{name} is in the way: mkdeck did not write it. Remove it, or choose another folder with -o.\n"
    )
    assert sorted(site.rglob("*")) == before


@pytest.mark.parametrize("said", ["", "[]", '{"files": 3}', "no JSON"])
def test_a_broken_list_of_files_is_an_error(said: str, course: Write, mkdeck: Run, tmp_path: Path) -> None:
    site = tmp_path / "site"
    site.mkdir()
    (site / MANIFEST).write_text(said)
    done = mkdeck("site", course(TWO), "-o", site)
    assert done.code == 2
    assert f"{MANIFEST} can't be read, so mkdeck does not know which files are its own" in done.err
    assert set(read(site)) == {MANIFEST}


def test_a_list_of_files_leads_nowhere_else(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    site, outside = tmp_path / "site", tmp_path / "outside"
    site.mkdir()
    outside.mkdir()
    (outside / "precious").write_text("x")
    (site / "linked").symlink_to(outside)
    names = ["../outside/precious", str(outside / "precious"), "linked/precious", "", "a//b", 3]
    (site / MANIFEST).write_text(json.dumps({"files": names}))
    make(mkdeck, course(TWO), output=site)
    assert (outside / "precious").exists()


def test_a_link_that_leads_elsewhere_is_not_written_through(mkdeck: Run, tmp_path: Path) -> None:
    site, outside = tmp_path / "site", tmp_path / "outside"
    site.mkdir()
    outside.mkdir()
    (site / "media").symlink_to(outside)
    done = mkdeck("site", DECKS / "tour", "-o", site)
    assert done.code == 2
    assert f"would lie outside of {site}; remove the link that leads there." in done.err
    assert list(outside.iterdir()) == []


def write_texts(site: Path, *names: str, then: Exception | None = None) -> None:
    with open_site(site) as stage:
        for name in names:
            (stage / name).write_text("new")
        if then:
            raise then


def test_a_run_that_ends_halfway_leaves_the_old_site_or_one_that_the_next_run_completes(
    course: Write, mkdeck: Run, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    site = tmp_path / "site"
    folder = course(TWO)
    make(mkdeck, folder, output=site)
    before = read(site)
    with pytest.raises(RuntimeError):
        write_texts(site, "index.html", then=RuntimeError())
    assert read(site) == before

    replace, left = Path.replace, 3

    def replace_some(path: Path, target: Path) -> Path:
        nonlocal left
        left -= 1
        if left < 0:
            raise KeyboardInterrupt
        return replace(path, target)

    (folder / "01.yaml").write_text(TWO["01.yaml"].replace("Bees", "Drones").replace("id: a", "id: c"))
    with monkeypatch.context() as patch:
        patch.setattr(Path, "replace", replace_some)
        with pytest.raises(KeyboardInterrupt):
            write_texts(site, "honey.apkg", "index.html", "drones.html", "cards.css")
    assert (site / "index.html").read_bytes() == before["index.html"]
    assert (site / "honey.apkg").read_text() == "new"
    names = make(mkdeck, folder, output=site)
    assert names == OF_A_COURSE | {"drones.html", "hive.html", ".nojekyll", MANIFEST}
    assert b"new" not in {content for name, content in read(site).items() if name != MANIFEST}


def test_a_folder_that_can_t_be_written_is_an_error(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x")
    done = mkdeck("site", course(TWO), "-o", tmp_path / "file" / "site")
    assert done.code == 2
    assert done.err == f"mkdeck: {tmp_path}/file/site can't be written: Not a directory.\n"


def test_two_runs_at_once_do_not_mix(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    folder, site = course(TWO), tmp_path / "site"
    with open_site(site) as stage:
        (stage / "index.html").write_text("first")
        done = mkdeck("site", folder, "-o", site)
        assert done.code == 2
        assert done.err == f"mkdeck: another mkdeck writes to {site} just now; run this again when it is done.\n"
    assert set(read(site)) == {"index.html", MANIFEST}


@pytest.mark.parametrize("output", [".", "honey", "honey/pictures", "honey/sub/.."])
def test_pages_are_not_mixed_with_what_they_are_made_of(
    output: str, course: Write, mkdeck: Run, tmp_path: Path
) -> None:
    bee = TWO["01.yaml"].replace("Bees fly.", "'![bee](pictures/bee.svg) Bees fly.'")
    picture = b'<svg xmlns="http://www.w3.org/2000/svg"/>'
    folder = course({**TWO, "01.yaml": bee, "pictures/bee.svg": picture, "sub/x.txt": "x"}, name="honey")
    before = read(tmp_path)
    done = mkdeck("site", "honey", "-o", output, cwd=tmp_path)
    inside = "honey/pictures/bee.svg" if "pictures" in output else "honey/course.yaml"
    assert (done.code, done.err) == (
        2,
        f"mkdeck: {output} holds {inside}, which the site is made of; choose a folder for pages alone with -o.\n",
    )
    assert read(tmp_path) == before
    assert mkdeck("site", "-o", "public", cwd=folder).code == 0


def test_a_shelf_that_shrinks_to_one_course_keeps_its_addresses(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    honey = course(TWO, name="honey")
    wax = course({"course.yaml": "course: Wax\nid: wax", "01.yaml": TWO["01.yaml"]}, name="wax")
    both = make(mkdeck, honey, wax, output=tmp_path / "site")
    assert make(mkdeck, honey, output=tmp_path / "site") == {name for name in both if not name.startswith("wax/")}
    page = (tmp_path / "site" / "index.html").read_text()
    assert 'href="honey/index.html"' in page
    assert 'href="wax/index.html"' not in page


def test_a_stage_that_another_run_left_and_that_cannot_be_used_is_named(tmp_path: Path, mkdeck: Run) -> None:
    (tmp_path / "honey.yaml").write_text("questions:\n- {id: a, type: true-false, question: Is it?, answer: true}\n")
    (tmp_path / "public/.mkdeck-site.part/lock").mkdir(parents=True)  # as little to be opened as another user's
    (tmp_path / "public/.mkdeck-site.part/lock").rmdir()
    (tmp_path / "public/.mkdeck-site.part/lock").symlink_to("nowhere/at-all")
    assert mkdeck("site", "honey.yaml", cwd=tmp_path) == Outcome(
        2,
        "",
        "mkdeck: public/.mkdeck-site.part can't be written: No such file or directory. Another run of mkdeck left it, "
        "perhaps another user's; remove it if none writes there now, and run this again.\n",
    )


def test_a_courses_own_style_is_on_pages_as_it_was_written(course: Write, mkdeck: Run, tmp_path: Path) -> None:
    style = '// no comment of CSS\n.prompt { color: red; }\n  .hint::before { content: "a \\\n   b"; }\n'
    settings = TWO["course.yaml"].rstrip() + "\nstyle: own.css\n"
    deck = "questions: [{id: a, type: true-false, question: Q, answer: true}]"
    make(mkdeck, course({"course.yaml": settings, "1.yaml": deck, "own.css": style}), output=tmp_path / "site")
    assert style.strip() in (tmp_path / "site" / "cards.css").read_text("utf-8")
