"""Why a list or a signature is refused, in the language of the page.

What refuses speaks English, as the command line does; here a sentence is found by its pattern among those of `reasons.toml`.
One that is not there stays as it is.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from pathlib import Path

_FILE = Path(__file__).parent / "reasons.toml"
_GAP = "{}"


@lru_cache(maxsize=1024)
def reason(said: str, language: str) -> str:
    """`said` in `language`; what stands in its gaps too, where that is a sentence of ours."""
    for pattern, form in _patterns(language):
        if found := pattern.fullmatch(said):
            return form.format(*(reason(part, language) for part in found.groups()))
    return said


def table() -> Mapping[str, Mapping[str, str]]:
    """Every sentence with its gaps, and what it is by language."""
    return tomllib.loads(_FILE.read_text("utf-8"))


@cache
def _patterns(language: str) -> Sequence[tuple[re.Pattern[str], str]]:
    """The sentences, those that say most first, so that "{}: {}" takes only what no other fits."""
    known = sorted(table().items(), key=lambda each: -len(each[0].replace(_GAP, "")))
    return [(_pattern(told), forms.get(language, told)) for told, forms in known]


def _pattern(told: str) -> re.Pattern[str]:
    return re.compile("(.+?)".join(map(re.escape, told.split(_GAP))), re.DOTALL)
