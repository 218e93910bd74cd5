"""Sounds and videos of a text, which play in Anki."""

import re

from mkdeck.text.addresses import MEDIA_RULE
from mkdeck.text.faults import Fault

SOUND = frozenset(".mp3 .ogg .oga .opus .wav .m4a .flac .aac".split())
VIDEO = frozenset(".mp4 .webm .mov .m4v .ogv .mkv .avi .mpg .mpeg".split())
PLAYED = "\ufdd3"
"""Stands for the start of mkdeck's own `[sound:`, while those that an author typed are taken apart."""
_MEDIUM = re.compile(r'<(?P<end>/?)details\b|<img src="(?P<name>[^"]*)"(?: alt="(?P<words>[^"]*)")?[^>]*>')
_BROWSERS_PLAY = frozenset(".mp3 .ogg .oga .opus .wav .flac .webm".split())
"""What the browser inside Anki for desktops plays (PyQt6-WebEngine 6.11, measured); it has neither AAC nor H.264."""


def play(page: str, faults: list[Fault], *, folded: bool) -> str:
    """Let sounds and videos play: where they are seen by Anki, which begins by itself, else at a click."""
    depth = int(folded)

    def swap(match: re.Match[str]) -> str:
        nonlocal depth
        name, words = match["name"], match["words"]
        if name is None:
            depth += -1 if match["end"] else 1
            return match.group()
        suffix = name[name.rfind(".") :].lower()
        if suffix not in SOUND and suffix not in VIDEO:
            return match.group()
        label = f' title="{words}"' if words else ""
        if not depth:
            return f'<span class="play"{label}>{PLAYED}{name}]</span>'
        element = "video" if suffix in VIDEO else "audio"
        if suffix not in _BROWSERS_PLAY:
            use = ".webm" if suffix in VIDEO else ".mp3"
            message = f"Anki on a desktop can't play {suffix} in what is folded, such as a hint; save it as {use}"
            faults.append(Fault(MEDIA_RULE.at("warning"), message, match.group()))
        return f'<{element} src="{name}"{label} controls preload="none" class="tappable"></{element}>'

    return _MEDIUM.sub(swap, page)
