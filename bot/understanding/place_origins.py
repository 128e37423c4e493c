"""Where somebody comes from is not where they look: "just out of Windham, wants to be by Saco" means Saco.

Nor is the county, where a town of it is named too.
"""

from __future__ import annotations

import re

_STATE = r"(?:\s*,?\s*(?:me|maine|nh|ma|vt|ny))?"
_ORIGIN = re.compile(rf"\b(?:from|out\s+of|outta)\s+[^\W\d]+{_STATE}\b|\bthe\s+county\b", re.IGNORECASE)


def without_origins(text: str) -> str | None:
    """`text` without what it says of where they come from, or None where it says nothing of that."""
    left = _ORIGIN.sub(" ", text)
    return left if left != text else None
