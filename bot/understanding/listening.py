"""What the trained head hears in one message and in parts of it; the n-grams of the whole are scored once, whoever asks.

Nothing where the head is missing, or where it or the encoder breaks: the danger rows must not go down with them.
"""

from __future__ import annotations

from collections.abc import Sequence

from bot.understanding import course, following, thresholds, topics
from bot.understanding.features import features
from bot.understanding.following import Followed
from bot.understanding.grams import gram_scores
from bot.understanding.heard import Array
from bot.understanding.leaning import Topics
from bot.understanding.reading import Kind
from bot.worked_out import worked_out


class Listening:
    """One message, heard by `head`, which may be None."""

    def __init__(self, head: topics.Head | None, words: Sequence[str], encoder: topics.Encoder | None) -> None:
        """`words` are those of the whole message, folded."""
        self._head, self._words, self._encoder = head, words, encoder

    @worked_out
    def _raw(self) -> Array | None:
        """The n-grams' scores of the whole message."""
        try:
            return gram_scores(self._head, features(self._words)) if self._head else None
        except Exception:  # noqa: BLE001 - whatever a damaged file raises
            return None

    @property
    def languages(self) -> tuple[tuple[str, float], ...]:
        """The languages that the n-grams give away, by falling chance."""
        try:
            return topics.languages(self._head, self._raw) if self._head and self._raw is not None else ()
        except Exception:  # noqa: BLE001 - likewise
            return ()

    @worked_out
    def alone(self) -> topics.Scores | None:
        """What the n-grams of the whole message say; None without a trained head."""
        return self.read(self._words, None)

    @worked_out
    def danger(self) -> float | None:
        """How likely the n-grams of the whole message hold danger: what an emergency needs of the head, and no more."""
        try:
            return topics.gram_danger(self._head, self._raw) if self._head and self._raw is not None else None
        except Exception:  # noqa: BLE001 - likewise
            return None

    @property
    def uneasy(self) -> bool:
        """Whether danger may be heard: then a word of it is no wish about a list ("cutting deep tonight")."""
        return (self.danger or 0.0) >= thresholds.DANGER_POSSIBLE_GRAMS

    @worked_out
    def kinds(self) -> dict[Kind, float]:
        """How likely the n-grams of the whole message hold each kind of danger, among the four; empty without a head."""
        try:
            return topics.gram_kinds(self._head, self._raw) if self._head and self._raw is not None else {}
        except Exception:  # noqa: BLE001 - likewise
            return {}

    @worked_out
    def who(self) -> str | None:
        """Who the n-grams of the whole message hold to be in danger."""
        try:
            return topics.gram_who(self._head, self._raw) if self._head and self._raw is not None else None
        except Exception:  # noqa: BLE001 - likewise
            return None

    def read(self, words: Sequence[str], encoder: topics.Encoder | None, *, hasty: bool = False) -> topics.Scores | None:
        """What `words`, the whole message or a part of it, are about; `hasty`: without the encoder where that is plain."""
        try:
            raw = self._raw if words == self._words else None
            return topics.read(self._head, words, encoder, raw, hasty=hasty) if self._head else None
        except Exception:  # noqa: BLE001 - whatever a damaged file or package raises
            return None

    @worked_out
    def course(self) -> tuple[str, float] | None:
        """What end of an emergency this message tells of, and by how much that is likelier than none; None where unknown."""
        try:
            if self._head is None or self._raw is None or self._encoder is None:
                return None
            vector = topics.centre(self._encoder(topics.encoded_part(" ".join(self._words))), self._head.middle)
            return course.told(self._head.course, vector, self._raw)
        except Exception:  # noqa: BLE001 - likewise
            return None

    def after(self, text: Followed) -> Topics:
        """What `text` is about after what was talked of before it; nothing where that was not learned."""
        try:
            return following.subjects(self._head.following, self._head.labels.topics, text) if self._head else ()
        except Exception:  # noqa: BLE001 - likewise
            return ()

    def topic(self, words: Sequence[str], encoder: topics.Encoder | None) -> tuple[str, float]:
        """The likeliest topic of `words`, and how sure that is."""
        found = self.read(words, encoder)
        return found.topics[0] if found else ("", 0.0)
