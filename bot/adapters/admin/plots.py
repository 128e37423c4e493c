"""Plots of rounded counts: SVG drawn by pygal, without its script and style, with a title and words for who cannot see it."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from functools import cache
from typing import Any
from xml.etree import ElementTree as ET

from markupsafe import Markup

_SVG = "{http://www.w3.org/2000/svg}"
# Narrow, so that a phone need not shrink its letters much.
_WIDTH, _ROW, _ROOM = 400, 34, 70
# Script and style that our Content-Security-Policy forbids, and texts for tooltips.
_DROPPED = {f"{_SVG}defs", f"{_SVG}script", f"{_SVG}style", f"{_SVG}title", f"{_SVG}desc"}
_LONGEST = 24


def bars(rows: Sequence[tuple[str, int]], name: str, title: str, words: str) -> Markup:
    """Bars lying down, one for each row of label and count; `words` say what the plot shows. `name` is unique on the page."""
    upwards = [(f"{_short(label)} {count}", count) for label, count in reversed(rows)]
    kind, look = _drawer()
    chart = kind(height=_ROOM + _ROW * len(rows), x_labels=[label for label, _ in upwards], **look)
    chart.add("", [count for _, count in upwards])
    return _plain(chart, name, title, words)


@cache
def _drawer() -> tuple[Any, dict[str, Any]]:
    """The kind of chart and how it shall look; loaded when the first plot is asked for."""
    import pygal  # noqa: PLC0415
    from pygal.style import Style  # noqa: PLC0415

    # It puts a finder of its own before every later import, only for charts that we do not use.
    sys.meta_path[:] = [finder for finder in sys.meta_path if not type(finder).__module__.startswith("pygal")]
    # It leaves room for letters of this size; our sheet draws them.
    style = Style(label_font_size=14, major_label_font_size=14)
    look = {"show_legend": False, "js": (), "include_x_axis": True, "no_prefix": True, "margin": 10, "truncate_label": 60}
    return pygal.HorizontalBar, {**look, "style": style, "max_scale": 6, "width": _WIDTH}


def _short(label: str) -> str:
    return label if len(label) <= _LONGEST else f"{label[: _LONGEST - 3]}..."


def _plain(chart: Any, name: str, title: str, words: str) -> Markup:
    """The drawing alone: our own sheet gives the colours."""
    ET.register_namespace("", _SVG[1:-1])
    root = ET.fromstring(chart.render())  # noqa: S314 - drawn a line above
    for parent in root.iter():
        for child in [each for each in parent if each.tag in _DROPPED or each.get("class") == "tooltip"]:
            parent.remove(child)
        parent.attrib.pop("style", None)
    for odd in ("width", "height", "id"):
        root.attrib.pop(odd, None)
    root.attrib |= {"role": "img", "aria-labelledby": f"{name}-title {name}-desc"}
    for place, (tag, text) in enumerate((("title", title), ("desc", words))):
        each = ET.Element(f"{_SVG}{tag}", {"id": f"{name}-{tag}"})
        each.text = text
        root.insert(place, each)
    return Markup(re.sub(r"<!--.*?-->", "", ET.tostring(root, encoding="unicode")))  # noqa: S704 - an XML writer escaped it
