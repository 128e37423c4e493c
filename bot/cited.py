"""What SOURCE says of an answer, in one text: where it comes from, the laws it speaks of, and who has reviewed it."""

from __future__ import annotations

from bot.bank import Entry
from bot.knowledge import Knowledge
from bot.law import Law
from bot.review import CLINICIAN, LAWYER, LIVED

# Two SMS: one text that nobody has to piece together.
_ONE_TEXT = 306
_NOT_REVIEWED = {CLINICIAN: "not_reviewed", LAWYER: "not_reviewed_lawyer", LIVED: "not_reviewed_lived"}


def cited(knowledge: Knowledge, entry: Entry, language: str) -> str:
    """Two sources of `entry`, which has one at least, with their titles, or as much of that as fits; then laws and review."""
    laws = [_law(knowledge, law, language) for law in knowledge.bank.laws_of(entry)]
    behind = " ".join((*laws, reviewed(knowledge, entry, language)))
    first, *rest = entry.sources
    whole = [f"{each.publisher}, {each.title}" for each in (first, *rest[:1])]
    shorter = ("; ".join(whole), whole[0], "; ".join(each.publisher for each in (first, *rest[:1])), first.publisher)
    told = [knowledge.line("source", language, source=said, date=first.read.isoformat(), review=behind) for said in shorter]
    return next((text for text in told if len(text) <= _ONE_TEXT), told[-1])


def reviewed(knowledge: Knowledge, entry: Entry, language: str) -> str:
    """The clinicians and lawyers who stand by it, and whose review it still waits for; nobody else's name is told."""
    signed = {role: entry.vouched(language, role) for role in entry.needs}
    missing = [knowledge.line(_NOT_REVIEWED[role], language) for role, names in signed.items() if not names]
    told = ", ".join(dict.fromkeys(name for role, names in signed.items() if role != LIVED for name in names))
    by = [knowledge.line("reviewed", language, name=told)] if told else []
    return " ".join((*by, *missing[:1])) or knowledge.line("reviewed_lived", language)


def _law(knowledge: Knowledge, law: Law, language: str) -> str:
    """A law with its dates, as far as they are known."""
    key = "source_law" if law.since else "source_law_approved" if law.approved else "source_law_undated"
    return knowledge.line(key, language, law=law.name, since=law.since or law.approved, read=law.read.isoformat())
