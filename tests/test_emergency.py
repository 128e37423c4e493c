"""An overdose from the first text to the last: the next action, every time, with and without carried state."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bot.adapters.render import sms
from bot.bank import LANGUAGES
from bot.message import Channel, Message
from bot.segments import is_gsm7, segments
from handlers.ongoing import FIRST
from handlers.respond import respond

# What a person says in the middle of an overdose, and the step that must come: by language.
FOLLOW_UPS = [
    ("en", "how do i do the spray", "naloxone_nose"),
    ("en", "i have the needle kind", "naloxone_needle"),
    ("en", "the spray is frozen", "naloxone_frozen"),
    ("en", "its expired", "naloxone_expired"),
    ("en", "used both already", "naloxone_used_up"),
    ("en", "we dont have any narcan", "naloxone_none"),
    ("en", "how do i do breaths", "breaths"),
    ("en", "his chest isnt rising", "breaths_no_rise"),
    ("en", "hes puking", "vomit"),
    ("en", "his jaw is locked", "jaw_locked"),
    ("en", "i dont want to put my mouth on him", "no_mouth"),
    ("en", "still not breathing", "still_not_breathing"),
    ("en", "hes breathing but asleep", "breathing_asleep"),
    ("en", "he is having a seizure", "seizure"),
    ("en", "hes awake", "awake"),
    ("en", "hes awake and really pissed off", "awake_angry"),
    ("en", "he wants to leave", "wants_leave"),
    ("en", "she wants to use again", "wants_use"),
    ("en", "he wont go to the hospital", "refuses_hospital"),
    ("en", "ambulance is here", "help_here"),
    ("en", "ems has her!! ok omg", "help_here"),
    ("en", "he coughed and hes swearing at me lol", "awake_angry"),
    ("es", "ya esta en el helicoptero", "help_here"),
    ("fr", "y'est debout", "false_alarm"),
    ("en", "the ambulance is 40 minutes away", "help_far"),
    ("en", "i have to leave him", "must_leave"),
    ("en", "we are in a car", "in_car"),
    ("en", "the bathroom door is locked", "locked_door"),
    ("en", "were outside in the snow", "outside_cold"),
    ("en", "im alone with him", "alone_with_them"),
    ("en", "shes pregnant", "pregnant"),
    ("en", "i dont have a phone plan", "no_phone"),
    ("en", "no signal here", "no_signal"),
    ("en", "i cant talk out loud", "cannot_speak"),
    ("en", "i cant call 911 im on probation", "wont_call"),
    ("en", "did i do it right", "did_right"),
    ("en", "is he dead", "are_they_dead"),
    ("en", "should i do chest compressions", "compressions"),
    ("en", "where can i get narcan", "get_narcan"),
    ("es", "no tengo naloxona", "naloxone_none"),
    ("es", "como doy los soplos", "breaths"),
    ("es", "no sube el pecho", "breaths_no_rise"),
    ("es", "esta vomitando", "vomit"),
    ("es", "todavia no respira", "still_not_breathing"),
    ("es", "ya desperto", "awake"),
    ("es", "llego la ambulancia", "help_here"),
    ("es", "no puedo llamar al 911 no tengo papeles", "wont_call"),
    ("es", "esta embarazada", "pregnant"),
    ("fr", "on a pas de naloxone", "naloxone_none"),
    ("fr", "comment faire les souffles", "breaths"),
    ("fr", "il vomit", "vomit"),
    ("fr", "il respire toujours pas", "still_not_breathing"),
    ("fr", "il est reveille", "awake"),
    ("fr", "l'ambulance est la", "help_here"),
    ("pt", "nao tenho naloxona", "naloxone_none"),
    ("pt", "como faco os sopros", "breaths"),
    ("pt", "ele esta vomitando", "vomit"),
    ("pt", "ainda nao respira", "still_not_breathing"),
    ("pt", "ele acordou", "awake"),
    ("pt", "a ambulancia chegou", "help_here"),
]
OPENINGS = {
    "en": "hes blue and wont wake up",
    "es": "mi amigo no respira y esta morado",
    "fr": "mon ami ne respire pas il est bleu",
    "pt": "meu amigo nao respira esta roxo",
}


@pytest.fixture
def say(knowledge, clock):
    """One text to the core: `say(text, state)` gives the outcome."""

    def one(text, state=None, after=timedelta(seconds=30)):
        clock.now += after
        return respond(Message(text), state, knowledge, clock())

    return one


@pytest.mark.parametrize(("language", "text", "step"), FOLLOW_UPS, ids=[f"{code}: {text}" for code, text, _ in FOLLOW_UPS])
def test_each_thing_said_in_an_overdose_gets_its_own_next_action(say, language, text, step):
    opened = say(OPENINGS[language])
    assert say(text, opened.state).reply.entry == step


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_first_text_is_one_segment_with_nothing_before_or_behind_it(say, knowledge, language):
    outcome = say(OPENINGS[language])
    messages = sms(outcome.reply)
    assert [segments(text) for text in messages] == [1]
    assert is_gsm7(messages[0])
    assert outcome.reply.language == language
    assert "911" in messages[0][:20]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("step", sorted(set(FIRST.values())))
def test_every_first_text_fits_one_segment_in_every_language(knowledge, step, language):
    lead = knowledge.lead(knowledge.bank.steps[step], language)
    assert [segments(text) for text in sms_of(lead)] == [1]


def sms_of(lead):
    from bot.reply import Reply

    return sms(Reply(lead, urgent=True), Channel.SMS)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_second_text_says_that_this_is_a_machine_that_cannot_call(say, knowledge, language):
    machine = knowledge.lead(knowledge.bank.steps["machine"], language)
    second = say("next", say(OPENINGS[language]).state)
    assert machine in second.reply.paragraphs
    assert machine not in say("next", second.state).reply.paragraphs


@pytest.mark.parametrize("language", LANGUAGES)
def test_next_always_gives_an_action_until_help_takes_over(say, language):
    outcome = say(OPENINGS[language])
    seen = []
    for _ in range(8):
        outcome = say("now what", outcome.state)
        seen.append(outcome.reply.entry)
    assert seen[-1] == "keep_going"
    assert all(outcome.reply.lead for _ in seen)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("step", ["breaths", "still_not_breathing", "awake", "naloxone_none", "compressions", "keep_going"])
def test_a_steps_own_word_works_with_no_state_at_all(say, knowledge, step, language):
    word = knowledge.bank.steps[step].wording[language].word
    assert say(word).reply.entry == step


@pytest.mark.parametrize("text", ["he stopped again", "blue again", "she stopped breathing again", "hes turning blue again"])
def test_stopping_again_starts_the_steps_with_no_state_at_all(say, text):
    outcome = say(text)
    assert outcome.tally.danger
    assert "911" in outcome.reply.lead


def test_stopping_again_after_waking_starts_over(say):
    awake = say("hes awake", say(OPENINGS["en"]).state)
    assert say("he stopped breathing again", awake.state).reply.entry in {
        "stopped_again",
        "overdose_other",
        "still_not_breathing",
    }


def test_again_repeats_the_step(say):
    breaths = say("BREATHS", say(OPENINGS["en"]).state)
    assert say("again", breaths.state).reply.lead == breaths.reply.lead


def test_a_question_about_a_place_is_answered_with_stay_first(say):
    outcome = say("narcan 04401", say(OPENINGS["en"]).state)
    assert outcome.reply.paragraphs[0].startswith("Stay. Keep breathing for them. Do not leave to get Narcan: send someone.")
    assert "OD" in outcome.reply.paragraphs[-1]


def test_another_question_is_answered_with_the_way_back_to_the_steps(say):
    outcome = say("who can see these messages, do you save my number", say(OPENINGS["en"]).state)
    assert outcome.reply.entry == "privacy_who_sees_this"
    assert outcome.reply.paragraphs[-1] == "For the steps again, text OD."
    assert outcome.state.in_emergency


def test_the_clock_adds_the_second_dose_when_breaths_are_shown_late(say):
    spray = say("SPRAY", say(OPENINGS["en"]).state)
    late = say("BREATHS", spray.state, after=timedelta(minutes=3))
    assert any("give another dose" in part for part in late.reply.paragraphs)


def test_no_text_forbids_compressions(knowledge):
    for entry in knowledge.bank.steps.values():
        for text in (entry.say("en").lead, *entry.say("en").more):
            assert "no compressions" not in text.lower()
            assert "do not do compressions" not in text.lower()
            assert "no cpr" not in text.lower()


WHO = [
    ("i took too much", "overdose_self"),
    ("im going out i think i did too much", "overdose_self"),
    ("me estoy yendo tome demasiado", "overdose_self"),
    ("my baby isnt breathing", "overdose_child"),
    ("my little bother isnt breathing", "overdose_child"),
    ("my 2 year old got into my pills and wont wake up", "overdose_child"),
    ("my friend overdosed", "overdose_other"),
]


@pytest.mark.parametrize(("text", "step"), WHO, ids=[text for text, _ in WHO])
def test_who_is_in_danger_decides_the_first_text(say, text, step):
    assert say(text).reply.entry == step


def test_panic_in_pieces_is_read_together(say):
    one = say("he", None)
    two = say("wont", one.state, after=timedelta(seconds=3))
    three = say("wake up", two.state, after=timedelta(seconds=3))
    assert three.tally.danger
    assert "911" in three.reply.lead


def test_pieces_far_apart_are_separate_messages(say):
    one = say("he", None)
    late = say("wont", one.state, after=timedelta(minutes=10))
    assert not late.tally.danger


@pytest.mark.parametrize("text", ["help", "sos", "911", "emergency", "pls hurry", "ayuda", "aide", "ajuda", "socorro"])
def test_a_bare_cry_gets_911_and_the_word_for_the_steps_first(say, text):
    first = say(text).reply.paragraphs[0]
    assert "911" in first
    assert "OD" in first


@pytest.mark.parametrize(
    "text",
    [
        "what are the signs of an overdose",
        "what should i do if someone overdoses at my show",
        "my brother od'd last year and died",
        "i died laughing",
        "can i book an overdose training for our staff",
    ],
)
def test_a_learning_question_is_no_emergency(say, text):
    assert not say(text).tally.danger


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_emergency_button_gives_the_first_text_in_its_language(say, knowledge, language):
    outcome = say(knowledge.line("emergency_button", language))
    assert outcome.reply.urgent
    assert (outcome.reply.entry, outcome.reply.language) == ("overdose_unclear", language)


@pytest.mark.parametrize("zip_code", ["01201", "02108", "03101", "04401", "99501"])
def test_a_zip_in_the_middle_of_an_overdose_is_a_place_and_no_choice(say, zip_code):
    """New Hampshire's and Massachusetts' ZIPs begin like a small number."""
    outcome = say(zip_code, say(OPENINGS["en"]).state)
    assert outcome.tally.topic == "find_service"
    assert outcome.reply.paragraphs[0].startswith("Stay. Keep breathing for them.")
