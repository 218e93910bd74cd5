"""The values that keys of YAML may have: texts, ids, yes or no. A YAML editor checks them by the same patterns."""

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, StringConstraints, WithJsonSchema
from pydantic_core import PydanticCustomError

from mkdeck.text.spans import FORBIDDEN_RANGES

_TEXT = rf"^[^{FORBIDDEN_RANGES}]*[^{FORBIDDEN_RANGES}\s][^{FORBIDDEN_RANGES}]*$"
# A YAML editor sees `- 1.10` as a number and `- No` as a boolean; mkdeck reads both as text.
ANY_SCALAR: dict[str, Any] = {"type": ["string", "number", "boolean", "null"], "pattern": _TEXT}
MAX_ID = 100
_ID = r"^[a-z0-9][a-z0-9._-]*$"
_ID_SCALAR = {"type": ["string", "number", "boolean"], "pattern": _ID, "maxLength": MAX_ID, "minimum": 0}
YES_NO_SCALAR: dict[str, Any] = {
    "type": ["boolean", "string"],
    "pattern": "^([Tt][Rr][Uu][Ee]|[Yy][Ee][Ss]|[Oo][Nn]|[Ff][Aa][Ll][Ss][Ee]|[Nn][Oo]|[Oo][Ff][Ff])$",
}
_YES_NO = {
    **dict.fromkeys(("true", "yes", "on"), True),
    **dict.fromkeys(("false", "no", "off"), False),
}


def read_yes_no(value: Any) -> bool:
    """Return what a word of YAML for yes or no says. Raises PydanticCustomError for any other value."""
    if isinstance(value, str) and value.lower() in _YES_NO:
        return _YES_NO[value.lower()]
    raise PydanticCustomError("yes_no", "must be true or false")


REASON_TO_COME = "why it is no longer asked"
"""Stands for a reason in what is to be pasted."""


def _check_reason(text: str) -> str:
    if " ".join(text.split()).rstrip(".") == REASON_TO_COME:
        message = "this only stands for a reason; write in words that students read why the question is no longer asked"
        raise PydanticCustomError("reason", message)
    if text.strip().lower() in _YES_NO:
        message = "`retired` is the reason, in words that students read; a question without the key is asked"
        raise PydanticCustomError("reason", message)
    return text


Text = Annotated[str, StringConstraints(pattern=_TEXT), WithJsonSchema(ANY_SCALAR)]
Reason = Annotated[Text, AfterValidator(_check_reason)]
YesNo = Annotated[bool, BeforeValidator(read_yes_no), WithJsonSchema(YES_NO_SCALAR)]
Id = Annotated[str, StringConstraints(pattern=_ID, max_length=MAX_ID), WithJsonSchema(_ID_SCALAR)]
Style = Literal["basic", "cloze"]
"""How a choice or a true/false question is asked: as a card to pick on, or as a gap to fill in the mind."""


class Strict(BaseModel):
    """A mapping of YAML whose keys are all known; it never changes."""

    model_config = ConfigDict(extra="forbid", frozen=True)
