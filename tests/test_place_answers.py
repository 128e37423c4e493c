"""What we promise to who asks where: what they asked for is used and said; with nothing near, every other way is named."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.adapters.console import answer
from bot.adapters.loading import read
from bot.adapters.settings import PROJECT, Settings
from bot.directory import Directory
from bot.message import Channel, Message
from bot.reply import Outcome
from bot.segments import segments, to_gsm7
from bot.site import Kind, Site, Status
from bot.wishes import When, Wish
from handlers.respond import respond

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("America/New_York"))  # a Monday
BANGOR = {"lat": 44.8242, "lon": -68.7918, "city": "Bangor", "state": "ME", "zip": "04401", "tz": "America/New_York"}
Ask = Callable[..., list[str]]


def site(name: str, km_north: float, **fields: object) -> Site:
    """A naloxone site so far north of Bangor, checked this month."""
    usual = {**BANGOR, "services": ("naloxone",), "verified_on": date(2026, 11, 2), "phone": "207-555-0120"}
    return Site(**{"id": name, "name": name, **usual, "lat": BANGOR["lat"] + km_north / 111.195, **fields})


@pytest.fixture
def asks(knowledge) -> Ask:
    """Ask something of a directory of a few sites; the paragraphs of the last answer."""

    def ask(sites: list[Site], *texts: str) -> list[str]:
        return list(last(sites, *texts).reply.paragraphs)

    def last(sites: list[Site], *texts: str) -> Outcome:
        known, state, outcome = replace(knowledge, directory=Directory(sites)), None, None
        for text in texts:
            outcome = respond(Message(text, Channel.WEB), state, known, NOW)
            state = outcome.state
        assert outcome
        return outcome

    ask.outcome = last
    return ask


WEEKDAYS, SUNDAYS, ALWAYS, LATER = "Mo-Fr 09:00-17:00; PH off", "Su 10:00-14:00; PH off", "24/7", "Mo 18:00-20:00; PH off"
DOORS = [
    site("weekdays", 1, hours=WEEKDAYS),
    site("unknown", 2),
    site("sundays", 30, hours=SUNDAYS),
    site("always", 60, hours=ALWAYS),
    site("later", 5, hours=LATER),
]


@pytest.mark.parametrize(
    ("text", "first", "said"),
    [
        ("narcan 04401 open sunday", "sundays", "known to be open Sunday first"),
        ("narcan 04401 24 hours", "always", "known to be open day and night first"),
        ("narcan 04401 open now", "weekdays", "known to be open now first"),
        ("narcan 04401 open tonight", "weekdays", "known to be open today first"),
        ("narcan 04401 open saturday", "always", "known to be open Saturday first"),
        ("naloxona 04401 abierto el domingo", "sundays", "abierto el domingo"),
    ],
)
def test_the_door_that_is_open_then_comes_first(asks, text, first, said):
    lead, row, *_ = asks(DOORS, text)
    assert (said in lead, row.startswith(f"1. {first},")) == (True, True)


def test_the_nearest_of_all_is_still_named(asks):
    rows = asks(DOORS, "narcan 04401 open sunday")[1:4]
    assert [row.partition(",")[0] for row in rows] == ["1. sundays", "2. always", "3. weekdays"]


def test_where_none_is_known_to_be_so_that_is_said_and_the_nearest_shown(asks):
    lead, row, *_ = asks([site("unknown", 1), site("weekdays", 2, hours=WEEKDAYS)], "narcan open sunday 04401")
    assert lead.startswith("None is known to be open Sunday. Naloxone, nearest to Bangor 04401")
    assert row.startswith("1. unknown")


def test_more_goes_on_with_what_was_asked_for(asks):
    doors = [*DOORS, *(site(f"sunday{number}", 70 + number, hours=SUNDAYS) for number in range(3))]
    pages = [asks(doors, "narcan 04401 open sunday", *["more"] * page)[1:4] for page in range(3)]
    names = [row.partition(",")[0].partition(". ")[2] for page in pages for row in page if row[0].isdigit()]
    assert names == ["sundays", "always", "weekdays", "sunday0", "sunday1", "sunday2", "unknown", "later"]


def test_how_it_is_wanted_is_kept_while_we_ask_where(asks):
    assert "open Sunday" in asks(DOORS, "narcan near me open sunday", "04401")[0]
    assert "open" not in asks(DOORS, "narcan near me open sunday", "04401", "04402")[0]


@pytest.mark.parametrize("text", ["are they open sunday", "anything open sunday?", "open sunday"])
def test_a_list_is_asked_again_with_a_few_words(asks, text):
    assert "open Sunday" in asks(DOORS, "narcan 04401", text)[0]


def test_walk_ins_and_no_insurance_are_granted_by_what_a_source_says_only():
    told = site("a", 1, cost="free", eligibility="Walk-in", by_appointment=False)
    silent, refused = site("b", 1), site("c", 1, cost="Not free", by_appointment=True, access="walk-in")
    wish = Wish(walk_in=True, free=True)
    assert [wish.granted(each, NOW) for each in (told, silent, refused)] == [True, False, False]


def test_old_hours_and_closures_grant_nothing():
    shut = site("a", 1, hours=ALWAYS, status=Status.TEMPORARILY_CLOSED)
    assert not Wish(When.DAY, 6).granted(shut, NOW)
    assert not Wish(When.DAY, 6).granted(site("b", 1, hours=SUNDAYS), NOW, stale=True)
    assert Wish(When.DAY, 6).granted(site("b", 1, hours=SUNDAYS), NOW)


def test_a_door_that_has_shut_for_today_is_not_open_today():
    assert not Wish(When.TODAY).granted(site("a", 1, hours="Mo 08:00-09:00; PH off"), NOW)
    assert Wish(When.TODAY).granted(site("a", 1, hours=LATER), NOW)
    assert not Wish(When.TOMORROW).granted(site("a", 1, hours=LATER), NOW)


def test_thanksgiving_is_no_ordinary_thursday():
    assert not Wish(When.DAY, 3).granted(site("a", 1, hours=WEEKDAYS), NOW)
    assert not Wish(When.DAY, 3).granted(site("a", 1, hours="Th 09:00-17:00"), NOW)


FULL = site(
    "van", 1, address="1 Main St", hours=WEEKDAYS, what_to_expect="No ID asked. Step-free.", bring="nothing",
    languages=("en", "so"), cost="free", eligibility="adults", access="ramp", source="a page", source_url="https://example.org",
)  # fmt: skip


@pytest.mark.parametrize("text", ["1", "details 1", "tell me about 1", "the first"])
def test_a_number_after_a_list_gives_all_that_is_known_of_that_place(asks, text):
    said = " ".join(asks([FULL], "narcan 04401", text))
    for part in ("1 Main St", "Open until 5pm", "207-555-0120", "What to expect: No ID asked. Step-free.", "Bring: nothing",
                 "For: adults", "Getting in: ramp", "Languages: en, so", "Cost: free", "From: a page."):  # fmt: skip
        assert part in said


def test_a_closure_is_told_with_its_day_and_its_reason(asks):
    shut = replace(FULL, status=Status.TEMPORARILY_CLOSED, closed_until=date(2026, 12, 7), closed_reason="moving")
    assert "Closed until Dec 7 (moving)" in asks([shut], "narcan 04401")[1]
    assert "Closed until Dec 7 (moving)" in asks([shut], "narcan 04401", "1")[0]


def test_a_map_is_offered_and_opens_another_site(asks):
    said = asks([FULL], "narcan 04401", "map 1")[0]
    assert "opens another site): https://www.openstreetmap.org/search?query=1%20Main%20St" in said
    assert "openstreetmap" not in "".join(asks([FULL], "narcan 04401"))


def test_a_town_of_many_states_is_ours_and_the_other_is_one_word_away(asks):
    said = asks(DOORS, "narcan portland")
    assert "Portland, ME" in said[0]
    assert "Not that Portland? Text the state." in said
    assert "Portland, OR" in asks(DOORS, "narcan portland", "oregon")[0]
    assert "Lebanon, NH" in asks(DOORS, "narcan lebanon", "new hampshire")[0]


NAMED = {  # what "no site near" names in Maine: the issue of a person far from every door
    "how far the nearest is": "The nearest is about",
    "pharmacies": "Any pharmacy and many big stores sell it: no prescription, no reason needed",
    "who pays": "MaineCare covers it, else about $45",
    "the county's partner": "Your county's naloxone partner: Bangor Public Health & Community Services, 207-992-4461",
    "the mail": "By mail: text MAIL (days; plain box not promised)",
    "ambulance crews": "Ambulance crews and OPTIONS may leave a kit",
    "211 and its long number": "call 211 (1-866-811-5695)",
}


@pytest.mark.parametrize("what", NAMED)
def test_where_nothing_is_near_every_other_way_is_named(asks, knowledge, what):
    far = [site("far", 400), *(each for each in knowledge.directory.sites if each.area)]
    assert NAMED[what] in " ".join(asks(far, "narcan 04769"))


def test_what_holds_in_maine_is_not_said_of_another_state(asks):
    said = " ".join(asks([FULL], "narcan 83702"))
    assert ("MaineCare" in said, "OPTIONS" in said, "1-866-811-5695" in said, "call 211" in said) == (False, False, False, True)


def test_a_deployment_elsewhere_names_no_number_of_maine():
    known = read(PROJECT / "content", Settings(region="us")).knowledge
    assert known
    for text in ("food bank 99723", "narcan 99723", "syringes 99723"):
        said = " ".join(respond(Message(text, Channel.WEB), None, known, NOW).reply.paragraphs)
        assert ("{" in said, "1-866" in said, "211" in said) == (False, False, True)


def test_who_delivers_is_named_where_no_door_is_near(asks):
    sends = site("Supply Post", 1, services=("syringe_services",), kind=Kind.DELIVERY, area=("Aroostook",), phone="207-555-0133")
    assert "By mail or delivery: Supply Post, 207-555-0133" in " ".join(asks([sends], "syringes 04769"))
    assert asks([sends, site("door", 1, services=("syringe_services",))], "syringes by mail 04769")[0].startswith("By mail or")


@pytest.mark.parametrize("text", ["detox 04401", "detox 04769"])
def test_detox_carries_the_warning_of_seizures_with_and_without_a_place(asks, text):
    assert "Stopping alcohol or benzos suddenly can cause seizures" in " ".join(asks([site("d", 1, services=("detox",))], text))


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("nearest hospital 04401", "We have no list of hospitals. Emergency: CALL 911."),
        ("ER near me", "We have no list of hospitals. Emergency: CALL 911."),
        ("farmacia en bangor", "No tenemos lista de farmacias"),
    ],
)
def test_no_hospital_is_invented(asks, text, said):
    outcome = asks.outcome(DOORS, text)
    assert said in " ".join(outcome.reply.paragraphs)


def test_hospitals_that_an_operator_lists_are_found_and_named_by_the_broader_service(asks, knowledge):
    outcome = asks.outcome([site("Acadia", 3, services=("hospital",))], "nearest hospital 04401")
    assert outcome.reply.paragraphs[1].startswith("1. Acadia")
    assert answer(outcome, Channel.SMS, knowledge)["service"] == "health_care"


HIDDEN = [
    site("private", 1, publish=False), site("defunct", 1, status=Status.DEFUNCT), site("unlisted", 1, status=Status.UNLISTED),
    site("suspended", 1, status=Status.SUSPENDED),
    site("mail", 1, publish=False, kind=Kind.MAIL, area=("*",), phone="207-555-0199"),
]  # fmt: skip


@pytest.mark.parametrize(
    "text", ["narcan 04401", "narcan by mail 04401", "narcan 04769", "narcan 04401 open now", "naloxone near me"]
)
def test_what_is_private_or_gone_is_said_on_no_road(asks, text):
    said = " ".join([*asks(HIDDEN, text), *asks(HIDDEN, text, "04401"), *asks(HIDDEN, text, "1"), *asks(HIDDEN, text, "map 1")])
    assert [each.id for each in HIDDEN if f"{each.id}," in said or f"1. {each.id}" in said or "555-0199" in said] == []


@pytest.mark.parametrize("language", ["en", "es", "fr", "pt"])
def test_the_longest_answer_without_a_place_fits_four_texts(asks, knowledge, language):
    known = {"en": "narcan 04769", "es": "donde hay naloxona en 04769", "fr": "où trouver la naloxone à 04769",
             "pt": "onde tem naloxona em 04769"}  # fmt: skip
    far = [site("far", 400), *(each for each in knowledge.directory.sites if each.area)]
    outcome = asks.outcome(far, known[language])
    assert outcome.reply.language == language
    assert segments(to_gsm7("\n".join(outcome.reply.paragraphs))) <= 4


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("narcan 04769", "en"),
        ("dallas", "en"),
        ("detox portland", "en"),
        ("où trouver narcan lewiston", "fr"),
        ("agujas bangor", "es"),
    ],
)
def test_a_name_and_a_word_of_all_languages_tell_none(asks, text, language):
    assert asks.outcome(DOORS, text).reply.language == language
