"""What can go wrong, drawn once.

SaferTextError
├── SettingsError     the environment asks for something we refuse; every fault in one list, and no start
├── ContentError      files in `content/` that cannot be used; every fault with file and line
└── UpdateError       a provider's request, genuinely signed, that holds nothing we can read

None of them ever carries a person's words: their texts are about files and settings only.
"""

from __future__ import annotations

from dataclasses import dataclass


class SaferTextError(Exception):
    """The root of our own errors."""


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a file: where, what, and what to do. `line` is 0 where the whole file is meant."""

    file: str
    line: int
    what: str

    def __str__(self) -> str:
        """The fault as an editor can jump to it."""
        return f"{self.file}:{self.line}: {self.what}" if self.line else f"{self.file}: {self.what}"


class SettingsError(SaferTextError):
    """Faulty settings; `faults` are sentences that say what is wrong and what to do."""

    def __init__(self, faults: tuple[str, ...]) -> None:
        """Keep every fault, so that they are mended in one go."""
        super().__init__("The settings cannot be used:\n" + "\n".join(f"- {fault}" for fault in faults))
        self.faults = faults


class ContentError(SaferTextError):
    """Faulty content; `faults` name file, line and what is wrong."""

    def __init__(self, faults: tuple[Fault, ...]) -> None:
        """Keep every fault, so that they are mended in one go."""
        super().__init__("The content cannot be used:\n" + "\n".join(f"- {fault}" for fault in faults))
        self.faults = faults


class UpdateError(SaferTextError):
    """A request with the right signature or secret that holds no message we can read."""
