"""From our texts to HTML: escaped, with numbers to press, bold, lists, links, and steps a line each."""

from __future__ import annotations

import re
from itertools import groupby

from markupsafe import Markup, escape

from bot.adapters.render import printable, tags
from bot.markup import ITEM, LINKED, sound
from bot.sentences import sentences, without_words

# What a link to another site carries: that site learns nothing of this one.
_AWAY = ' target="_blank" rel="noopener noreferrer"'
# A number that is a house number must not become a button that calls: "911 Main St".
_STREETS = "St|Street|Ave|Avenue|Rd|Road|Dr|Drive|Ln|Lane|Blvd|Hwy|Way|Ct|Pl|Sq"
_STREET = rf"(?! (?:[\w.']+ ){{1,3}}(?:{_STREETS})\b| (?:Route|Rte|US-)\b)"
_LINKS = re.compile(
    rf"(?P<marked>{LINKED.pattern})"
    r"|(?P<link>https?://[^\s<]+[^\s<.,;:)])"
    r"|(?P<text>\btext(?:o|ez)?(?: l&#39;adresse)?(?: al| au| ao)? )(?P<by_text>911)\b"
    r"|(?<![\w#-])(?P<phone>(?:1-)?\d{3}-\d{3}-\d{4})(?![\w-])"
    rf"|(?<![\w#-])(?P<short>911|988|211|711)(?![\w-]){_STREET}"
    r"|(?P<call>\b(?:call|llama al|appelez(?: le)?|ligue) )(?P<abroad>112|999)(?![\w-])",
    re.IGNORECASE,
)


def rich(text: str) -> Markup:
    """`text` as HTML: escaped, lines and lists kept, phone numbers and addresses to press."""
    linked = _LINKS.sub(_linked, sound(str(escape(printable(text)))))
    return Markup(_lines(tags(linked, "strong")))  # noqa: S704 - escaped just above


def _lines(html: str) -> str:
    """Items as a list, other lines broken as they were."""
    grouped = [(item, list(lines)) for item, lines in groupby(html.split("\n"), key=lambda line: line.startswith(ITEM))]
    return "".join(_list(lines) if item else "<br>".join(lines) for item, lines in grouped).replace(ITEM, "")


def _list(lines: list[str]) -> str:
    return "<ul>" + "".join(f"<li>{line}</li>" for line in lines) + "</ul>"


def _linked(found: re.Match[str]) -> str:
    if found["marked"]:
        return tags(found["marked"], "strong", _AWAY)
    if found["link"]:
        return f'<a href="{found["link"]}"{_AWAY}>{found["link"]}</a>'
    if found["by_text"]:  # whoever is told to text 911 may not be able to speak
        return f'{found["text"]}<a href="sms:911">911</a>'
    if found["phone"]:
        return f'<a href="tel:+1{found["phone"].replace("-", "")[-10:]}">{found["phone"]}</a>'
    if found["abroad"]:
        return f'{found["call"]}<a href="tel:{found["abroad"]}">{found["abroad"]}</a>'
    return f'<a href="tel:{found["short"]}">{found["short"]}</a>'


def steps_html(text: str) -> Markup:
    """A text of danger: its first sentence large, each next one on its own line."""
    first, *rest = map(rich, sentences(text))
    return Markup("<br>").join((Markup('<strong class="first">{}</strong>').format(first), *rest))


def read_here(text: str) -> str:
    """`text` without the sentences that only name a word to text, its lists still lists."""
    return " ".join(without_words(text)).replace(f" {ITEM}", f"\n{ITEM}")
