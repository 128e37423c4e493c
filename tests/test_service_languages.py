"""What we promise to who asks for a place in a language that we answer in English: we look for the service they mean."""

from __future__ import annotations

import pytest

from bot.text import words
from bot.understanding import service_words_beyond
from bot.understanding.services import read_service


@pytest.mark.parametrize(
    ("text", "service"),
    [
        ("Lewiston xaggee laga helaa irbado nadiif ah", "syringe_services"),
        ("xaggee baan seexan karaa caawa, waxaan joogaa Portland", "shelter"),
        ("xaggee ka heli karaa dhakhtar maskaxda ah oo Lewiston ku yaal", "mental_health"),
        ("nakoki kozwa bilei ya ofele wapi na Portland", "food"),
        ("nalingi kokutana na monganga na Lewiston, wapi ofele?", "health_care"),
        ("أحتاج مأوى الليلة في بورتلاند", "shelter"),
        ("أبحث عن طبيب نفسي في بورتلاند مين", "mental_health"),
        ("где в Портленде можно пройти детокс бесплатно", "detox"),
        ("где переночевать в портленде", "shelter"),
        ("ki kote m ka jwenn yon moun pou pale, mwen rete Auburn", "mental_health"),
        ("tìm bác sĩ ở Portland", "health_care"),
        ("cho toi hoi kim tiem sach o bangor", "syringe_services"),
    ],
)
def test_the_service_is_understood(text, service):
    assert read_service(words(text)).service == service


@pytest.mark.parametrize(
    "text", ["what can i do an hour after", "where do i sign", "thats rad", "no anda bien", "a mesa do dono"]
)
def test_words_of_our_languages_are_no_service_of_another(text):
    assert read_service(words(text)).service is None


def test_every_phrase_is_folded_so_that_it_can_be_found():
    rows = (line.partition(": ")[2] for line in service_words_beyond.TABLE.splitlines() if line.startswith(" "))
    listed = [phrase.strip() for row in rows for phrase in row.split("|")]
    assert [phrase for phrase in listed if " ".join(words(phrase)) != phrase] == []
