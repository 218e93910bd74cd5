"""What mkdeck says, as the page shows it."""

import re

from markupsafe import Markup, escape

_CODE = re.compile(r"(?<!`)`([^`\n]+)`(?!`)")


def mark_code(text: str) -> Markup:
    """Return a message as HTML, with what stands between backticks as code."""
    parts = _CODE.split(text)
    return Markup("").join(
        Markup("<code>{}</code>").format(part) if i % 2 else escape(part) for i, part in enumerate(parts)
    )
