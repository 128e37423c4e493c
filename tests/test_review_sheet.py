"""What we promise to reviewers and translators who work in a spreadsheet: nothing is lost, nothing of others overwritten."""

from __future__ import annotations

import io
import subprocess
import tomllib
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest
from contents import change, some_of

from bot import cli
from bot.adapters.files import Reader
from bot.adapters.review_rows import COLUMNS
from bot.review import CLINICIAN, ROLES

WHAT, PLAIN, STEP = "entries/naloxone_what.toml", "entries/invite_line.toml", "entries/steps/breaths.toml"
FILES = (WHAT, PLAIN, STEP, "lines.toml", "prices.toml", "regions/maine/region.toml", "regions/us/region.toml",
         "regions/maine/numbers.toml", "regions/us/numbers.toml")  # fmt: skip
Run = Callable[..., tuple[int, str]]


@pytest.fixture
def content(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A few of the entries, one with a remark in it."""
    folder = some_of(tmp_path, FILES)
    change(folder / WHAT, "[es]\n", "# a remark that must stay\n[es]\n")
    monkeypatch.setenv("CONTENT_DIR", str(folder))
    return folder


@pytest.fixture
def run(content: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    """`safertext check` with some options: its exit code and everything it said."""

    def asked(*options: object) -> tuple[int, str]:
        capsys.readouterr()
        code = cli.main(["check", *map(str, options)])
        said = capsys.readouterr()
        return code, said.out + said.err

    return asked


@pytest.fixture
def sheet(run: Run, tmp_path: Path) -> Path:
    """The sheet as we give it."""
    path = tmp_path / "out.xlsx"
    assert run("--sheet", path)[0] == 0
    return path


def edit(path: Path, at: tuple[str, ...], **changes: object) -> None:
    """Write into the cells of one text, or of all of a language: `at` is (file, language, key); other names are columns."""
    workbook = openpyxl.load_workbook(path)
    for row in workbook["texts"].iter_rows(min_row=2):
        cells = dict(zip(COLUMNS, row, strict=True))
        if (cells["file"].value, cells["language"].value, cells["key"].value)[: len(at)] == at:
            for name, value in changes.items():
                cells[name].value = value
    workbook.save(path)


def snapshot(content: Path) -> dict[str, bytes]:
    return {str(path.relative_to(content)): path.read_bytes() for path in content.rglob("*.toml")}


# --- the sheet


def test_every_text_is_in_the_sheet_with_the_english_beside_it(content: Path, sheet: Path) -> None:
    rows = [dict(zip(COLUMNS, row, strict=True)) for row in openpyxl.load_workbook(sheet)["texts"].iter_rows(2, values_only=True)]
    entry = tomllib.loads((content / WHAT).read_text("utf-8"))
    found = {(row["language"], row["key"]): (row["text"], row["English"]) for row in rows if row["file"] == WHAT}
    parts = {f"more {at}": text for at, text in enumerate(entry["fr"]["more"], start=1)}
    texts = {key: entry["fr"][key] for key in ("title", "lead")} | parts
    english = {key: entry["en"][key] for key in ("title", "lead")} | {
        f"more {at}": text for at, text in enumerate(entry["en"]["more"], start=1)
    }
    assert {key: found["fr", key] for key in texts} == {key: (text, english[key]) for key, text in texts.items()}
    assert {row["language"] for row in rows} == {"en", "es", "fr", "pt"}


def test_only_the_columns_that_are_asked_for_can_be_written_in(sheet: Path) -> None:
    texts = openpyxl.load_workbook(sheet)["texts"]
    open_to_all = {name for name, cell in zip(COLUMNS, texts[2], strict=True) if not cell.protection.locked}
    (listed,) = texts.data_validations.dataValidation
    assert (texts.protection.sheet, open_to_all) == (True, {"text", "reviewer", "as", "remarks"})
    assert listed.formula1 == f'"{",".join(ROLES)}"'


def test_a_sheet_that_comes_back_as_it_went_changes_nothing(content: Path, sheet: Path, run: Run) -> None:
    before = snapshot(content)
    code, said = run("--apply-sheet", sheet)
    assert (code, said, snapshot(content)) == (0, "0 texts changed, 0 signed, 0 left as they were\n", before)


def test_a_text_that_begins_like_a_formula_is_still_a_text(content: Path, run: Run, tmp_path: Path) -> None:
    change(content / PLAIN, 'title = "', 'title = "=1+')
    run("--sheet", tmp_path / "f.xlsx")
    cells = [cell for row in openpyxl.load_workbook(tmp_path / "f.xlsx")["texts"].iter_rows(2) for cell in row]
    assert [cell.value for cell in cells if cell.data_type == "f"] == []
    assert run("--apply-sheet", tmp_path / "f.xlsx")[0] == 0


# --- taking it back


def test_a_changed_text_is_written_and_nothing_else_in_the_file_moves(content: Path, sheet: Path, run: Run) -> None:
    before = (content / WHAT).read_text("utf-8")
    old = tomllib.loads(before)["es"]["more"][0]
    edit(sheet, at=(WHAT, "es", "more 1"), text='Otras palabras, con "comillas" y año.')
    code, said = run("--apply-sheet", sheet)
    after = (content / WHAT).read_text("utf-8")
    assert (code, after) == (0, before.replace(f'"{old}"', '"Otras palabras, con \\"comillas\\" y año."'))
    assert f'-  "{old}",' in said
    assert said.endswith("1 texts changed, 0 signed, 0 left as they were\n")


def test_a_dry_run_shows_the_change_and_writes_nothing(content: Path, sheet: Path, run: Run) -> None:
    before = snapshot(content)
    edit(sheet, at=(WHAT, "en", "lead"), text="Other words.")
    code, said = run("--apply-sheet", sheet, "--dry-run")
    assert (code, '+lead = "Other words."' in said, snapshot(content)) == (0, True, before)


def test_the_change_that_is_shown_is_one_that_git_takes(content: Path, sheet: Path, run: Run) -> None:
    edit(sheet, at=(WHAT, "en", "lead"), text="Other words.")
    patch = run("--apply-sheet", sheet, "--dry-run")[1].rpartition("1 texts")[0]
    subprocess.run(["git", "apply"], input=patch, text=True, cwd=content.parent, check=True, timeout=20)
    assert tomllib.loads((content / WHAT).read_text("utf-8"))["en"]["lead"] == "Other words."


def test_a_text_that_has_changed_meanwhile_is_a_conflict_and_stays(content: Path, sheet: Path, run: Run) -> None:
    edit(sheet, at=(WHAT, "en", "title"), text="Theirs")
    edit(sheet, at=(WHAT, "en", "lead"), text="Also theirs.")
    change(content / WHAT, 'title = "', 'title = "Ours: ')
    code, said = run("--apply-sheet", sheet)
    now = tomllib.loads((content / WHAT).read_text("utf-8"))["en"]
    assert (code, now["title"].startswith("Ours: "), now["lead"]) == (1, True, "Also theirs.")
    assert f"{WHAT} [en] title: CONFLICT: changed meanwhile. The file says: 'Ours: " in said


def test_a_change_in_a_file_that_nobody_touched_in_the_sheet_is_no_conflict(content: Path, sheet: Path, run: Run) -> None:
    change(content / WHAT, 'title = "', 'title = "Ours: ')
    assert run("--apply-sheet", sheet) == (0, "0 texts changed, 0 signed, 0 left as they were\n")


def test_a_translation_that_is_missing_can_be_written_in_the_sheet(content: Path, run: Run, tmp_path: Path) -> None:
    path = content / PLAIN
    text = path.read_text("utf-8")
    start, end = text.index("[pt]"), text.index("[[sources]]")
    parts = len(tomllib.loads(text)["en"].get("more", ()))
    path.write_text(text[:start] + text[end:], encoding="utf-8")
    run("--sheet", tmp_path / "t.xlsx")
    for key in ("title", "lead", *(f"more {at + 1}" for at in range(parts))):
        edit(tmp_path / "t.xlsx", at=(PLAIN, "pt", key), text=f"Em português: {key}")
    assert run("--apply-sheet", tmp_path / "t.xlsx")[0] == 0
    written = tomllib.loads(path.read_text("utf-8"))["pt"]
    assert written["more"] == [f"Em português: more {at + 1}" for at in range(parts)]
    reader = Reader(content)
    assert ({entry.file: list(entry.wording) for entry in reader.entries(())}[PLAIN], reader.faults) == (
        ["en", "es", "fr", "pt"],
        [],
    )


LEFT = {
    "a formula": ({"text": "=HYPERLINK(A1)"}, "holds a formula"),
    "an emptied text": ({"text": None}, "the text was emptied"),
    "a letter that no phone shows": ({"text": "a\u200eb"}, "no phone shows (U+200E)"),
    "a text without end": ({"text": "a" * 6000}, "letters, more than a text has"),
    "a key that is none": ({"key": "topic", "text": "x"}, "no text of ours"),
    "a part too far": ({"key": "more 9", "text": "x", "code": None}, "not taken"),
    "a language that is none": ({"language": "xx", "text": "x"}, "no text of ours"),
    "a file outside": ({"file": "../../etc/x.toml", "text": "x"}, "no such entry"),
}


@pytest.mark.parametrize(("cells", "why"), LEFT.values(), ids=LEFT)
def test_what_cannot_be_taken_is_told_and_left(content: Path, sheet: Path, run: Run, cells: dict[str, str], why: str) -> None:
    before = snapshot(content)
    edit(sheet, at=(WHAT, "en", "lead"), **cells)
    code, said = run("--apply-sheet", sheet)
    assert (code, why in said, snapshot(content)) == (1, True, before)


def test_a_part_that_a_translator_adds_in_a_new_row_is_written(content: Path, sheet: Path, run: Run) -> None:
    parts = tomllib.loads((content / WHAT).read_text("utf-8"))["fr"]["more"]
    row = {"file": WHAT, "language": "fr", "key": f"more {len(parts) + 1}", "text": "Une de plus."}
    workbook = openpyxl.load_workbook(sheet)
    workbook["texts"].append([row.get(name) for name in COLUMNS])
    workbook.save(sheet)
    assert run("--apply-sheet", sheet)[0] == 0
    assert tomllib.loads((content / WHAT).read_text("utf-8"))["fr"]["more"] == [*parts, "Une de plus."]


def test_remarks_are_shown(sheet: Path, run: Run) -> None:
    edit(sheet, at=(WHAT, "en", "lead"), remarks="Too long?")
    assert "remarks: row " in run("--apply-sheet", sheet)[1]


# --- signing in the sheet


def signers(content: Path, file: str, language: str, role: str) -> tuple[str, ...]:
    return next(entry for entry in Reader(content).entries(()) if entry.file == file).signers(language, role)


def test_a_name_in_every_row_of_a_language_signs_the_words_of_the_sheet(content: Path, sheet: Path, run: Run) -> None:
    edit(sheet, at=(WHAT, "en", "lead"), text="Other words.")
    edit(sheet, at=(WHAT, "en"), reviewer="Ann Example", **{"as": CLINICIAN})
    code, said = run("--apply-sheet", sheet)
    assert (code, signers(content, WHAT, "en", CLINICIAN)) == (0, ("Ann Example",))
    assert "signed: content/entries/naloxone_what.toml [en] Ann Example, clinician" in said


def test_a_name_in_one_row_is_no_signature(content: Path, sheet: Path, run: Run) -> None:
    edit(sheet, at=(WHAT, "en", "lead"), reviewer="Ann Example", **{"as": CLINICIAN})
    code, said = run("--apply-sheet", sheet)
    assert (code, "not every row" in said, signers(content, WHAT, "en", CLINICIAN)) == (1, True, ())


def test_words_that_changed_meanwhile_are_not_signed(content: Path, sheet: Path, run: Run) -> None:
    edit(sheet, at=(WHAT, "en"), reviewer="Ann Example", **{"as": CLINICIAN})
    change(content / WHAT, 'title = "', 'title = "Ours: ')
    code, said = run("--apply-sheet", sheet)
    assert (code, "not all that stand" in said, signers(content, WHAT, "en", CLINICIAN)) == (1, True, ())


# --- workbooks that mean harm


def rezipped(sheet: Path, change: Callable[[str, bytes], bytes]) -> None:
    old, new = zipfile.ZipFile(sheet), io.BytesIO()
    with zipfile.ZipFile(new, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in old.namelist():
            archive.writestr(name, change(name, old.read(name)))
    sheet.write_bytes(new.getvalue())


HARM = {
    "a bomb": lambda name, data: data + b" " * 250_000_000 if name.endswith("sheet1.xml") else data,
    "entities": lambda name, data: b'<!DOCTYPE x [<!ENTITY a "b">]>' + data if name.endswith("sheet1.xml") else data,
    "other headings": lambda _, data: data.replace(b"code", b"cold").replace(b"text", b"toxt"),
}


@pytest.mark.parametrize("change", HARM.values(), ids=HARM)
def test_a_workbook_that_is_made_to_do_harm_is_refused_whole(
    content: Path, sheet: Path, run: Run, change: Callable[[str, bytes], bytes]
) -> None:
    before = snapshot(content)
    rezipped(sheet, change)
    code, said = run("--apply-sheet", sheet)
    assert (code, said.startswith("Nothing was changed: "), snapshot(content)) == (1, True, before)


@pytest.mark.parametrize("data", [b"", b"PK", b"a,b\n1,2\n", b"PK\x03\x04" + b"\0" * 99])
def test_a_file_that_is_no_workbook_is_refused(sheet: Path, run: Run, data: bytes) -> None:
    sheet.write_bytes(data)
    assert run("--apply-sheet", sheet)[1].startswith("Nothing was changed: ")


def test_a_sheet_that_is_not_there_is_told(run: Run, tmp_path: Path) -> None:
    assert run("--apply-sheet", tmp_path / "none.xlsx")[0] == 1
