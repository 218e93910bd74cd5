"""Proves that pictures keep their shape at any size that a text sets, and that files are what their names say."""

import base64
import struct
import zlib
from collections.abc import Callable

import pytest

from browser import Browser
from conftest import Run, Write
from mkdeck.compiler import compile_course
from mkdeck.rendering.templates import render_card

DECK = """\
questions:
  - {id: a, type: short-answer, question: '<img alt=x src="x.EXT" SIZE>', answer: A}
"""


def make_png(width: int, height: int) -> bytes:
    def chunk(kind: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"".join(b"\0" + b"\x80" * width for _ in range(height)))
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def make_svg(width: int, height: int) -> bytes:
    return f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}"/>'.encode()


@pytest.mark.parametrize("make", [make_png, make_svg])
@pytest.mark.parametrize("screen", [900, 320])
@pytest.mark.parametrize(
    ("natural", "size", "shown"),  # shown on the wide screen; on the narrow one, where that fits
    [
        ((300, 1500), 'width="250"', (250, 1250)),
        ((300, 1500), 'height="100"', (20, 100)),
        ((300, 1500), 'height="100px"', (20, 100)),
        ((1500, 300), 'width="250"', (250, 50)),
        ((1500, 300), 'height="40"', (200, 40)),
        ((1500, 300), 'height="100"', (500, 100)),
        ((20, 40), 'height="200"', (100, 200)),
        ((20, 40), 'width="200" height="400"', (200, 400)),
        ((300, 1500), 'width="100" height="100"', (100, 500)),
        ((400, 200), 'width="50%"', None),
        ((300, 1500), "", None),
        ((1500, 300), "", None),
    ],
)
def test_a_picture_keeps_its_shape(
    course: Write,
    chromium: Browser,
    make: Callable[[int, int], bytes],
    screen: int,
    natural: tuple[int, int],
    size: str,
    shown: tuple[int, int] | None,
) -> None:
    content = make(*natural)
    kind = "svg+xml" if content.startswith(b"<svg") else "png"
    folder = course({f"x.{kind[:3]}": content, "d.yaml": DECK.replace("SIZE", size).replace("EXT", kind[:3])})
    package = compile_course(folder / "d.yaml", 0).package
    front = render_card(package.notetypes[0], package.notes[0], 0).front
    address = f"data:image/{kind};base64,{base64.b64encode(content).decode()}"
    chromium.resize(screen, 700)
    page = front.replace(package.media[0].name, address)
    chromium.show(f"<!doctype html><style>{package.notetypes[0].css}</style><body class=card>{page}")
    box = chromium.run("document.querySelector('img').getBoundingClientRect().toJSON()")
    width, height = box["width"], box["height"]
    assert width / height == pytest.approx(natural[0] / natural[1], rel=0.02)
    assert width <= screen
    if shown and shown[0] < screen - 40:
        assert (width, height) == pytest.approx(shown, abs=1)


PNG, JPEG, SVG = make_png(9, 9), b"\xff\xd8\xff\xe0\0\x10JFIF\0" + bytes(90), make_svg(9, 9)
PAGE = b"\xef\xbb\xbf\n<!-- a cache -->\n<!DOCTYPE html>\n<html lang=en><title>Not found</title></html>"
POINTER = b"version https://git-lfs.github.com/spec/v1\noid sha256:4665a5ea\nsize 12345\n"
ANSWER = b'<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>AccessDenied</Code></Error>'
DRAWN = b'<?xml version="1.0"?>\n<!-- drawn --><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd">\n' + SVG
HEIC = b"\0\0\0\x18ftypheic" + bytes(80)
MP3 = b"ID3\x04" + bytes(90)
MP4 = b"\0\0\0\x18ftypmp42" + bytes(80)
SEE = "open its address in a browser and save the file itself"
GOOD = {
    "png": [PNG, JPEG],
    "jpg": [JPEG, PNG, b"RIFF\x10\0\0\0WEBPVP8 " + bytes(60)],
    "avif": [b"\0\0\0\x1cftypavif" + bytes(80), b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf" + bytes(80)],
    "ico": [b"\0\0\1\0\1\0" + bytes(90)],
    "bmp": [b"BM" + bytes(90)],
    "svg": [SVG, DRAWN, b"<!--" + b" a long remark" * 400 + b"-->" + SVG, b'<svg:svg xmlns:svg="s"/>'],
    "mp3": [MP3, b"\xff\xfb\x90\x64" + bytes(90), bytes(30) + b"\xff\xfb\x90\x64", b"RIFF\0\0\0\0WAVEfmt ", b"OggS\0"],
    "mp4": [MP4, b"\x1aE\xdf\xa3" + bytes(60)],
    "webm": [b"\x1aE\xdf\xa3" + bytes(60)],
}  # fmt: skip
OTHER = [
    ("png", POINTER, "a pointer of Git LFS", "run `git lfs pull`"),
    ("mp3", POINTER, "a pointer of Git LFS", "run `git lfs pull`"),
    ("svg", POINTER, "a pointer of Git LFS", "run `git lfs pull`"),
    ("webm", POINTER, "a pointer of Git LFS", "run `git lfs pull`"),
    ("jpg", b"/annex/objects/SHA256E-s12--4665.jpg\n", "a pointer of git-annex", "run `git annex get`"),
    ("png", PAGE, "a web page", SEE),
    ("svg", PAGE, "a web page", SEE),
    ("mp4", PAGE.lower(), "a web page", SEE),
    ("gif", ANSWER, "XML, such as a server's message", SEE),
    ("svg", ANSWER, "XML, such as a server's message", SEE),
    ("png", b'{"message": "Not Found"}', "JSON, such as a server's message", SEE),
    ("png", b"%PDF-1.7\n", "a PDF file", "make a picture of it"),
    ("jpg", HEIC, "a HEIC picture", "save it as PNG or JPEG"),
    ("png", b"PK\3\4" + bytes(60), "an archive or office file", "unpack it"),
    ("png", b"data:image/png;base64,iVBORw0KGgo", "a file in base64", "decode it"),
]
KIND = dict.fromkeys(("png", "jpg", "gif", "svg"), "picture") | dict.fromkeys(("mp3", "mp4", "webm"), "sound or video")
NAMED = [
    ("png", b"", "error: a: 'x.png' is an empty file"),
    ("mp3", b"", "error: a: 'x.mp3' is an empty file"),
    ("png", SVG, "error: a: 'x.png' is an SVG drawing, which shows under its own ending only; give it '.svg'"),
    (
        "svg",
        PNG,
        "error: a: 'x.svg' is a PNG picture, which shows under its own ending only; give it that of such a picture",
    ),
    ("png", MP3, "error: a: 'x.png' is a sound; give it the ending of one"),
    ("mp3", PNG, "error: a: 'x.mp3' is a PNG picture; give it the ending of one"),
    (
        "tif",
        b"II*\0" + bytes(80),
        "warning: a: 'x.tif' is a TIFF picture, which Anki shows on Apple's devices only; save it as PNG or JPEG",
    ),
    (
        "png",
        b"Once upon a time there was a picture, and it was lost. " * 3,
        "warning: a: 'x.png' begins like no picture that a card can show; look whether it opens in a browser",
    ),
    *(
        (suffix, content, f"error: a: 'x.{suffix}' is {what}, no {KIND[suffix]} that a card can show; {way_out}")
        for suffix, content, what, way_out in OTHER
    ),
]


@pytest.mark.parametrize(("suffix", "content", "said"), NAMED)
def test_a_file_that_is_something_else_is_named(
    course: Write, mkdeck: Run, suffix: str, content: bytes, said: str
) -> None:
    folder = course({f"x.{suffix}": content, "d.yaml": DECK.replace("SIZE", "").replace("EXT", suffix)})
    done = mkdeck("check", "d.yaml", cwd=folder)
    assert (done.code, done.out) == (int(said.startswith("error")), f"d.yaml:2:60: {said} [media]\n")


@pytest.mark.parametrize(("suffix", "content"), [(suffix, each) for suffix, known in GOOD.items() for each in known])
def test_a_file_that_is_what_it_is_called_is_fine(course: Write, mkdeck: Run, suffix: str, content: bytes) -> None:
    folder = course({f"x.{suffix}": content, "d.yaml": DECK.replace("SIZE", "").replace("EXT", suffix)})
    done = mkdeck("check", "d.yaml", cwd=folder)
    assert (done.code, done.out) == (0, "")
