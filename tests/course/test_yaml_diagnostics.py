"""Proves which diagnostics broken YAML gets: where the mistake is, and what to write instead."""

import codecs
import re
from pathlib import Path

import pytest

from conftest import Run
from course.hostile import SOUND, bomb, check, choices, swap
from mkdeck.questions import TYPES

TOP_KEYS = "'deck', 'description', 'tags', 'source', 'card', 'ignore', 'questions'"
START = "(text that starts with '{}' needs single quotes, or a block that starts with '|')"
STAR = "(text that starts with '*' needs single quotes, or a block that starts with '|')"
BRACE = "(text that starts with '{' needs single quotes, or a block that starts with '|')"
QUOTED = "(the quotation marks end before the text does; quote all of it, or write it as a block that starts with '|')"
ESCAPE = "(in double quotes '\\s' is no escape; use single quotes, or a block that starts with '|')"
QUOTES = "if it is text, put all of it in single quotes"
BLOCK = "(look at the indentation here, and for a quotation mark in the middle of the line above)"
HEAD = "(text that starts with '>' or '|' needs single quotes)"
KEY = "text that starts with '{' or '[' needs single quotes"
COLON = "(text that contains ': ' needs single quotes, or a block that starts with '|')"
LINE = "(a line is not indented like its neighbours, or a ':' is missing)"
NOT = "not valid YAML:"
TAG = "is not allowed; write the plain text"
HERE = "stands here; text that contains ': ' needs single quotes"
ONE = "(a file holds one document; remove the line '---' or '...')"
ID = "an id is made of a-z, 0-9, '.', '_' and '-', and starts with a letter or digit"
ZERO = "in double quotes '\\0' is a character that no text may hold; use single quotes, or a block that starts with '|'"
MERGE = "'<<' takes keys from elsewhere, which mkdeck does not; write them out here"
UNSEEN = "the character U+{} ends a line here, unseen; remove it"
WRITTEN = "to show a list, write `question: |`"
BRACKET, BRACED = ("text that starts with '[' needs single quotes", "text that starts with '{' needs single quotes")
A_LIST, BELOW, NEEDS = "must be text, but a list stands here", "and '- true' and so on below it", "needs single quotes"
KINDS = ", ".join(f"'{kind}'" for kind in TYPES)

# name: (content, what is said about it)
GOLDEN: dict[str, tuple[bytes, list[str]]] = {
    "duplicate key at the top": (
        SOUND + b"questions: []\n",
        ["d.yaml:6:1: error: 'questions' stands here twice; remove one of the two [syntax]"],
    ),
    "an unknown key, BOM": (
        codecs.BOM_UTF8 + b"x: 1\n" + SOUND,
        [f"d.yaml:1:1: error: unknown key 'x'; valid here: {TOP_KEYS} [schema]"],
    ),
    "an unknown key, CRLF": (
        (SOUND + b"x: 1\n").replace(b"\n", b"\r\n"),
        [f"d.yaml:6:1: error: unknown key 'x'; valid here: {TOP_KEYS} [schema]"],
    ),
    "an unknown key, CR": (
        (SOUND + b"x: 1\n").replace(b"\n", b"\r"),
        [f"d.yaml:6:1: error: unknown key 'x'; valid here: {TOP_KEYS} [schema]"],
    ),
    "an unknown key behind wide characters": (
        b"{" + "'日本🙂': x, ".encode() + b"'b': y, questions: []}",
        [
            f"d.yaml:1:2: error: unknown key '日本🙂'; valid here: {TOP_KEYS} [schema]",
            f"d.yaml:1:12: error: unknown key 'b'; valid here: {TOP_KEYS} [schema]",
            "d.yaml:1:31: error: `questions` must be a list with at least one question [schema]",
        ],
    ),
    "UTF-16, little end first": (
        codecs.BOM_UTF16_LE + SOUND.decode().encode("utf-16-le"),
        ["d.yaml:1:1: error: the file is saved as UTF-16; save it as UTF-8 [syntax]"],
    ),
    "UTF-16, big end first": (
        codecs.BOM_UTF16_BE + SOUND.decode().encode("utf-16-be"),
        ["d.yaml:1:1: error: the file is saved as UTF-16; save it as UTF-8 [syntax]"],
    ),
    "UTF-16 without BOM": (
        SOUND.decode().encode("utf-16-le"),
        ["d.yaml:1:2: error: the character U+0000 can't stand in a text file; remove it [syntax]"],
    ),
    "Latin-1": (
        swap("Q", "Grüße".encode("latin-1")),
        ["d.yaml:4:17: error: byte 0xfc is not UTF-8; save the file as UTF-8 [syntax]"],
    ),
    "a broken byte behind wide characters": (
        swap("Q", "日本🙂 ".encode() + b"\xff"),
        ["d.yaml:4:19: error: byte 0xff is not UTF-8; save the file as UTF-8 [syntax]"],
    ),
    "a cut character": (
        swap("Q", b"\xe2\x82"),
        ["d.yaml:4:15: error: byte 0xe2 is not UTF-8; save the file as UTF-8 [syntax]"],
    ),
    "a surrogate": (
        swap("Q", b"\xed\xa0\x80"),
        ["d.yaml:4:15: error: byte 0xed is not UTF-8; save the file as UTF-8 [syntax]"],
    ),
    "zero": (
        swap("Q", "Q\0R"),
        ["d.yaml:4:16: error: the character U+0000 can't stand in a text file; remove it [syntax]"],
    ),
    "a bell": (
        swap("Q", "Q\aR"),
        ["d.yaml:4:16: error: the character U+0007 can't stand in a text file; remove it [syntax]"],
    ),
    "an escape, third line": (
        swap("true-false", "true-\x1bfalse"),
        ["d.yaml:3:16: error: the character U+001B can't stand in a text file; remove it [syntax]"],
    ),
    "a C1 control": (
        swap("Q", "Q\x9bR"),
        ["d.yaml:4:16: error: the character U+009B can't stand in a text file; remove it [syntax]"],
    ),
    "a noncharacter": (
        swap("Q", "Q\ufffeR"),
        ["d.yaml:4:16: error: the character U+FFFE can't stand in a text file; remove it [syntax]"],
    ),
    "another noncharacter": (
        swap("Q", "Q\ufdd0R"),
        ["d.yaml:4:15: error: a: `question` contains the control character U+FDD0; remove it [schema]"],
    ),
    "a separator as an escape": (
        swap("Q", '"Q\\x1fR"'),
        ["d.yaml:4:15: error: a: `question` contains the control character U+001F; remove it [schema]"],
    ),
    "zero as an escape": (
        swap("Q", '"Q\\0R"'),
        [f"d.yaml:4:17: error: a: {ZERO} [escape]"],
    ),
    "alias bomb": (
        bomb(9),
        ["d.yaml:1:16: error: aliases make this file far larger than it looks; write the text out [syntax]"],
    ),
    "an alias of itself": (
        b"questions: &a\n  - *a\n",
        ["d.yaml:1:12: error: lists and mappings are nested more than 40 deep [syntax]"],
    ),
    "an alias of nothing": (
        swap("Q", "*nope"),
        [f"d.yaml:4:15: error: {NOT} found undefined alias {STAR} [syntax]"],
    ),
    "nested 45 deep": (
        b"questions: " + b"[" * 45 + b"]" * 45,
        ["d.yaml:1:51: error: lists and mappings are nested more than 40 deep [syntax]"],
    ),
    "nested 45 deep in blocks": (
        b"questions:\n" + b"- " * 45 + b"x\n",
        ["d.yaml:2:79: error: lists and mappings are nested more than 40 deep [syntax]"],
    ),
    "an object of Python": (
        swap("Q", "!!python/object/apply:os.system ['true']"),
        [
            f"d.yaml:4:15: error: a: the YAML tag '!!python/object/apply:os.system' {TAG} [syntax]",
            f"d.yaml:4:15: error: a: `question` {A_LIST}; {BRACKET}; {WRITTEN}, {BELOW} [schema]",
        ],
    ),
    "a text that goes on behind a sharp sign": (
        swap("question: Q", "question: Is C# the #1 answer? # no doubt"),
        [
            f"d.yaml:4:25: warning: a: '#1 answer? # no doubt' is a comment to YAML and is left out; {QUOTES} [syntax]",
        ],
    ),
    "a name of Python": (
        swap("Q", "!!python/name:os.system"),
        [
            f"d.yaml:4:15: error: a: the YAML tag '!!python/name:os.system' {TAG} [syntax]",
            "d.yaml:4:15: error: a: `question` is empty; write something [schema]",
        ],
    ),
    "binary": (
        swap("Q", "!!binary aGVsbG8="),
        ["d.yaml:4:15: error: a: the YAML tag '!!binary' is not allowed; write the plain text [syntax]"],
    ),
    "a number by tag": (
        swap("Q", "!!int 5"),
        ["d.yaml:4:15: error: a: the YAML tag '!!int' is not allowed; write the plain text [syntax]"],
    ),
    "a tag of their own": (
        swap("Q", "!mine Q"),
        ["d.yaml:4:15: error: a: the YAML tag '!mine' is not allowed; write the plain text [syntax]"],
    ),
    "a merge key": (
        b"base: &b {type: true-false}\n" + swap("type: true-false", "<<: *b"),
        [
            f"d.yaml:1:1: error: unknown key 'base'; valid here: {TOP_KEYS} [schema]",
            f"d.yaml:4:5: error: a: {MERGE} [syntax]",
        ],
    ),
    "merge keys and others instead": (
        b"base: &b {type: cloze, answer: no}\n" + swap("type: true-false", "<<: *b\n    type: true-false"),
        [
            f"d.yaml:1:1: error: unknown key 'base'; valid here: {TOP_KEYS} [schema]",
            f"d.yaml:4:5: error: a: {MERGE} [syntax]",
        ],
    ),
    "merge keys of a list": (
        b"base: &b {type: cloze}\nxyz: &m {answer: yes, type: true-false}\n"
        + SOUND.replace(b"type: true-false", b"<<: [*m, *b]").replace(b"    answer: true\n", b""),
        [
            f"d.yaml:1:1: error: unknown key 'base'; valid here: {TOP_KEYS} [schema]",
            f"d.yaml:2:1: error: unknown key 'xyz'; valid here: {TOP_KEYS} [schema]",
            f"d.yaml:5:5: error: a: {MERGE} [syntax]",
        ],
    ),
    "UTF-32, little end first": (
        codecs.BOM_UTF32_LE + SOUND.decode().encode("utf-32-le"),
        ["d.yaml:1:1: error: the file is saved as UTF-32; save it as UTF-8 [syntax]"],
    ),
    "UTF-32, big end first": (
        codecs.BOM_UTF32_BE + SOUND.decode().encode("utf-32-be"),
        ["d.yaml:1:1: error: the file is saved as UTF-32; save it as UTF-8 [syntax]"],
    ),
    "an unseen end of a line": (swap("Q", "Q\u2028R"), [f"d.yaml:4:16: error: {UNSEEN.format('2028')} [syntax]"]),
    "an unseen end of a paragraph": (swap("Q", "Q\u2029R"), [f"d.yaml:4:16: error: {UNSEEN.format('2029')} [syntax]"]),
    "a next line": (swap("Q", "Q\x85R: S"), [f"d.yaml:4:16: error: {UNSEEN.format('0085')} [syntax]"]),
    "an unseen end of a line in a block": (
        swap("Q", "|\n      one\u2028two\n      three"),
        [f"d.yaml:5:10: error: {UNSEEN.format('2028')} [syntax]"],
    ),
    "an empty id": (swap("id: a", "id:"), ["d.yaml:2:8: error: `id` is empty; write one or remove the key [schema]"]),
    "two documents": (
        SOUND + b"---\n" + SOUND,
        [f"d.yaml:6:1: error: {NOT} but found another document {ONE} [syntax]"],
    ),
    "an empty file": (b"", ["d.yaml:1:1: error: `questions` is missing [schema]"]),
    "white space only": (b"\n  \n\n", ["d.yaml:1:1: error: `questions` is missing [schema]"]),
    "comments only": (b"# only\n# comments\n", ["d.yaml:1:1: error: `questions` is missing [schema]"]),
    "a BOM only": (codecs.BOM_UTF8, ["d.yaml:1:1: error: `questions` is missing [schema]"]),
    "a list": (
        b"- a\n- b\n",
        ["d.yaml:1:1: error: a deck file is a mapping with `questions:`; write it above the first question [schema]"],
    ),
    "a scalar": (b"hello\n", ["d.yaml:1:1: error: a deck file is a mapping with `questions:` [schema]"]),
    "null": (b"null\n", ["d.yaml:1:1: error: a deck file is a mapping with `questions:` [schema]"]),
    "no questions": (b"deck: D\n", ["d.yaml:1:1: error: `questions` is missing [schema]"]),
    "questions of nothing": (
        b"questions:\n",
        ["d.yaml:1:11: error: `questions` must be a list with at least one question [schema]"],
    ),
    "an empty list": (
        b"questions: []\n",
        ["d.yaml:1:12: error: `questions` must be a list with at least one question [schema]"],
    ),
    "a mapping of questions": (
        b"questions:\n  a: b\n",
        [
            (
                "d.yaml:2:3: error: `questions` must be a list with at least one question; "
                "each question starts with '- ' [schema]"
            )
        ],
    ),
    "questions that are none": (
        b"questions:\n  - hello\n  - [a]\n  -\n",
        [
            "d.yaml:2:5: error: a question is a mapping with `type:` and `question:` [schema]",
            "d.yaml:3:5: error: a question is a mapping with `type:` and `question:` [schema]",
            "d.yaml:4:4: error: a question is a mapping with `type:` and `question:` [schema]",
        ],
    ),
    "a key that is a list": (
        SOUND + b"? [a, b]\n: v\n",
        ["d.yaml:6:3: error: a key must be one word; text that starts with '{' or '[' needs single quotes [syntax]"],
    ),
    "a key that is a mapping": (
        SOUND + b"? {a: b}\n: v\n",
        ["d.yaml:6:3: error: a key must be one word; text that starts with '{' or '[' needs single quotes [syntax]"],
    ),
    "a key that is a number": (
        SOUND + b"1: v\n",
        [f"d.yaml:6:1: error: unknown key '1'; valid here: {TOP_KEYS} [schema]"],
    ),
    "a key that is null": (SOUND + b"~: v\n", [f"d.yaml:6:1: error: unknown key '~'; valid here: {TOP_KEYS} [schema]"]),
    "a key that is a boolean": (
        SOUND + b"true: v\n",
        [f"d.yaml:6:1: error: unknown key 'true'; valid here: {TOP_KEYS} [schema]"],
    ),
    "no key": (
        SOUND + b": v\n",
        [f"d.yaml:6:1: error: {NOT} did not find expected key {BLOCK} [syntax]"],
    ),
    "a long key": (
        SOUND + b"k" * 2000 + b": v\n",
        [f"d.yaml:6:1: error: {NOT} could not find expected ':' {LINE} [syntax]"],
    ),
    "a type that is a list": (swap("true-false", "[a]"), [f"d.yaml:3:11: error: a: `type` is one of {KINDS} [schema]"]),
    "a misspelt type": (
        swap("true-false", "true-fals"),
        ["d.yaml:3:11: error: a: there is no type 'true-fals'; did you mean `type: true-false`? [schema]"],
    ),
    "a type that is like none": (
        swap("true-false", "wuzzle"),
        [f"d.yaml:3:11: error: a: `type` is one of {KINDS} [schema]"],
    ),
    "an id with capitals": (
        swap("id: a", "id: A b"),
        [f"d.yaml:2:9: error: A b: {ID}; write `id: a-b` [schema]"],
    ),
    "a long id": (
        swap("id: a", "id: " + "a" * 101),
        [f"d.yaml:2:9: error: {'a' * 101}: `id` is longer than 100 characters [schema]"],
    ),
    "an empty text": (
        swap("question: Q", "question:"),
        ["d.yaml:4:14: error: a: `question` is empty; write something [schema]"],
    ),
    "a blank text": (
        swap("Q", "'  '"),
        ["d.yaml:4:15: error: a: `question` is empty; write something [schema]"],
    ),
    "a missing text": (swap("    question: Q\n", ""), ["d.yaml:2:5: error: a: `question` is missing [schema]"]),
    "an answer that is no boolean": (
        swap("answer: true", "answer: maybe"),
        ["d.yaml:5:13: error: a: `answer` must be true or false [schema]"],
    ),
    "tags that are a text": (
        SOUND + b"    tags: rnn\n",
        ["d.yaml:6:11: error: a: `tags` must be a list; write `tags: [rnn]` [schema]"],
    ),
    "a tag that is a list": (
        SOUND + b"    tags: [[a]]\n",
        [f"d.yaml:6:12: error: a: entry 1 of `tags` {A_LIST}; text that starts with '[' or '- ' {NEEDS} [schema]"],
    ),
    "a style that is none": (
        SOUND + b"    card: clozes\n",
        ["d.yaml:6:11: error: a: `card` is one of 'basic', 'cloze'; did you mean 'cloze'? [schema]"],
    ),
    "one choice": (choices("[x]"), ["d.yaml:5:14: error: a: `choices` needs at least 2 entries [schema]"]),
    "a colon in a text": (
        swap("Q", "A: b"),
        [f"d.yaml:4:16: error: {NOT} mapping values are not allowed in this context {COLON} [syntax]"],
    ),
    "an apostrophe in single quotes": (
        swap("Q", "'don't'"),
        [f"d.yaml:4:20: error: {NOT} did not find expected key {QUOTED} [syntax]"],
    ),
    "math in double quotes": (
        swap("Q", r'"How large is $\sigma$?"'),
        [f"d.yaml:4:30: error: {NOT} found unknown escape character {ESCAPE} [syntax]"],
    ),
    "words behind quotes": (
        swap("Q", '"What" is it?'),
        [f"d.yaml:4:22: error: {NOT} did not find expected key {QUOTED} [syntax]"],
    ),
    "a text that starts with %": (
        swap("Q", "%d items"),
        [f"d.yaml:4:15: error: {NOT} found character that cannot start any token {START.format('%')} [syntax]"],
    ),
    "a text that starts with a backtick": (
        swap("Q", "`x` is"),
        [f"d.yaml:4:15: error: {NOT} found character that cannot start any token {START.format('`')} [syntax]"],
    ),
    "a text that starts with @": (
        swap("Q", "@x"),
        [f"d.yaml:4:15: error: {NOT} found character that cannot start any token {START.format('@')} [syntax]"],
    ),
    "a gap without quotes": (
        swap("Q", "{{c1::x}}"),
        [
            f"d.yaml:4:15: error: a: `question` must be text, but a mapping stands here; {BRACED} [schema]",
            f"d.yaml:4:16: error: a: a key must be one word; {KEY} [syntax]",
        ],
    ),
    "a gap and text without quotes": (
        swap("Q", "{{c1::x}} is y"),
        [f"d.yaml:4:25: error: {NOT} did not find expected key {BRACE} [syntax]"],
    ),
    "a block with text behind its mark": (
        swap("Q", "> x"),
        [f"d.yaml:4:17: error: {NOT} did not find expected comment or line break {HEAD} [syntax]"],
    ),
    "a line too far left": (
        swap("    answer", "   answer"),
        [f"d.yaml:5:4: error: {NOT} `answer` must start in the same column as `id` in line 2 [syntax]"],
    ),
}


@pytest.mark.parametrize("name", GOLDEN)
def test_a_broken_file_gets_exactly_these_diagnostics(name: str, mkdeck: Run, tmp_path: Path) -> None:
    content, said = GOLDEN[name]
    assert check(mkdeck, tmp_path, content).splitlines() == said


# Where the place or the words of the parser lead astray: name: (content, what must be said, what must not).
WRONG = {
    "a tab for indentation": (swap("    type", "\ttype"), "indent with spaces, not with tabs", ""),
    "a tab before a list": (b"questions:\n\t- id: a\n", "indent with spaces, not with tabs", "needs single quotes"),
    "a duplicate key names the question": (swap("    answer", "    question: R\n    answer"), r":5:5: error: a: ", ""),
    "one of two choices is broken": (
        choices("[{correct: x, wrong: y}, z]"),
        "either `correct:` or `wrong:`",
        "at least 2 entries",
    ),
    "a colon in one of two choices": (
        choices("\n      - Note: this\n      - correct: x"),
        "text that contains ': ' needs single quotes; write this as `- 'Note: this'`",
        "at least 2 entries",
    ),
    "choices of a statement": (SOUND + b"    choices: [x]\n", "unknown key 'choices'", "'feedback'"),
    "a quote without end": (swap("Q", '"open'), r"d\.yaml:4:", r"d\.yaml:6:"),
    "an end in the middle of a line": (b"questions:\n  - id: a\n    type", r"d\.yaml:3:", r"d\.yaml:4:"),
    "a text that is a list": (swap("Q", "[Q] b"), r"needs single quotes", "look at the indentation"),
    "emphasis at the start of a text": (swap("Q", "*What* is it?"), "needs single quotes", ""),
    "a character that can't be written": (swap("Q", '"\\ud800"'), "character", "not closed"),
    "a version of YAML to come": (b"%YAML 9.9\n---\n" + SOUND, "", "one document"),
}


@pytest.mark.parametrize("name", WRONG)
def test_a_diagnostic_leads_to_the_mistake(name: str, mkdeck: Run, tmp_path: Path) -> None:
    content, wanted, unwanted = WRONG[name]
    said = check(mkdeck, tmp_path, content)
    assert re.search(wanted, said)
    assert not unwanted or not re.search(unwanted, said)
