"""Where this mkdeck was installed from, as no registry has it: what is called mkdeck there is another tool."""

import json
import sys
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from urllib.parse import urlsplit
from urllib.request import url2pathname

DISTRIBUTION = "anki-mkdeck"


@dataclass(frozen=True, slots=True)
class Origin:
    """What pip is given to install this mkdeck again: the address of a repository or an archive, or a path here."""

    address: str = ""
    path: str = ""
    editable: bool = False

    def write_arguments(self, extra: str = "") -> str:
        """Write the arguments of `pip install`, with an extra; empty where the origin is unknown."""
        extras = f"[{extra}]" if extra else ""
        if self.address:
            return f'"{DISTRIBUTION}{extras} @ {self.address}"'
        return f'{"-e " * self.editable}"{self.path}{extras}"' if self.path else ""


def write_install_command(extra: str) -> str:
    """Write the command that adds an extra to this mkdeck, as it was installed; else to its Python, what is in it."""
    arguments = find_origin().write_arguments(extra) or " ".join(f'"{each}"' for each in _list_required(extra))
    python = f'"{sys.executable}"' if " " in sys.executable else sys.executable
    return f"{python} -m pip install {arguments}"


def _list_required(extra: str) -> list[str]:
    """Return what an extra needs, as it stands in the distribution's record."""
    try:
        required = distribution(DISTRIBUTION).requires or []
    except PackageNotFoundError:
        return []
    parted = (each.partition(";") for each in required)
    return [each.strip() for each, _, marker in parted if marker.replace("'", '"').strip() == f'extra == "{extra}"']


def find_origin() -> Origin:
    """Return where this mkdeck was installed from; a path counts only as long as something is there.

    Source: Python Packaging User Guide, "Recording the Direct URL Origin of installed distributions" (PEP 610).
    """
    try:
        text = distribution(DISTRIBUTION).read_text("direct_url.json") or ""
        data = json.loads(text)
        url = str(data["url"])
    except (PackageNotFoundError, OSError, ValueError, KeyError, TypeError):
        return Origin()
    below = data.get("subdirectory")
    tail = f"#subdirectory={below}" if below else ""
    parts, version = urlsplit(url), data.get("vcs_info")
    if parts.scheme != "file":  # which nobody else reaches
        return Origin(address=f"{version['vcs']}+{url}@{version['commit_id']}{tail}" if version else url + tail)
    path = url2pathname(parts.path)
    editable = bool(data.get("dir_info", {}).get("editable"))
    return Origin(path=path, editable=editable) if Path(path).exists() else Origin()
