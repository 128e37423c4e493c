"""What we promise of our words as HTML: numbers to press, links that tell nothing, the first sentence of danger large."""

from __future__ import annotations

import pytest

from bot.adapters.rich import rich, steps_html
from bot.sentences import without_words


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("CALL 911 now", 'CALL <a href="tel:911">911</a> now'),
        ("text 911 your address", 'text <a href="sms:911">911</a> your address'),
        ("Cannot talk: texto al 911", 'Cannot talk: texto al <a href="sms:911">911</a>'),
        ("textez l'adresse au 911", 'textez l&#39;adresse au <a href="sms:911">911</a>'),
        ("CALL 911, text OD", 'CALL <a href="tel:911">911</a>, text OD'),
        ("call 1-800-222-1222.", 'call <a href="tel:+18002221222">1-800-222-1222</a>.'),
        ("211 Water St, Augusta", "211 Water St, Augusta"),
        ("988 Congress Street", "988 Congress Street"),
        ("text 898-211", "text 898-211"),
        ("ZIP 04911", "ZIP 04911"),
        ("a\n<b>&\x07", "a<br>&lt;b&gt;&amp;"),
    ],
)  # fmt: skip
def test_numbers_become_links(text, html):
    assert str(rich(text)) == html


def test_a_map_is_a_link_that_tells_nothing():
    said = str(rich("Map: https://maps.example/?q=1,2&z=3."))
    assert said == (
        'Map: <a href="https://maps.example/?q=1,2&amp;z=3" target="_blank" rel="noopener noreferrer">'
        "https://maps.example/?q=1,2&amp;z=3</a>."
    )


def test_the_first_sentence_of_danger_stands_out():
    assert str(steps_html("CALL. <Do> it.")) == '<strong class="first">CALL.</strong><br>&lt;Do&gt; it.'


def test_only_words_to_text_are_left_out():
    assert without_words("Breathe. Text SPRAY or BREATHS. Text 911 works in Maine. Text STILL or NO RISE.") == (
        "Breathe.",
        "Text 911 works in Maine.",
    )
