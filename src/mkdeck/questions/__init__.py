"""The types of questions, one file each: their YAML, their note, and the way back from it.

A type is a class of `question.Question` in a file of its own; it is found by its file.
"""

from importlib import import_module
from pkgutil import iter_modules
from typing import get_args

from mkdeck.questions.question import Question


def _find_types() -> dict[str, type[Question]]:
    for module in iter_modules(__path__):
        import_module(f"{__name__}.{module.name}")
    by_name = {get_args(each.model_fields["type"].annotation)[0]: each for each in Question.__subclasses__()}
    return dict(sorted(by_name.items(), key=lambda each: (each[1].place, each[0])))


TYPES: dict[str, type[Question]] = _find_types()
"""Every type by what `type:` calls it."""
