"""A rule for `safertext check`: leads that carriers may stop, in which nobody has written a plainer SMS wording."""

from __future__ import annotations

from collections.abc import Iterator

from bot.adapters.checks.content import Content, Finding
from bot.adapters.files import Reader
from bot.text import words

FILE = "filtered_words.toml"


def unplain(content: Content) -> Iterator[Finding]:
    """What goes out by SMS, a lead or the plainer wording in its place, with words of `content/filtered_words.toml`."""
    listed = Reader(content.folder).table_if_there(content.folder / FILE)
    for said in content.texts():
        if said.key == "sms" or (said.key == "lead" and not said.entry.wording[said.language].sms):
            found = [word for word in dict.fromkeys(words(said.text)) if word in listed]
            if found:
                yield said.found(content, f"carriers may stop an SMS with {', '.join(found)}: write a plainer one as sms = ...")
