"""What we promise to who breaks a file: every fault in every file, each with its line, in one run; and exceptions that count."""

from __future__ import annotations

from pathlib import Path

import pytest
from checking import ENTRY, FILES, NUMBERS, STEP, Bank, bank_in

from bot.adapters.checks.rules import RULES


@pytest.fixture
def bank(tmp_path: Path) -> Bank:
    """A small content without a slip."""
    return bank_in(tmp_path)


# File, what becomes what, the words at whose line it is told, and a word of what is told.
BROKEN = {
    "a quote that is not closed": (ENTRY, 'title = "Where to keep it"', 'title = "Where', 'title = "Where', "not TOML"),
    "a key said twice": (ENTRY, "[es]\n", '[es]\ntitle = "A"\n', 'title = "Dónde guardarla"', "not TOML"),
    "a date that no calendar has": (ENTRY, "2099-01-01", "2099-02-31", "2099-02-31", "not TOML"),
    "a date in words": (ENTRY, "by = 2099-01-01", 'by = "next year"', "next year", "by must be a day"),
    "a day of reading in quotes": (ENTRY, "read = 2026-01-02", 'read = "2026-01-02"', "read =", "read must be a day"),
    "no lead": (ENTRY, 'lead = "Guarda la', 'laed = "Guarda la', "[es]", "lead is missing"),
    "a misspelt key": (ENTRY, 'lead = "Guarda la', 'laed = "Guarda la', "laed", "unknown key 'laed'"),
    "an empty title": (ENTRY, '"Dónde guardarla"', '" "', 'title = " "', "title must be a text"),
    "a language that nobody else has": (ENTRY, "[fr]", "[de]", "[de]", "unknown key 'de'"),
    "a language that is a word": (ENTRY, 'region = "any"', 'region = "any"\nfr = "non"', "[fr]", "not TOML"),
    "more that is a sentence": (ENTRY, "more = [\n", 'asks = "x"\nmore = [\n', "asks =", "asks must be a list"),
    "a source without its address": (ENTRY, 'url = "https://example.org/storage"\n', "", "[[sources]]", "url is missing"),
    "a misspelt key of a source": (ENTRY, "publisher =", "publishr =", "publishr", "unknown key 'publishr'"),
    "no review": (ENTRY, "[review]", "[reviews]", "topic =", "review is missing"),
    "a confidence that is none": (ENTRY, '"medium"', '"some"', '"some"', "high, medium or low"),
    "no topic": (ENTRY, 'topic = "storage"\n', "", "region =", "topic is missing"),
    "a number without its digits": (NUMBERS, 'shown = "911"\n', "", "[n911]", "shown"),
    "a reason for nothing": (
        ENTRY, "[[sources]]", '[[exceptions]]\nrule = "tone-word"\n\n[[sources]]', "[[exceptions]]", "reason is missing",
    ),
}  # fmt: skip


@pytest.mark.parametrize("slip", BROKEN)
def test_what_cannot_be_read_is_told_with_file_and_line(bank: Bank, slip: str) -> None:
    file, old, new, where, word = BROKEN[slip]
    bank.change(file, old, new)
    place = f"content/{file}:{bank.line(file, where)}: "
    assert any(told.startswith(place) and word in told for told in bank.told())


def test_an_entry_half_written_in_two_languages_is_told_twice_in_one_run(bank: Bank) -> None:
    bank.change(ENTRY, 'title = "Dónde guardarla"\n', "")
    bank.change(ENTRY, 'title = "Onde guardar"\n', "")
    assert bank.told() == [
        f"content/{ENTRY}:{bank.line(ENTRY, '[es]')}: [es] title is missing",
        f"content/{ENTRY}:{bank.line(ENTRY, '[pt]')}: [pt] title is missing",
    ]


def test_every_broken_file_is_told_in_one_run(bank: Bank) -> None:
    bank.change(ENTRY, '"Where to keep it"', '"Where to keep it')
    bank.change(STEP, "by = 2099-01-01", 'by = "soon"')
    bank.change(NUMBERS, 'shown = "911"\n', "")
    bank.write("terms.toml", 'hard = "none"\n')
    bank.write("lines.toml", "[[[\n")
    bank.write("danger/xx.toml", '[rows.odd]\nmeans = "x"\n')
    told = "\n".join(bank.told())
    files = (ENTRY, STEP, NUMBERS, "terms.toml", "lines.toml", "danger/xx.toml")
    assert [file for file in files if f"content/{file}:" not in told] == []


@pytest.mark.parametrize(
    ("file", "row"),
    [
        ("regions/us/laws.toml", "[odd]\nname = 3\n"),
        ("countries.toml", "[fr]\nemergency = 112\n"),
        ("regions/us/lines.toml", '[no_such_line]\nen = "Hello."\n'),
    ],
)
def test_what_the_server_would_refuse_beside_the_entries_is_told(bank: Bank, file: str, row: str) -> None:
    bank.write(file, row)
    assert any(told.startswith(f"content/{file}:") for told in bank.told())


def test_a_language_in_one_entry_alone_is_missing_in_none_but_unknown_there(bank: Bank) -> None:
    bank.write("entries/other.toml", FILES[ENTRY].replace("[fr]", "[ht]").replace("storage", "other"))
    told = bank.told()
    assert f"content/entries/other.toml:{bank.line('entries/other.toml', '[ht]')}: unknown key 'ht'" in told
    assert "content/entries/other.toml:1: the language fr is missing: it would be answered in English (language)" in told


ROW = """[rows.sleepy]
means = "somebody cannot be woken"
example = "he wont wake"
counter_example = "he woke up"
all = ["he", "wake"]
"""


@pytest.mark.parametrize(
    ("old", "new", "word"),
    [("he wont wake", "she is out", "does not fire it"), ("he woke up", "he can wake", "counter-example fires it")],
)
def test_a_danger_row_that_does_not_do_what_it_says_is_told(bank: Bank, old: str, new: str, word: str) -> None:
    bank.write("danger/en.toml", ROW)
    assert bank.told("danger-row") == []
    bank.write("danger/en.toml", ROW.replace(old, new))
    (told,) = bank.told("danger-row")
    assert told.startswith("content/danger/en.toml:1: en.sleepy: ")
    assert word in told


def test_a_group_of_danger_words_that_no_row_uses_is_told(bank: Bank) -> None:
    bank.write("danger/en.toml", '[groups]\nwake = ["wake", "waking"]\n\n' + ROW.replace('"wake"]', '"{wake}"]'))
    assert bank.told("danger-group") == []
    bank.write("danger/en.toml", '[groups]\nwake = ["wake", "waking"]\n\n' + ROW)
    assert bank.told("danger-group") == ["content/danger/en.toml:2: no row uses the group wake (danger-group)"]


@pytest.mark.parametrize("broken", ["[groups]\nwake = [", "groups = 5\n", "[groups]\nwake = 5\n"])
def test_a_danger_file_that_cannot_be_read_is_told_and_stops_no_rule(bank: Bank, broken: str) -> None:
    bank.write("danger/en.toml", broken)
    assert any("content/danger/en.toml" in each for each in bank.told())


def test_a_danger_row_that_waits_for_no_answer_of_ours_is_told(bank: Bank) -> None:
    bank.write("danger/en.toml", ROW + 'after = ["stroage"]\n')
    (told,) = bank.told("phrase-topic")
    assert told.endswith("it counts only after the topic stroage, which no entry answers (phrase-topic)")


# --- exceptions


EXCEPTABLE = {
    "tone-word": (ENTRY, "Ask {", "Use clean water. Ask {"),
    "hard-word": (ENTRY, "Keep naloxone dry.", "It is problematical."),
    "sentence-length": (ENTRY, "It can stand 2 hot days.", f"It can stand {'very ' * 15}hot days too."),
    "lead-length": (ENTRY, "It can stand 2 hot days.", "It can stand 2 hot days. " * 10),
    "two-actions": (STEP, "Stay with them.", "Stay there and keep them warm."),
    "first-action": (STEP, "CALL 911. Roll", "This is hard. Roll"),
    "reserved-word": (ENTRY, "Give it 30", "Text STOP. Give it 30"),
    "promise": (ENTRY, "Keep naloxone dry.", "Texting us is anonymous."),
    "law-word": (ENTRY, "Keep naloxone dry.", "It is legal to keep it."),
    "filtered-word": (ENTRY, "Keep naloxone dry.", "Keep cannabis dry."),
    "typed-number": (ENTRY, "Ask {", "Ask 207-555-0123 or {"),
    "number-per-language": (ENTRY, "It can stand 2 hot", "It can stand some hot"),
    "folded-pair": (STEP, "Mira el pecho.", "Está mal."),
    "dear-letter": (ENTRY, "Keep naloxone dry.", "Keep naloxone dry →"),
    "danger-length": (STEP, "Stay with them.", "Stay with them. " * 9),
    "title-length": (ENTRY, "Where to keep it", "Where you should keep it all the time"),
    "number-twice": (ENTRY, "if you are not sure.", "now. Yes, {poison_help}."),
    "telegram": (ENTRY, "Keep naloxone dry.", "Keep naloxone **dry."),
    "short-link": (ENTRY, "Keep naloxone dry.", "See bit.ly/abc."),
    "reading-ease": (ENTRY, "Keep naloxone dry.", "Unusually complicated considerations necessitate authoritative information."),
}


@pytest.mark.parametrize("rule", EXCEPTABLE)
def test_an_exception_with_its_reason_quiets_its_rule(bank: Bank, rule: str) -> None:
    bank.change(*EXCEPTABLE[rule])
    assert bank.told(rule) != []
    bank.excepts(EXCEPTABLE[rule][0], rule)
    assert (bank.told(rule), bank.told("exception"), bank.told("unneeded-exception")) == ([], [], [])


def test_an_exception_for_one_language_leaves_the_others(bank: Bank) -> None:
    bank.change(ENTRY, "Aguanta 2 días", "Aguanta 3 días")
    bank.change(ENTRY, "Elle tient 2", "Elle tient 3")
    bank.excepts(ENTRY, "number-per-language", language="es")
    assert [told.partition(": ")[2][:4] for told in bank.told("number-per-language")] == ["[fr]"]


def test_an_exception_without_a_reason_is_a_fault_and_excepts_nothing(bank: Bank) -> None:
    bank.change(*EXCEPTABLE["tone-word"])
    bank.excepts(ENTRY, "tone-word", reason=" ")
    assert any("reason must be a text in quotes" in str(fault) for fault in bank.check()[0])
    assert bank.told("tone-word") != []


def test_an_exception_from_no_rule_is_a_fault(bank: Bank) -> None:
    bank.excepts(ENTRY, "tone-wrod")
    (told,) = bank.told("exception")
    assert told.startswith(f"content/{ENTRY}:{bank.line(ENTRY, 'tone-wrod')}: there is no rule 'tone-wrod'")


def test_an_exception_that_is_not_needed_any_more_is_a_warning(bank: Bank) -> None:
    bank.excepts(ENTRY, "tone-word")
    assert bank.check()[0] == []
    (told,) = bank.told("unneeded-exception")
    assert told.startswith(f"content/{ENTRY}:{bank.line(ENTRY, 'tone-word')}: ")


def test_every_rule_is_explained_on_the_page_for_health_workers(project: Path) -> None:
    page = (project / "docs" / "content.md").read_text(encoding="utf-8")
    assert [rule for rule in (*RULES, "exception", "unneeded-exception") if f"`{rule}`" not in page] == []
