"""What we promise about a slip in the words: each rule names it with file and line, and nothing that is good."""

from __future__ import annotations

from pathlib import Path

import pytest
from checking import ENTRY, LINES, NUMBERS, STEP, TELEGRAM, VOICE, Bank, bank_in


@pytest.fixture
def bank(tmp_path: Path) -> Bank:
    """A small content without a slip."""
    return bank_in(tmp_path)


def test_good_content_is_told_nothing(bank: Bank) -> None:
    """Else the slips below would prove nothing."""
    assert bank.told() == []


# Rule, file, what becomes what, and a word of what is told.
SLIPS = {
    "a sentence of 21 words": (
        "sentence-length", ENTRY, "It can stand 2 hot days.", f"It can stand {'very ' * 15}hot days too.", "21 words",
    ),
    "a danger sentence of 13 words": (
        "sentence-length", STEP, "Stay with them.", "Stay with them all the time until the crew is at the door.", "13 words",
    ),
    "two actions with and": ("two-actions", STEP, "Stay with them.", "Stay there and keep them warm.", "'stay' and 'keep'"),
    "two actions with a comma": ("two-actions", STEP, "Ponte al lado.", "Ponte al lado, mira.", "'ponte' and 'mira'"),
    "two actions, one of them a do not": ("two-actions", STEP, "Restez là.", "Restez là, ne bougez pas.", "bougez"),
    "two actions in Portuguese": ("two-actions", STEP, "Vire o corpo.", "Vire o corpo e fique junto.", "'vire' and 'fique'"),
    "a danger text that begins with a thought": ("first-action", STEP, "CALL 911. Roll", "This is hard. Roll", "This is hard."),
    "a danger lead of two SMS": ("danger-length", STEP, "Stay with them.", "Stay with them. " * 9, "one SMS"),
    "a lead of three SMS": ("lead-length", ENTRY, "It can stand 2 hot days.", "It can stand 2 hot days. " * 10, "306"),
    "a lead of four SMS": ("longest", ENTRY, "It can stand 2 hot days.", "It can stand 2 hot days. " * 20, "459"),
    "a letter that no SMS has": ("dear-letter", ENTRY, "Keep naloxone dry.", "Keep naloxone dry → cool.", "'→' in"),
    "a title for no menu": ("title-length", ENTRY, "Where to keep it", "Where you should keep it all the time", "28"),
    "a word that shames": ("tone-word", ENTRY, "Ask {", "An addict may ask {", "person who uses drugs"),
    "a hard word": ("hard-word", ENTRY, "Keep naloxone dry.", "It is problematical.", "'problematical'"),
    "a hard word in Spanish": ("hard-word", ENTRY, "Un carro frío", "La responsabilidad", "'responsabilidad'"),
    "a carrier's word": ("reserved-word", ENTRY, "Give it 30", "Text STOP. Give it 30", "STOP"),
    "a promise of privacy": ("promise", ENTRY, "Keep naloxone dry.", "Texting us is anonymous.", "'anonymous'"),
    "a promise in French": ("promise", ENTRY, "Un doute?", "Tout ceci est confidentiel.", "'confidentiel'"),
    "a lawyer's sentence before an action": (
        "not-advice", STEP, "Stay with them.", "This is not medical advice.", "never stands in a danger text",
    ),
    "the law of one state for everybody": ("law-word", ENTRY, "Keep naloxone dry.", "It is legal to keep it.", "'legal'"),
    "a word that carriers stop": ("filtered-word", ENTRY, "Keep naloxone dry.", "Keep cannabis dry.", "cannabis"),
    "a number of no list": ("typed-number", ENTRY, "Ask {poison_help}", "Ask 207-555-0123", "207-555-0123"),
    "112 on a US line": ("typed-number", ENTRY, "Ask {poison_help}", "Ask 112 or {poison_help}", "112"),
    "a name of no number": ("number-name", ENTRY, "Ask {poison_help}", "Ask {poison_hell}", "poison_hell"),
    "a number twice in a text": ("number-twice", ENTRY, "if you are not sure.", "now. Yes, {poison_help}.", "2 times"),
    "a number of no list on the phone": ("typed-elsewhere", VOICE, "Call 911.", "Call 207-555-0123.", "bye"),
    "a number of no list in a line": ("typed-elsewhere", LINES, "Une machine.", "Une machine: 112.", "[fr] automatic"),
    "a link that hides": ("short-link", ENTRY, "Keep naloxone dry.", "See bit.ly/abc. Keep it dry.", "bit.ly"),
    "a dose that differs": ("number-per-language", ENTRY, "Aguanta 2 días", "Aguanta 3 días", "misses 2 and has 3 more"),
    "a dose that is left out": ("number-per-language", ENTRY, "Elle tient 2 jours de", "Elle tient bien la", "misses 2"),
    "a word that becomes another": ("folded-pair", STEP, "Mira el pecho.", "Está mal.", "'esta'"),
    "markup left open": ("telegram", ENTRY, "Keep naloxone dry.", "Keep naloxone **dry.", "'**'"),
    "markup of another world": ("telegram", ENTRY, "Keep naloxone dry.", "Keep naloxone <b>dry</b>.", "'<b>'"),
    "no source": ("source", ENTRY, "[[sources]]", "[[notes]]", "needs one"),
    "an address that is none": ("source", ENTRY, "https://example.org/storage", "example storage", "no address"),
    "a source read tomorrow": ("source", ENTRY, "read = 2026-01-02", "read = 2199-01-02", "no day"),
    "a way on to nowhere": ("choice", ENTRY, 'choices = ["storage"]', 'choices = ["stogare"]', "stogare"),
    "a day of checking that is none": ("number-date", NUMBERS, "2026-01-02", "last week", "last week"),
    "a line that a call cannot say": ("voice-line", VOICE, "Call 911.", "Call {number", "brace"),
    "a line without a language": ("line-language", LINES, 'fr = "Une machine."\n', "", "fr missing"),
    "a review that is due": ("review-due", STEP, "2099-01-01", "2020-01-01", "2020-01-01"),
}  # fmt: skip


@pytest.mark.parametrize("slip", SLIPS)
def test_a_slip_is_told_with_file_and_line(bank: Bank, slip: str) -> None:
    rule, file, old, new, word = SLIPS[slip]
    bank.change(file, old, new)
    line = bank.line(file, new.strip()[:20]) if new and rule not in {"source", "line-language", "voice-line"} else 0
    found = [told for told in bank.told(rule) if told.startswith(f"content/{file}:")]
    assert [word in told for told in found] == [True]
    at = int(found[0].split(":")[1])
    assert (at, at > 0) == (line or at, True)


def test_telegram_s_own_lines_are_read_too(bank: Bank) -> None:
    bank.write(TELEGRAM, '[description]\nen = "Call 911."\n')
    assert any(told.startswith("content/telegram.toml:1: description: must have a text") for told in bank.told("telegram-line"))


def test_two_entries_of_one_name_are_told(bank: Bank) -> None:
    text = (bank.folder / ENTRY).read_text(encoding="utf-8")
    bank.write("entries/more/storage.toml", text)
    assert [told.partition(": ")[2] for told in bank.told("same-file")] == [
        "the file name storage is that of entries/more/storage.toml too: only one of them is found (same-file)"
    ]
    assert len(bank.told("same-title")) == 4


def test_two_steps_of_one_word_are_told(bank: Bank) -> None:
    bank.write("entries/steps/second.toml", (bank.folder / STEP).read_text(encoding="utf-8").replace('"roll"', '"second"'))
    assert len(bank.told("same-word")) == 4


def test_a_topic_that_no_entry_is_called_is_told(bank: Bank) -> None:
    bank.change(ENTRY, 'topic = "storage"', 'topic = "strage"')
    assert [told.startswith(f"content/{ENTRY}:1: no entry is called strage") for told in bank.told("topic-home")] == [True]


# What is said well, and must stay untold: rule, file, what becomes what.
WELL_SAID = {
    "clean in another sense needs an exception, newer words do not": ("tone-word", ENTRY, "Keep naloxone dry.", "New is best."),
    "one action in two ways": ("two-actions", STEP, "Stay with them.", "Call or text 911 again."),
    "an action and what it is for": ("two-actions", STEP, "Stay with them.", "Stay near so that they see you."),
    "a sign, then an action": ("two-actions", STEP, "Stay with them.", "Slow or no breath: text OD."),
    "a question, then the action": ("first-action", STEP, "CALL 911. Roll", "Not awake? CALL 911. Roll"),
    "a promise that is denied": ("promise", ENTRY, "Keep naloxone dry.", "No line is fully anonymous."),
    "a promise that says who knows": ("promise", ENTRY, "Keep naloxone dry.", "We keep it private, your phone company does not."),
    "a word sent to another number": ("reserved-word", ENTRY, "Ask {poison_help}", "Text START to {poison_help}"),
    "a number in the data": ("typed-number", ENTRY, "Ask {poison_help}", "Ask 911"),
    "a street and a year": ("typed-number", ENTRY, "Ask {", "In 2026, about 12,112 people asked {"),
    "two written as a word": ("number-per-language", ENTRY, "Aguanta 2 días", "Aguanta dos días"),
    "an accent that folds to no word": ("folded-pair", STEP, "Mira el pecho.", "Mira el mentón."),
    "a number said once in each part": ("number-twice", ENTRY, "Give it 30", "Ask {poison_help}. Give it 30"),
    "the real address": ("short-link", ENTRY, "Keep naloxone dry.", "See orbit.lyon.org. Keep it dry."),
}  # fmt: skip


@pytest.mark.parametrize(("rule", "file", "old", "new"), WELL_SAID.values(), ids=WELL_SAID)
def test_what_is_well_said_is_not_told(bank: Bank, rule: str, file: str, old: str, new: str) -> None:
    bank.change(file, old, new)
    assert bank.told(rule) == []


def test_hours_say_the_same_on_either_clock(bank: Bank) -> None:
    bank.change(ENTRY, "Ask {", "Open 9 a.m. to 5:30 p.m. Ask {")
    bank.change(ENTRY, "Pregunta al", "De 9 a 17:30. Pregunta al")
    bank.change(ENTRY, "Un doute?", "De 9 h à 17 h 30. Un doute?")
    bank.change(ENTRY, "Na dúvida,", "Das 9h às 17h30. Na dúvida,")
    assert bank.told("number-per-language") == []


def test_a_plainer_sms_wording_is_enough_for_carriers(bank: Bank) -> None:
    bank.change(ENTRY, 'lead = "Keep naloxone dry.', 'sms = "Keep it dry."\nlead = "Keep cannabis dry.')
    assert bank.told("filtered-word") == []
