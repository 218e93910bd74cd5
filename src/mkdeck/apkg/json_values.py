"""JSON as it stands in packages, whoever wrote it."""

import json
from typing import Any


def read_json(text: str | bytes) -> Any:
    """Read JSON. Raises ValueError where it is none, or nested deeper than Python goes.

    Halves of surrogate pairs, which no text may hold, become question marks.
    """
    decoded = text.decode("utf-8", "replace") if isinstance(text, bytes) else text
    try:
        values = json.loads(decoded)
        if "\\ud" in decoded.lower():
            values = json.loads(json.dumps(values, ensure_ascii=False).encode("utf-8", "replace"))
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    return values
