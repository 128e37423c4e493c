"""What we promise to who asks in their own words: the answer to that question, and not to the whole chapter it belongs to."""

from __future__ import annotations

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from bot.knowledge import Knowledge
from bot.message import Channel, Message
from handlers.respond import respond

NOW = datetime(2026, 11, 23, 10, 0, tzinfo=ZoneInfo("America/New_York"))
# As a nurse, a lawyer and a person who uses drugs ask: none of these trained anything.
ASKED = """
naloxone_works_on: does narcan work on tranq
naloxone_mail: can i get narcan mailed to me
naloxone_pets: can i give narcan to my dog
naloxone_expired_storage: left narcan in my car all winter | narcan froze is it ruined | expired narcan
overdose_myths: do i put them in a cold shower
overdose_breaths: should i do cpr or rescue breaths
overdose_911_words: what should i tell 911
good_samaritan_law: will i get arrested if i call 911 for an od | posso ser preso se ligar 911
good_samaritan_warrant: i have a warrant can i call 911
no_papers: no tengo papeles puedo llamar al 911
never_use_alone_lines: does the never use alone hotline call cops
fentanyl_touch: can you od from touching fentanyl
nitazenes: what are nitazenes
fake_pills: are street xanax real
medetomidine_withdrawal: whats medetomidine withdrawal like
strips_how: how do i use a fentanyl test strip | como uso la tira de fentanilo
mixing_speedball: is speedball dangerous
poppers: poppers and viagra
after_jail: i just got out of jail how much can i use
missed_shot: i missed my shot and theres a lump
bleach: can i clean my needle with bleach
wound_when_to_go: my tranq sore smells bad | ma plaie sent mauvais | minha ferida cheira mal
wound_care: how do i clean an abscess
ketamine: is ketamine bad for your bladder
needle_stick: i got stuck by a needle | me pinche con una aguja que hago
hep_c: can i get hep c treatment while using
plan_of_safe_care: will they take my baby
breastfeeding: can i breastfeed on suboxone
missed_dose: i missed 3 days of methadone
withdrawal_how_long: how long does heroin withdrawal last | cuanto dura la malilla | le manque dure combien de temps
detox_alcohol_benzos: how do i detox off xanax
relapse: i relapsed and feel like crap
opc_maine: does maine have a safe injection site
youth_parent: how do i talk to my teen about fentanyl
stigma_treated_badly: the er treated me like a junkie
critics_enables: doesnt that just enable people
privacy_police: can police get my texts from you
"""
ROWS = [
    (entry, question.strip())
    for entry, _, questions in (line.partition(": ") for line in ASKED.strip().split("\n"))
    for question in questions.split("|")
]


@pytest.mark.parametrize(("entry", "question"), ROWS)
def test_a_question_gets_its_own_answer(full_knowledge: Knowledge, entry: str, question: str) -> None:
    assert respond(Message(question, Channel.SMS), None, full_knowledge, NOW).reply.entry == entry
