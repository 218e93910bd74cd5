"""The files in a question of Moodle XML, each decoded when a text first shows it."""

from collections.abc import Iterable, Iterator, Mapping

from mkdeck.importers.sources.attachments import decode_base64
from mkdeck.importers.sources.xml_tree import Element

_TAG = "file"


class QuestionFiles:
    """All files of a question."""

    def __init__(self, question: Element) -> None:
        self._all = _Files(question.below(_TAG), {})
        self._beside: dict[int, _Files] = {}

    def beside(self, element: Element) -> Mapping[str, bytes]:
        """Return the files of an element of the question by their paths, and all others of other paths."""
        if id(element) not in self._beside:
            self._beside[id(element)] = _Files(element.all(_TAG), self._all)
        return self._beside[id(element)]


class _Files(Mapping[str, bytes]):
    """The files in elements by their paths, before others."""

    def __init__(self, elements: Iterable[Element], others: Mapping[str, bytes]) -> None:
        self._elements = {_read_path(each): each for each in elements}
        self._others = others
        self._contents: dict[str, bytes] = {}

    def __iter__(self) -> Iterator[str]:
        return iter({**self._elements, **dict.fromkeys(self._others)})

    def __len__(self) -> int:
        return len({*self._elements, *self._others})

    def __contains__(self, path: object) -> bool:
        return path in self._elements or path in self._others

    def __getitem__(self, path: str) -> bytes:
        if path not in self._elements:
            return self._others[path]
        if path not in self._contents:
            self._contents[path] = decode_base64(self._elements[path].text)
        return self._contents[path]


def _read_path(file: Element) -> str:
    return f"{file.attributes.get('path', '/')}/{file.attributes.get('name', '')}".replace("//", "/").strip("/")
