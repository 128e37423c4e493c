"""From our texts to HTML: escaped, with numbers to press, and steps a line each."""

from __future__ import annotations

import re

from markupsafe import Markup, escape

from bot.adapters.render import printable

# A number that is a house number must not become a button that calls: "911 Main St".
_STREETS = "St|Street|Ave|Avenue|Rd|Road|Dr|Drive|Ln|Lane|Blvd|Hwy|Way|Ct|Pl|Sq"
_STREET = rf"(?! (?:[\w.']+ ){{1,3}}(?:{_STREETS})\b| (?:Route|Rte|US-)\b)"
_LINKS = re.compile(
    r"(?P<link>https?://[^\s<]+[^\s<.,;:)])"
    r"|(?P<text>\btext(?:o|ez)?(?: l&#39;adresse)?(?: al| au| ao)? )(?P<by_text>911)\b"
    r"|(?<![\w#-])(?P<phone>(?:1-)?\d{3}-\d{3}-\d{4})(?![\w-])"
    rf"|(?<![\w#-])(?P<short>911|988|211|711)(?![\w-]){_STREET}",
    re.IGNORECASE,
)


def rich(text: str) -> Markup:
    """`text` as HTML: escaped, lines kept, phone numbers and addresses to press."""
    linked = _LINKS.sub(_linked, str(escape(printable(text))))
    return Markup(linked.replace("\n", "<br>"))  # noqa: S704 - escaped just above


def _linked(found: re.Match[str]) -> str:
    if found["link"]:
        return f'<a href="{found["link"]}" target="_blank" rel="noopener noreferrer">{found["link"]}</a>'
    if found["by_text"]:  # whoever is told to text 911 may not be able to speak
        return f'{found["text"]}<a href="sms:911">911</a>'
    if found["phone"]:
        return f'<a href="tel:+1{found["phone"].replace("-", "")[-10:]}">{found["phone"]}</a>'
    return f'<a href="tel:{found["short"]}">{found["short"]}</a>'


def sentences(text: str) -> list[str]:
    """The sentences of `text`, each with its full stop."""
    return re.split(r"(?<=[.?!])\s+", text.strip())


def steps_html(text: str) -> Markup:
    """A text of danger: its first sentence large, each next one on its own line."""
    first, *rest = map(rich, sentences(text))
    return Markup("<br>").join((Markup('<strong class="first">{}</strong>').format(first), *rest))


# "Text SPRAY or BREATHS." leads nowhere on a page that cannot be texted; "Text 911 ..." must stay.
_TEXT_A_WORD = re.compile(r"(?:Text|Escribe|Textez|Escreva|Envie) [^a-z\d.]+(?: (?:or|o|ou) [^a-z\d.]+)?\.")


def without_words(text: str) -> tuple[str, ...]:
    """The sentences of `text` but for those that only name a word to text."""
    return tuple(said for said in sentences(text) if not _TEXT_A_WORD.fullmatch(said))
