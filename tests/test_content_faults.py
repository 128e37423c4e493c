"""What we promise to who edits the words: a slip is told with its file and line, all of them in one run."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from contents import SHIPPED, some_of

from bot.adapters.checks.rules import check
from bot.adapters.files import load_bank
from bot.adapters.loading import read
from bot.adapters.settings import PROJECT, Settings
from bot.errors import ContentError

ENTRY, STEP, ROWS = "entries/naloxone_what.toml", "entries/steps/breaths.toml", "danger/xx.toml"
GOOD_ROWS = """
[groups]
they = ["he", "she"]

[pieces]
person = ["he"]

[rows.good_row]
means = "somebody does not breathe"
example = "he stopped breathing"
counter_example = "he is fine"
all = ["{they}", "breathing"]
"""


FILES = (ENTRY, STEP, "lines.toml", "regions/us/numbers.toml", "regions/maine/numbers.toml", "regions/us/region.toml",
         "regions/maine/region.toml", "model.npz", "gazetteer.csv.gz")  # fmt: skip


@pytest.fixture
def content(tmp_path: Path) -> Path:
    """Some of the real content, and a few danger rows, to be spoilt: small, because every slip is read anew."""
    folder = some_of(tmp_path, FILES)
    shutil.copytree(SHIPPED / "places", folder / "places")
    (folder / "danger").mkdir()
    (folder / ROWS).write_text(GOOD_ROWS)
    return folder


def test_what_is_to_be_spoilt_is_good(content: Path) -> None:
    """Else the slips below would prove nothing."""
    assert read(content, Settings()).knowledge


def replaced(old: str, new: str) -> Callable[[str], str]:
    """A slip: `old` becomes `new` where it first stands."""

    def spoil(text: str) -> str:
        assert old in text
        return text.replace(old, new, 1)

    return spoil


def added(line: str) -> Callable[[str], str]:
    """A slip: a line more at the end."""
    return lambda text: f"{text}\n{line}\n"


ROW = '[rows.test_row]\nmeans = "x"\nexample = "x"\ncounter_example = "y"\nall = ["x"]\n'
SLIPS = {
    "a quote that is not closed": (ENTRY, replaced('title = "What naloxone is"', 'title = "What naloxone is'), "not TOML"),
    "a bracket that is not closed": (ENTRY, replaced("[en]", "[en"), "not TOML"),
    "a missing title": (ENTRY, replaced('title = "What naloxone is"\n', ""), "title"),
    "a misspelt key": (ENTRY, replaced('title = "What naloxone is"', 'titel = "What naloxone is"'), "titel"),
    "an unknown key": (ENTRY, replaced("topic =", 'color = "red"\ntopic ='), "color"),
    "no topic": (ENTRY, replaced('topic = "naloxone_what"\n', ""), "topic"),
    "no English": (ENTRY, replaced("[en]", "[fi]"), "[en]"),
    "a review date in words": (STEP, replaced("by = ", 'by = "soon" # '), "date"),
    "no review": (STEP, replaced("[review]", "[reviewed]"), "review"),
    "a title that is a number": (ENTRY, replaced('title = "What naloxone is"', "title = 5"), "title"),
    "more that is a sentence": (ENTRY, replaced("more = [", 'more = "one sentence"\nasks = ['), "more"),
    "choices that are a word": (ENTRY, replaced("choices = [", 'choices = "bleach" # ['), "choices"),
    "a lead that is a number": (ENTRY, replaced('lead = "', 'lead = 911 # "'), "lead"),
    "a language that is a word": (ENTRY, replaced("topic =", 'es = "no"\ntopic ='), ""),
    "a situation that is no list": (STEP, replaced("says = [", "says = 5\nasks = ["), "says"),
    "a situation with an unknown group": (STEP, replaced("says = [", 'says = [\n  "{nobody}",'), "nobody"),
    "a danger row without an example": (ROWS, added(ROW.replace('example = "x"\n', "", 1)), "example"),
    "a danger row with an unknown level": (ROWS, added(ROW + 'level = "soon"'), "soon"),
    "a danger row with an unknown group": (ROWS, added(ROW.replace('["x"]', '["{nobody}"]')), "nobody"),
    "a danger row with an unknown key": (ROWS, added(ROW + "distance = 3"), "distance"),
    "a danger row that is a word": (ROWS, replaced("[rows.", '[rows]\nodd = "x"\n[rows.'), ""),
    "rows that are a number": ("danger/zz.toml", lambda _: "rows = 5\n", "rows"),
    "groups that are a number": ("danger/zz.toml", lambda _: "groups = 5\n" + ROW, "groups"),
    "pieces that are a number": ("danger/zz.toml", lambda _: "pieces = 5\n", "pieces"),
    "a number without its digits": ("regions/us/numbers.toml", added('[odd_number]\nname = "x"'), "shown"),
    "a line whose brace is not closed": ("lines.toml", replaced('en = "For the steps', 'en = "For {the steps'), "emergency_back"),
    "pieces of an unknown kind": ("danger/zz.toml", lambda _: 'pieces = { food = ["x"] }\n', "pieces"),
    "a line that is a number": ("lines.toml", lambda text: "odd = 5\n" + text, "odd"),
    "lines that are not TOML": ("lines.toml", added("[[["), "not TOML"),
}  # fmt: skip


def spoil(content: Path, file: str, slip: Callable[[str], str]) -> None:
    """Make a slip in a file."""
    path = content / file
    path.write_text(slip(path.read_text(encoding="utf-8") if path.exists() else ""), encoding="utf-8")


def faults(content: Path) -> list[str]:
    """What is said about the content, as an operator reads it."""
    with pytest.raises(ContentError) as caught:
        read(content, Settings())
    return [str(fault) for fault in caught.value.faults]


@pytest.mark.parametrize(("file", "slip", "word"), SLIPS.values(), ids=SLIPS)
def test_a_slip_is_told_with_its_file(content: Path, file: str, slip: Callable[[str], str], word: str) -> None:
    spoil(content, file, slip)
    told = [fault for fault in faults(content) if fault.startswith(f"content/{file}")]
    assert told != []
    assert word in " ".join(told)


@pytest.mark.parametrize(
    "name",
    ["a quote that is not closed", "a misspelt key", "an unknown key", "a danger row without an example",
         "a danger row with an unknown level",
     "a number without its digits"],
)  # fmt: skip
def test_a_slip_is_told_with_its_line(content: Path, name: str) -> None:
    file, slip, _ = SLIPS[name]
    before = (content / file).read_text(encoding="utf-8").splitlines()
    spoil(content, file, slip)
    after = (content / file).read_text(encoding="utf-8").splitlines()
    changed = next(n for n, line in enumerate(after, start=1) if n > len(before) or line != before[n - 1])
    told = re.findall(rf"^content/{re.escape(file)}:(\d+):", "\n".join(faults(content)), re.MULTILINE)
    assert any(abs(int(line) - changed) <= 2 for line in told)


def test_bytes_that_are_no_utf8_are_told_with_their_file(content: Path) -> None:
    (content / ENTRY).write_bytes(b'topic = "\xff\xfe"')
    assert [fault.partition(":")[0] for fault in faults(content)] == [f"content/{ENTRY}"]


def test_every_fault_in_every_file_is_told_at_once(content: Path) -> None:
    """So that they are mended in one go."""
    spoil(content, ENTRY, SLIPS["a misspelt key"][1])
    spoil(content, STEP, SLIPS["a review date in words"][1])
    spoil(content, ROWS, added(ROW + 'level = "soon"\n' + ROW.replace("test_row", "second_row") + "distance = 3"))
    spoil(content, "lines.toml", added("[[["))
    spoil(content, "regions/us/numbers.toml", SLIPS["a number without its digits"][1])
    told = "\n".join(faults(content))
    assert [file for file in (ENTRY, STEP, ROWS, "lines.toml", "regions/us/numbers.toml") if file not in told] == []
    assert told.count(ROWS) == 2


def test_an_empty_folder_is_told_as_such(tmp_path: Path) -> None:
    (tmp_path / "content").mkdir()
    with pytest.raises(ContentError):
        load_bank(tmp_path / "content", ("maine", "us"))


@pytest.mark.parametrize(
    ("file", "spoilt"),
    [
        ("model.npz", b""), ("model.npz", b"garbage"), ("model.npz", b"PK\x03\x04garbage"), ("model.npz", None),
        ("gazetteer.csv.gz", b""), ("gazetteer.csv.gz", b"garbage"), ("gazetteer.csv.gz", None),
        ("places/maine.csv", b""), ("places/maine.csv", b"\xff\xfe\x00"), ("places/maine.csv", b"a,b\n1,2\n"),
        ("places/aliases.csv", b"a,b\n1,2\n"),
    ],
    ids=lambda value: value if isinstance(value, str) else repr(value),
)  # fmt: skip
def test_a_damaged_helper_is_told_and_the_words_still_answer(content: Path, file: str, spoilt: bytes | None) -> None:
    """Without places, towns or model there is less to say, but the steps need none of them."""
    if spoilt is None:
        (content / file).unlink()
    else:
        (content / file).write_bytes(spoilt)
    loaded = read(content, Settings())
    assert loaded.knowledge
    assert Path(file).name.split(".")[0] in " ".join(loaded.faults)


@pytest.mark.parametrize("where", [0.3, 0.6, 0.9])
@pytest.mark.parametrize("file", ["model.npz", "gazetteer.csv.gz"])
def test_a_disk_that_flips_bits_costs_one_helper_at_most(content: Path, file: str, where: float) -> None:
    raw = bytearray((content / file).read_bytes())
    start = int(len(raw) * where)
    raw[start : start + 64] = bytes(255 - each for each in raw[start : start + 64])
    (content / file).write_bytes(raw)
    assert read(content, Settings()).knowledge


def test_check_finds_no_fault_in_what_we_ship() -> None:
    assert [str(fault) for fault in check(Settings())[0]] == []


@pytest.mark.parametrize(
    ("file", "slip", "word"),
    [
        (ENTRY, replaced('"naloxone_get"', '"nowhere"'), "nowhere"),
        (ENTRY, replaced("Naloxone (Narcan) helps", "Naloxone (Narcan) helps {nobody_at_all} and"), "nobody_at_all"),
        (ENTRY, replaced("call 911 too.", "call 207-555-0123 too."), "207-555-0123"),
        (ENTRY, replaced("call 911 too.", "text STOP too."), "STOP"),
        (STEP, replaced('lead = "',
        'lead = "This is a long way to begin that nobody needs when a person has stopped breathing on the floor. '), "one SMS"),
        (STEP, replaced('lead = "', 'lead = "中 '), "中"),
    ],
    ids=["a way on to nowhere", "a number without a name", "a typed number", "a carrier's word", "a long danger lead",
         "a dear character"],
)  # fmt: skip
def test_check_tells_what_would_harm_a_reader(content: Path, file: str, slip: Callable[[str], str], word: str) -> None:
    spoil(content, file, slip)
    told = [str(fault) for fault in check(Settings(content_dir=content))[0]]
    assert any(fault.startswith(f"content/{file}:") and word in fault for fault in told)


def test_check_exits_with_1_and_names_the_place(content: Path) -> None:
    spoil(content, ENTRY, SLIPS["a quote that is not closed"][1])
    ran = subprocess.run([sys.executable, "-m", "bot.cli", "check"], env={**os.environ, "CONTENT_DIR": str(content)}, cwd=PROJECT,
                         capture_output=True, text=True, timeout=60, check=False)  # fmt: skip
    assert ran.returncode == 1
    assert f"content/{ENTRY}:" in ran.stdout
    assert "Traceback" not in ran.stderr
