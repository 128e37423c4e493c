"""What we promise to who is elsewhere: the right emergency number, the answer that holds there, and that ours may differ."""

from __future__ import annotations

import re
import tomllib

import pytest
from actors import Chatter, Texter, Visitor
from flask import Flask

from bot.adapters.files import Reader
from bot.adapters.settings import PROJECT
from bot.countries import Countries
from bot.knowledge import Knowledge
from bot.text import words

TABLE = tomllib.loads((PROJECT / "content" / "countries.toml").read_text("utf-8"))
UNION = {code for code, row in TABLE.items() if row["emergency"] == "112"}


@pytest.fixture(scope="module")
def countries() -> Countries:
    return Reader(PROJECT / "content").countries()


@pytest.fixture
def abroad(app: Flask) -> Chatter:
    return Chatter(app.test_client())


# --- the data


def test_every_number_has_a_source_and_every_country_a_name_in_four_languages() -> None:
    assert [code for code, row in TABLE.items() if row["emergency"] and not row.get("source")] == []
    assert [code for code, row in TABLE.items() if not {"en", "es", "fr", "pt"} <= row.keys()] == []
    assert (len(UNION), TABLE["gb"]["emergency"], TABLE["us"]["emergency"], TABLE["ca"]["emergency"]) == (27, "999", "911", "911")


@pytest.mark.parametrize("code", sorted(TABLE))
def test_a_country_is_known_by_its_name_in_four_languages(countries: Countries, code: str) -> None:
    row = TABLE[code]
    said = [f"in {row['en']}", f"estoy en {row['es']}", f"je suis en {row['fr']}", f"estou em {row['pt']}", row["en"]]
    found = [named[0].code if (named := countries.named(words(text))) else None for text in said]
    assert found == [code] * 5


@pytest.mark.parametrize(
    "text", ["china white", "my friend from mexico", "cold turkey", "help us please", "portugal was nice last year"]
)
def test_a_country_counts_only_where_somebody_is_in_it(countries: Countries, text: str) -> None:
    assert countries.named(words(text)) is None


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ('emergency = "soon"\nen = "X"\nes = "X"\nfr = "X"\npt = "X"', "are numbers in quotes"),
        ('emergency = "112"\nen = "X"\nes = "X"\nfr = "X"\npt = "X"', "needs its source"),
        ('emergency = ""\nen = "X"\nes = "X"\nfr = "X"', "'pt' is missing"),
        ('emergency = ""\ncapital = "Y"\nen = "X"\nes = "X"\nfr = "X"\npt = "X"', "unknown keys ['capital']"),
    ],
)
def test_a_slip_in_the_countries_is_a_fault_with_its_line(tmp_path, row: str, why: str) -> None:
    (tmp_path / "content").mkdir()
    (tmp_path / "content" / "countries.toml").write_text(f"# a remark\n[xx]\n{row}\n")
    reader = Reader(tmp_path / "content")
    reader.countries()
    (fault,) = reader.faults
    assert (fault.file, fault.line, why in fault.what) == ("content/countries.toml", 2, True)


# --- SMS comes over a US number: 911 in every language, and no other number ever


@pytest.mark.parametrize(
    "text",
    [
        "he isnt breathing, we are in portugal",
        "no respira, estamos en españa",
        "il respire pas, on est en france",
        "nao respira, em portugal",
    ],
)
def test_an_sms_says_911_whatever_country_is_named(texter: Texter, text: str) -> None:
    (said,) = texter.says(text)
    assert ("911" in said, "112" in said) == (True, False)


def test_no_text_of_ours_that_an_sms_can_bring_names_another_emergency_number(knowledge: Knowledge) -> None:
    texts = [text for entry in knowledge.bank.all for wording in entry.wording.values() for text in wording.sent]
    texts += [said for line in knowledge.lines.values() for said in line.values()]
    files = [(PROJECT / "content" / name).read_text("utf-8") for name in ("voice.toml", "carrier.toml")]
    texts += [said for file in files for said in re.findall(r'"([^"]*)"', file)]
    assert [text for text in texts if {"112", "999"} & set(words(text))] == []


# --- other channels


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("my friend isnt breathing", "Outside the US and Canada: call your emergency number."),
        ("mi amigo no respira", "Fuera de Estados Unidos y Canadá: llama al número de emergencias de tu país."),
        ("mon ami respire plus", "Hors des États-Unis et du Canada: appelez le numéro d'urgence de votre pays."),
        ("meu amigo nao respira", "Fora dos EUA e do Canadá: ligue o número de emergência do seu país."),
    ],
)
def test_other_channels_say_what_to_call_elsewhere(abroad: Chatter, text: str, said: str) -> None:
    lead, last = str(abroad.says(text)["text"]).rsplit("\n", 1)
    assert ("911" in lead.split(".")[0], last) == (True, said)


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("he isnt breathing, we are in portugal", "112"),
        ("no respira, estamos en España", "112"),
        ("il respire pas, on est aux Pays-Bas", "112"),
        ("nao respira, estamos na Alemanha", "112"),
        ("she wont wake up, in the uk", "999"),
    ],
)
def test_a_country_that_is_named_gets_its_own_number_and_no_911(abroad: Chatter, text: str, number: str) -> None:
    said = str(abroad.says(text)["text"])
    assert (number in said.partition(".")[0], "911" in said) == (True, False)


def test_the_number_stays_in_every_step_that_follows(abroad: Chatter) -> None:
    abroad.says("he isnt breathing, we are in portugal")
    said = " ".join(str(abroad.says(text)["text"]) for text in ("BREATHS", "next", "no phone", "he is awake"))
    assert ("112" in said, "911" in said) == (True, False)


def test_canada_has_911_too(abroad: Chatter) -> None:
    said = str(abroad.says("he isnt breathing, we are in canada")["text"])
    assert ("911" in said, "Outside" in said) == (True, False)


@pytest.mark.parametrize("town", ["norway", "poland", "mexico"])
def test_a_town_in_maine_is_never_a_country(abroad: Chatter, town: str) -> None:
    assert "CALL 911" in str(abroad.says(f"he isnt breathing, we are in {town}")["text"])


def test_beside_a_town_of_the_same_name_the_country_is_told_too(abroad: Chatter) -> None:
    assert str(abroad.says("he isnt breathing, we are in poland")["text"]).endswith("In the country Poland: call 112.")


def test_a_country_whose_number_we_do_not_know_gets_no_guess(abroad: Chatter) -> None:
    assert str(abroad.says("nao respira, estamos no Brasil")["text"]).endswith("o número de emergência do seu país.")


def test_who_wants_to_die_abroad_is_told_who_answers_there(abroad: Chatter) -> None:
    lines = str(abroad.says("i want to kill myself, i am in the uk")["text"]).split("\n")
    assert lines[0] == "In the United Kingdom call 116 123 (Samaritans); 988 answers in the US and Canada only."
    lines = str(Chatter(abroad.client, chat=102).says("i want to kill myself, i am in germany")["text"]).split("\n")
    assert lines[-1] == "988 answers in the US and Canada only."


def test_on_the_page_the_number_can_be_pressed(visitor: Visitor) -> None:
    (first, *_) = visitor.says("he isnt breathing, we are in portugal")["html"]
    assert 'CALL <a href="tel:112">112</a>' in first


def test_a_house_number_is_never_changed(abroad: Chatter, texter: Texter) -> None:
    """A list of places keeps its streets."""
    abroad.says("i am in portugal")
    places = [str(each.says("narcan 04401")["text"]) for each in (abroad, Chatter(abroad.client, chat=103))]
    assert places[0].split("\n")[:6] == places[1].split("\n")[:6]


# --- another state


@pytest.mark.parametrize(
    ("question", "note"),
    [
        ("good samaritan law in texas", "This is for all of the US. Maine may differ, and so may your state."),
        ("can i carry narcan in New Hampshire", "This is for all of the US. Maine may differ, and so may your state."),
        ("ley del buen samaritano en texas", "Esto es para todo Estados Unidos. Maine puede ser distinto, y tu estado también."),
        (
            "loi du bon samaritain au texas",
            "Ceci vaut pour tous les États-Unis. Maine: cela peut différer, dans votre État aussi.",
        ),
        ("lei do bom samaritano no texas", "Isto vale para todos os EUA. Maine pode ser diferente, e o seu estado também."),
    ],
)
def test_who_is_in_another_state_gets_the_answer_for_the_us_and_is_told(abroad: Chatter, question: str, note: str) -> None:
    said = str(abroad.says(question)["text"])
    assert (note in said, "In Maine" in said) == (True, False)


def test_more_shorter_and_source_are_of_that_answer_too(texter: Texter, knowledge: Knowledge) -> None:
    texter.says("good samaritan law in texas")
    wide = next(each for each in knowledge.bank.all if (each.id, each.region) == ("good_samaritan_law", "us"))
    assert texter.says("SHORTER")[0].endswith(wide.wording["en"].lead)
    assert texter.says("MORE")[0].startswith(wide.wording["en"].more[0])
    assert "17-A MRSA" not in texter.says("SOURCE")[0]


def test_what_only_maine_has_says_that_it_is_maine_s(abroad: Chatter, knowledge: Knowledge) -> None:
    abroad.says("i live in texas")
    title = knowledge.bank.entries["options_liaison"].wording["en"].title
    assert "This is about Maine; where you are may differ." in str(abroad.says(title)["text"])


def test_who_comes_home_gets_home_s_answer_again(texter: Texter) -> None:
    texter.says("good samaritan law in texas")
    assert "In Maine: call 911" in " ".join(texter.says("and the good samaritan law in maine?"))


def test_who_says_nothing_gets_home_s_answer_with_no_such_line(texter: Texter) -> None:
    said = " ".join(texter.says("good samaritan law"))
    assert ("In Maine: call 911" in said, "may differ" in said) == (True, False)


def test_another_country_is_told_that_this_is_the_us(abroad: Chatter) -> None:
    assert "This is for the US. Other countries differ: Germany too." in str(abroad.says("good samaritan law in germany")["text"])
