"""Several plain JavaScript files -> the one file that a notebook loads.

anywidget hands a widget's script to the browser as a text, without an address, so there its
`import ... from "./parts/words.js"` could find nothing. `self_contained` puts each imported file in
the place of the line that imports it, once. As files they stay ordinary ES modules. Three rules
make that possible, and a test keeps them: an import stands on one line and renames nothing; an
export stands before `function`, `class` or `const`; no two files use one name at their top level.
"""

from __future__ import annotations

import re
from pathlib import Path

HERE = Path(__file__).parent
IMPORT = re.compile(r'^import \{[^}]*\} from "(\.[^"]+)";\n', re.MULTILINE)
EXPORT = re.compile(r"^export (?=(?:async )?function|const|class)", re.MULTILINE)


def self_contained(name: str, folder: Path = HERE) -> str:
    """Return the script of the widget `name` with all that it imports, as one ES module."""
    return _with_imports(folder / f"{name}.js", seen=set())


def _with_imports(file: Path, seen: set[Path]) -> str:
    seen.add(file)
    source = file.read_text(encoding="utf-8")
    imported = [(file.parent / path).resolve() for path in IMPORT.findall(source)]
    parts = [
        EXPORT.sub("", _with_imports(part, seen)) for part in imported if part not in seen
    ]
    return "\n".join([*parts, IMPORT.sub("", source)])


def style(name: str, *parts: str, folder: Path = HERE) -> str:
    """Return the look that all widgets share, that of its `parts`, and that of the widget `name`.

    On a page with several widgets each brings the shared look along, so it may come last. The
    widget's own rules win all the same: in them, and in those of its parts, `.cnnlab` becomes
    `.cnnlab.cnnlab-NAME`, which weighs more, and concerns no other widget.
    """
    look, *own = (
        (folder / file).read_text(encoding="utf-8")
        for file in ("parts/look.css", *(f"parts/{part}.css" for part in parts), f"{name}.css")
    )
    kind = f".cnnlab-{name.replace('_', '-')}"
    rules = "".join(own)
    return look + re.sub(rf"\.cnnlab(?![\w-])|{kind}(?![\w-])", f".cnnlab{kind}", rules)
