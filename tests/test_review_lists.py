"""What we promise to who pays and who plans: what each text costs, and what must be looked at next."""

from __future__ import annotations

import re
import shutil
import tomllib
from datetime import date
from pathlib import Path

import pytest
import smsutil
from contents import some_of

from bot import cli
from bot.adapters.files import Reader
from bot.adapters.review_costs import bills_of, costs
from bot.adapters.review_due import due
from bot.adapters.review_sign import sign
from bot.adapters.settings import PROJECT, Settings
from bot.errors import ContentError
from bot.review import CLINICIAN

PRICES = tomllib.loads((PROJECT / "content" / "prices.toml").read_text("utf-8"))


@pytest.fixture(scope="module")
def bill() -> list[str]:
    return list(costs(Settings()))


def test_every_lead_and_every_part_is_in_the_bill(bill: list[str]) -> None:
    entries = Reader(PROJECT / "content").entries(("maine", "us"))
    wanted = sum(2 + len(wording.more) for entry in entries for wording in entry.wording.values())
    assert len([line for line in bill if re.match(r"(?:entries|regions)/", line)]) == wanted


def test_the_bill_agrees_with_a_counter_that_is_not_ours() -> None:
    reader = Reader(PROJECT / "content")
    entries, (lines, _) = reader.entries(("us",)), reader.lines()
    bills = [each for entry in entries for each in bills_of(entry, entries, lines, reader.numbers(("us",)))]
    assert [(each.entry.file, each.key, len(smsutil.split(each.text).parts)) for each in bills] == [
        (each.entry.file, each.key, each.count) for each in bills
    ]


def test_a_danger_text_costs_one_sms(bill: list[str]) -> None:
    line = next(line for line in bill if line.startswith("entries/steps/overdose_other.toml") and " en answer" in line)
    least, most = PRICES["sent"] + PRICES["carrier_least"], PRICES["sent"] + PRICES["carrier_most"]
    assert line.split()[4:] == ["1", "GSM-7", f"{least:.1f}-{most:.1f}"]


def test_the_bill_ends_with_every_topic_and_says_where_the_price_is_from(bill: list[str]) -> None:
    topics = {entry.topic for entry in Reader(PROJECT / "content").entries(("maine", "us"))}
    table = bill[bill.index("") + 2 : -2]
    assert ([line.split()[0] for line in table], bill[-1].endswith(f"{PRICES['source']}.")) == (sorted(topics), True)


def test_a_price_that_cannot_be_read_is_told(tmp_path: Path) -> None:
    shutil.copytree(PROJECT / "content" / "regions" / "us", tmp_path / "content" / "regions" / "us")
    (tmp_path / "content" / "prices.toml").write_text('sent = "dear"\n')
    with pytest.raises(ContentError, match="the price of an SMS cannot be read"):
        list(costs(Settings(content_dir=tmp_path / "content", region="us")))


# --- what is due


@pytest.fixture
def content(tmp_path: Path) -> Path:
    return some_of(tmp_path, ("entries/naloxone_what.toml", "entries/invite_line.toml", "regions/us/region.toml"))


def plan(content: Path, today: date = date(2026, 12, 1)) -> list[str]:
    return list(due(Settings(content_dir=content, region="us"), today))


def put(content: Path, file: str, old: str, new: str) -> None:
    path = content / file
    text = path.read_text("utf-8")
    assert re.search(old, text)
    path.write_text(re.sub(old, new, text, count=1), encoding="utf-8")


def test_what_waits_longest_stands_first_and_what_is_late_says_so(content: Path) -> None:
    put(content, "entries/naloxone_what.toml", r"by = \d{4}-\d\d-\d\d", "by = 2026-01-02")
    put(content, "entries/invite_line.toml", r"by = \d{4}-\d\d-\d\d", "by = 2025-01-02")
    told = [line.split(" (")[0] for line in plan(content)[:2]]
    assert told == ["2025-01-02 LATE entries/invite_line.toml", "2026-01-02 LATE entries/naloxone_what.toml"]


def test_who_has_signed_and_who_has_not_is_told(content: Path) -> None:
    file, ann = "entries/naloxone_what.toml", "Ann Example"
    entry = next(each for each in Reader(content).entries(("us",)) if each.file == file)
    sign(content, file, "en", ann, CLINICIAN, date(2026, 11, 30), shown=entry.mark("en", CLINICIAN), write=True)
    line = next(line for line in plan(content) if file in line)
    assert line.partition(": ")[2].split("; ") == [
        "en waits for person who uses drugs",
        "es fr pt waits for clinician, person who uses drugs, translator",
        f"en signed by {ann}, clinician, 2026-11-30",
    ]
    put(content, file, 'title = "', 'title = "X')
    line = next(line for line in plan(content) if file in line)
    assert line.endswith(f"en changed since {ann}, clinician, signed it on 2026-11-30")


def test_the_command_prints_the_lists(capsys: pytest.CaptureFixture[str]) -> None:
    assert [cli.main(["check", "--costs"]), cli.main(["check", "--due"])] == [0, 0]
    assert "0 reviewed by everybody they need" in capsys.readouterr().out
