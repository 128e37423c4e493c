"""We promise a list of every number and place to call before launch: printed, whole, and the same as the program's."""

from __future__ import annotations

import re

from bot.adapters.settings import PROJECT

LINES = (PROJECT / "docs" / "calls.md").read_text(encoding="utf-8").splitlines()


def rows(heading: str) -> list[list[str]]:
    """The rows of the table below a heading."""
    begins = LINES.index(heading)
    ends = next((at for at in range(begins + 1, len(LINES)) if LINES[at].startswith("## ")), len(LINES))
    cells = [[cell.strip() for cell in line.strip("|").split("|")] for line in LINES[begins:ends] if line.startswith("|")]
    return cells[2:]


def test_every_number_that_we_give_out_is_on_the_page(knowledge):
    known = sorted([each.shown, each.kind, each.name, each.checked or "never"] for each in knowledge.bank.numbers.values())
    assert sorted(row[:4] for row in rows("## Numbers that we give out")) == known


def test_every_place_that_we_send_people_to_is_on_the_page(knowledge):
    offered = [site for site in knowledge.directory.sites if site.offered]
    known = sorted([site.phone or site.url or "look it up", site.name, str(site.verified_on or "never")] for site in offered)
    told = [
        [number, re.sub(r" \([^()]*\)$", "", place), day] for number, place, day, _ in rows("## Places that we send people to")
    ]
    assert sorted(told) == known


def test_nobody_is_told_to_call_911():
    assert any("Never call 911 to try it" in line for line in LINES)
