"""Writes the generated part of the documentation: `python -m docs.generate` (make docs)."""

import json
import sys
from pathlib import Path

from docs.cli_page import cli_page
from docs.refusals import refusals_page
from docs.rights_page import rights_page
from docs.shapes import schemas
from dondoc.cli.app import command
from dondoc.cli.contents import HELPS, helps
from dondoc.desk.covering import NAMES
from dondoc.desk.registry import names

DOCS = Path(__file__).parent


def generated() -> dict[Path, str]:
    """Return every generated file and the text it should hold."""
    pages = {
        DOCS / "cli.md": cli_page(),
        DOCS / "vi" / "loi-nhap-van-ban.md": refusals_page(),
        DOCS / "vi" / "quyen.md": rights_page(),
        HELPS: _json(helps(command())),
        NAMES: _json(names()),
    }
    for name, schema in schemas().items():
        pages[DOCS / "schemas" / name] = _json(schema)
    return pages


def _json(document: object) -> str:
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def main() -> None:
    """Write what differs, and say which."""
    for path, text in generated().items():
        if not path.exists() or path.read_text("utf-8") != text:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, "utf-8")
            sys.stdout.write(f"{path.relative_to(DOCS.parent)}\n")


if __name__ == "__main__":
    main()
