"""A widget as a web page of its own: no kernel, no Jupyter, no network.

The page carries the widget's script and its state; parts/standalone.js plays Jupyter's part.
"""

from __future__ import annotations

import base64
import html
import json
from typing import TYPE_CHECKING, Any

from cnnlab.widgets.module import HERE, self_contained

if TYPE_CHECKING:
    from cnnlab.widgets.widget import Widget

PAGE = """<!doctype html>
<html lang="{language}">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<link rel="icon" href="data:,">
<style>
:root {{ color-scheme: light dark; }}
body {{ margin: 0; padding: 1rem; font-family: system-ui, sans-serif; }}
h1 {{ margin: 0 0 0.5rem; font-size: 1.4rem; }}
</style>
<style>{css}</style>
<main>
<h1>{title}</h1>
<div id="widget"></div>
</main>
<script type="application/json" id="carried">{carried}</script>
<script type="module">{standalone}
mountFromPage();
</script>
</html>
"""


def html_page(widget: Widget) -> str:
    """Return the page as text."""
    return PAGE.format(
        language=widget.language,
        title=html.escape(widget._title()),
        css=widget._css,
        carried=_carried({"script": widget._esm, "state": _with_base64(_state(widget))}),
        standalone=self_contained("standalone", HERE / "parts"),
    )


def _state(widget: Widget) -> dict[str, Any]:
    """Return the state that the script reads; what only Jupyter needs stays out."""
    return {key: value for key, value in widget.get_state().items() if not key.startswith("_")
            and key not in ("layout", "tabbable", "tooltip")}


def _with_base64(value: Any) -> Any:
    """Return the state with its bytes as texts, which JSON can hold."""
    if isinstance(value, memoryview | bytes):
        return {"base64": base64_text(bytes(value))}
    if isinstance(value, dict):
        return {key: _with_base64(each) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_with_base64(each) for each in value]
    return value


def base64_text(data: bytes) -> str:
    """Return bytes as a text of letters and digits."""
    return base64.b64encode(data).decode("ascii")


def _carried(value: Any) -> str:
    """Return JSON that can't end the element it stands in."""
    return json.dumps(value).replace("<", "\\u003c")
