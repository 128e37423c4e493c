"""What we promise about reviews: only a named person's word counts, for the words they read, and only while these stand."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from actors import Texter
from contents import change, some_of
from flask import Flask

from bot import cli
from bot.adapters.files import Reader
from bot.adapters.review_sign import NotSignedError, sign
from bot.bank import Bank, Entry
from bot.knowledge import Knowledge
from bot.review import CLINICIAN, LAWYER, LIVED, TRANSLATOR

FILE, PLAIN, LAW = "entries/naloxone_what.toml", "entries/invite_line.toml", "regions/maine/good_samaritan_law.toml"
STEP = "entries/steps/breaths.toml"
DAY = date(2026, 12, 1)
# Nobody has reviewed anything: these names are of nobody.
NAME, OTHER = "Ann Example", "Bo Example"


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """A few of the entries, to sign in: small, because they are read anew after each signature."""
    return some_of(tmp_path, (FILE, PLAIN, LAW, STEP, "lines.toml"))


def entry(content: Path, file: str = FILE) -> Entry:
    return next(each for each in Reader(content).entries(("maine", "us")) if each.file == file)


def signs(content: Path, file: str, language: str, role: str, name: str = NAME) -> str:
    """Read the words as they stand, and sign them."""
    return sign(content, file, language, name, role, DAY, shown=entry(content, file).mark(language, role), write=True)


# --- what counts


def test_nothing_that_ships_says_that_somebody_has_reviewed_it(knowledge: Knowledge) -> None:
    bank = knowledge.bank
    assert ([each.file for each in bank.all if each.review.signed or each.reviewed], bank.reviewed) == ([], False)


def test_a_signature_counts_for_its_language_and_role_only(content: Path) -> None:
    signs(content, FILE, "en", CLINICIAN)
    found = entry(content)
    counted = [found.signers("en", CLINICIAN), found.signers("en", LIVED), found.signers("es", CLINICIAN)]
    assert counted == [(NAME,), (), ()]


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ('title = "', 'title = "X'),
        ('lead = "', 'lead = "X'),
        ("more = [\n", 'more = [\n  "X",\n'),
        ("[en]\n", '[en]\nsms = "X"\n'),
    ],
)
def test_a_signature_no_longer_counts_when_a_word_has_changed_since(content: Path, old: str, new: str) -> None:
    signs(content, FILE, "en", CLINICIAN)
    change(content / FILE, old, new)
    assert (entry(content).signers("en", CLINICIAN), len(entry(content).review.signed)) == ((), 1)


def test_a_signature_still_counts_when_another_language_has_changed(content: Path) -> None:
    signs(content, FILE, "en", CLINICIAN)
    change(content / FILE, '[es]\ntitle = "', '[es]\ntitle = "X')
    assert entry(content).signers("en", CLINICIAN) == (NAME,)


def test_a_translation_is_unsigned_when_the_english_has_changed(content: Path) -> None:
    signs(content, FILE, "es", TRANSLATOR)
    change(content / FILE, '[en]\ntitle = "', '[en]\ntitle = "X')
    assert entry(content).signers("es", TRANSLATOR) == ()


@pytest.mark.parametrize(
    ("file", "language", "roles"),
    [
        (STEP, "en", (CLINICIAN, LIVED)),
        (FILE, "es", (CLINICIAN, LIVED, TRANSLATOR)),
        (LAW, "fr", (LAWYER, LIVED, TRANSLATOR)),
        (PLAIN, "en", (LIVED,)),
        (PLAIN, "pt", (LIVED, TRANSLATOR)),
    ],
)
def test_who_must_sign_what(content: Path, file: str, language: str, roles: tuple[str, ...]) -> None:
    assert entry(content, file).lacks(language) == roles


def test_a_clinician_s_word_on_the_english_counts_for_a_translation_that_a_translator_has_signed(content: Path) -> None:
    signs(content, FILE, "en", CLINICIAN)
    before = entry(content).vouched("es", CLINICIAN)
    signs(content, FILE, "es", TRANSLATOR, OTHER)
    assert (before, entry(content).vouched("es", CLINICIAN)) == ((), (NAME,))


def test_a_text_is_reviewed_when_everybody_has_signed_every_language(content: Path) -> None:
    signs(content, PLAIN, "en", LIVED)
    for language in ("es", "fr", "pt"):
        assert not entry(content, PLAIN).reviewed
        signs(content, PLAIN, language, TRANSLATOR, OTHER)
    assert entry(content, PLAIN).reviewed


# --- what the person who asks is told


def source_of(make_app: Callable[..., Flask], knowledge: Knowledge, content: Path) -> str:
    """What SOURCE says after a question that the entry in `content` answers."""
    bank = knowledge.bank
    others = [each for each in bank.all if each.file != FILE]
    signed = replace(knowledge, bank=Bank([*others, entry(content)], bank.numbers, ("maine", "us")))
    texter = Texter(make_app(knowing=signed).test_client())
    texter.says("what is naloxone")
    return " ".join(texter.says("SOURCE"))


def test_source_says_that_no_clinician_has_reviewed_it_until_one_has(
    make_app: Callable[..., Flask], knowledge: Knowledge, content: Path
) -> None:
    signs(content, FILE, "en", LIVED, OTHER)
    assert source_of(make_app, knowledge, content).endswith("Not yet reviewed by a clinician.")
    signs(content, FILE, "en", CLINICIAN)
    assert source_of(make_app, knowledge, content).endswith(f"Reviewed by {NAME}.")


# --- the file


def test_signing_changes_nothing_else_in_the_file(content: Path) -> None:
    path = content / FILE
    change(path, "[es]\n", "# a remark\n[es]\n")
    commented = path.read_text(encoding="utf-8")
    patch = signs(content, FILE, "en", CLINICIAN)
    added = [line[1:] for line in patch.splitlines() if line.startswith("+") and not line.startswith("+++")]
    mark = entry(content).mark("en", CLINICIAN)
    lines = ["", "[[reviewed]]", f'name = "{NAME}"', 'role = "clinician"', "on = 2026-12-01", f'of = {{ en = "{mark}" }}']
    assert (added, path.read_text(encoding="utf-8")) == (lines, commented + "\n".join([*lines, ""]))


def test_the_diff_is_one_that_git_takes(content: Path) -> None:
    import subprocess

    patch = sign(content, FILE, "en", NAME, CLINICIAN, DAY)
    subprocess.run(["git", "apply"], input=patch, text=True, cwd=content.parent, check=True, timeout=20)
    assert entry(content).signers("en", CLINICIAN) == (NAME,)


def test_a_second_language_on_one_day_is_one_signature_and_a_new_one_replaces_the_stale(content: Path) -> None:
    signs(content, FILE, "es", TRANSLATOR)
    signs(content, FILE, "fr", TRANSLATOR)
    change(content / FILE, '[es]\ntitle = "', '[es]\ntitle = "X')
    signs(content, FILE, "es", TRANSLATOR)
    (signed,) = entry(content).review.signed
    assert signed.of == {language: entry(content).mark(language, TRANSLATOR) for language in ("fr", "es")}


def test_nothing_is_written_unless_that_is_asked_for(content: Path) -> None:
    before = (content / FILE).read_bytes()
    assert sign(content, FILE, "en", NAME, CLINICIAN, DAY)
    assert (content / FILE).read_bytes() == before


REFUSED = {
    "words that changed since they were shown": ({"shown": "0123456789ab"}, "has changed"),
    "writing without having shown the words": ({"shown": ""}, "has changed"),
    "no name": ({"name": " "}, "name of a person"),
    "a name of two lines": ({"name": "A\nB"}, "name of a person"),
    "a role that we do not know": ({"role": "nurse's friend"}, "no role"),
    "a language that is not there": ({"language": "ru"}, "no wording"),
    "a file outside": ({"entry_file": "../../pyproject.toml"}, "no entry"),
    "a file that is no entry": ({"entry_file": "lines.toml"}, "not in order"),
}


@pytest.mark.parametrize(("changed", "why"), REFUSED.values(), ids=REFUSED)
def test_a_signature_that_cannot_count_is_refused_and_nothing_is_written(
    content: Path, changed: dict[str, str], why: str
) -> None:
    before = (content / FILE).read_bytes()
    asked = {"entry_file": FILE, "language": "en", "name": NAME, "role": CLINICIAN, "on": DAY}
    shown = entry(content).mark("en", CLINICIAN)
    with pytest.raises(NotSignedError, match=why):
        sign(content, **{**asked, "shown": shown, **changed}, write=True)
    assert (content / FILE).read_bytes() == before


def spoilt(content: Path, signature: str) -> list[str]:
    with (content / FILE).open("a", encoding="utf-8") as file:
        file.write(signature)
    reader = Reader(content)
    reader.entries(())
    return [fault.what for fault in reader.faults]


@pytest.mark.parametrize(
    ("signature", "why"),
    [
        ("[[reviewed]]\nname = ''\nrole = 'clinician'\non = 2026-12-01\nof = {}\n", "the name of a person"),
        ("[[reviewed]]\nname = 'A'\nrole = 'boss'\non = 2026-12-01\nof = {}\n", "role must be one of"),
        ("[[reviewed]]\nname = 'A'\nrole = 'clinician'\non = 'soon'\nof = {}\n", "a date"),
        ("[[reviewed]]\nname = 'A'\nrole = 'clinician'\non = 2026-12-01\nof = { en = 'all of it' }\n", "fingerprints"),
        ("[[reviewed]]\nname = 'A'\nrole = 'clinician'\non = 2026-12-01\n", "'of' is missing"),
        ("name = 'A'\n", "no longer counts"),
    ],
)
def test_a_signature_by_hand_that_cannot_count_is_a_fault(content: Path, signature: str, why: str) -> None:
    (told,) = spoilt(content, signature)
    assert why in told


# --- the command


def test_the_command_shows_the_words_then_the_change_and_writes_with_the_code_that_was_shown(
    content: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("CONTENT_DIR", str(content))
    asked = ["review", FILE, "--language", "es"]
    signed = [*asked, "--name", NAME, "--role", TRANSLATOR]
    assert cli.main(asked) == 0
    code = next(line.split()[-1] for line in capsys.readouterr().out.splitlines() if line.startswith("translator: nobody yet"))
    assert cli.main(signed) == 0
    assert "Nothing is written yet" in capsys.readouterr().out
    assert [cli.main([*signed, "--of", "0123456789ab"]), cli.main([*signed, "--of", code])] == [1, 0]
    assert entry(content).signers("es", TRANSLATOR) == (NAME,)
