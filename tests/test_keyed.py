"""The keyed hash of talks: a published one, and nothing to be had without the key."""

from __future__ import annotations

from hashlib import blake2b

from bot.adapters.keyed import keyed

KEY, OTHER = b"\x01" * 32, b"\x02" * 32


def test_it_is_blake2b_under_the_key():
    assert keyed(KEY, b"sms|+12075550123") == blake2b(b"sms|+12075550123", key=KEY, digest_size=32).digest()


def test_another_key_or_another_sender_is_another_hash():
    said = {keyed(key, sender) for key in (KEY, OTHER) for sender in (b"+12075550123", b"+12075550124")}
    assert {len(each) for each in said} == {32}
    assert len(said) == 4
