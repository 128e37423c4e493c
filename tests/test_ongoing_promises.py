"""What we promise while help goes on beside somebody in danger: no word ends it too early, and none sends it astray."""

from __future__ import annotations

import pytest

from bot.understanding.reading import Level

DOWN = "he wont wake up"
HOT = "my friend took molly and shes burning up and not making sense"
DRUNK = "she drank way too much and wont stop puking"
CHEST = "i did too much coke and my chest hurts bad"
SEPSIS = "red streaks on my arm and fever chills from a shot"
ATE = "my toddler ate something out of her aunts purse"
BABY = "my baby isnt breathing"
ALONE = "i took too much im alone"
WISH = "i want to die"
HIS_WISH = "my brother wants to kill himself"
SHE_TOOK = "my gf took a whole bottle of tylenol pm she wants to die"


@pytest.mark.parametrize("word", ["he had headphones in", "nvm he had earbuds in"])
def test_who_only_had_headphones_in_ends_the_emergency(talk, word):
    outcome = talk(DOWN, word)
    assert (outcome.reply.entry, outcome.state.in_emergency) == ("false_alarm", False)


@pytest.mark.parametrize("word", ["maybe hes just sleeping", "could just be sleeping", "roommate says let her sleep"])
def test_who_only_hopes_that_they_sleep_gets_the_same_step_again(talk, word):
    assert talk(DOWN, word).reply.entry == "overdose_other"


def test_a_perhaps_in_a_question_leads_to_what_was_asked(talk):
    assert talk(DOWN, "maybe the narcan is expired").reply.entry == "naloxone_expired"


def test_who_woke_up_may_sleep_while_somebody_watches(talk):
    assert talk(DOWN, "he woke up", "roommate says let him sleep").reply.entry == "stay_watch"


@pytest.mark.parametrize("call", ["help is coming for me", "911 is on the line", "i called 911 now what"])
def test_who_called_for_a_friend_is_not_told_to_lie_down_and_wait(talk, call):
    assert talk(DOWN, call).reply.entry != "self_wait"


def test_who_called_for_themselves_is_told_how_to_wait(talk):
    assert talk(ALONE, "help is coming for me").reply.entry == "self_wait"


@pytest.mark.parametrize("word", ["im shaking so bad", "im so scared"])
def test_who_shakes_beside_somebody_is_comforted_and_who_is_in_danger_is_told_what_to_do(talk, word):
    assert (talk(DOWN, word).reply.entry, talk(ALONE, word).reply.entry) == ("after_you", "overdose_self")


@pytest.mark.parametrize(
    ("first", "word", "step"),
    [
        (DOWN, "seguro? la policia no?", "police_fear"),
        (DOWN, "est-ce que la police vient", "police_fear"),
        ("mon ami respire pas", "y'est debout", "false_alarm"),
        ("mi amigo no respira", "estoy temblando", "after_you"),
        (DOWN, "il est reveille", "awake"),
    ],
)
def test_a_word_is_understood_in_the_language_of_the_talk_and_in_its_own(talk, first, word, step):
    assert talk(first, word).reply.entry == step


@pytest.mark.parametrize("word", ["medics here, they gave it iv", "emts here, they gave him narcan"])
def test_what_the_crew_gave_is_no_dose_to_breathe_after(talk, word):
    assert talk(DOWN, word).reply.entry == "help_here"


def test_a_nurse_who_is_only_spoken_of_ends_nothing(talk):
    assert talk(DOWN, "nurse next door says spray it, how do i spray").reply.entry == "naloxone_nose"


@pytest.mark.parametrize("word", ["he woke up", "hes awake", "hes awake, talking to me"])
def test_who_woke_up_is_watched_and_gets_no_more_breaths(talk, word):
    outcome = talk(DOWN, word)
    assert (outcome.reply.entry, outcome.reading.danger.level) == ("awake", Level.POSSIBLE)


@pytest.mark.parametrize("word", ["he opened his eyes, then off again", "opened eyes then went right back under"])
def test_who_opened_their_eyes_and_went_under_is_still_in_danger(talk, word):
    outcome = talk(DOWN, word)
    assert (outcome.reply.entry == "awake", outcome.reading.danger.level) == (False, Level.NOW)


@pytest.mark.parametrize("first", [ATE, BABY])
@pytest.mark.parametrize("word", ["he seems fine", "hes laughing and eating now", "false alarm, it was candy"])
def test_a_child_who_seems_well_keeps_the_first_step(talk, first, word):
    outcome = talk(first, word)
    assert (outcome.reply.entry, outcome.reading.danger.level) == ("overdose_child", Level.NOW)


@pytest.mark.parametrize("word", ["shes awake and playing", "she woke up"])
def test_a_child_who_swallowed_something_and_is_awake_keeps_the_first_step(talk, word):
    assert talk(ATE, word).reply.entry == "overdose_child"


@pytest.mark.parametrize("word", ["hes awake, nurse is with her now at the hospital", "at the er, doctors have him"])
def test_a_child_at_the_hospital_is_in_good_hands(talk, word):
    assert talk(ATE, word).reply.entry == "help_here"


@pytest.mark.parametrize(
    ("word", "step"), [("the door is locked", "locked_door"), ("i have narcan", "naloxone_nose"), ("no phone", "no_phone")]
)
def test_beside_a_child_a_plain_word_is_answered_too(talk, word, step):
    assert talk(ATE, word).reply.entry == step


@pytest.mark.parametrize("word", ["she is limp and wont wake up", "he stopped breathing"])
@pytest.mark.parametrize("first", [SEPSIS, WISH, SHE_TOOK])
def test_who_stops_breathing_gets_the_steps_whatever_it_was_before(talk, first, word):
    assert talk(first, word).reply.entry == "overdose_other"


def test_an_infection_that_can_kill_and_no_hospital_is_how_to_be_treated_well(talk):
    assert talk(SEPSIS, "i refuse to go to the hospital, no hospital").reply.entry == "sepsis_refused"


@pytest.mark.parametrize(
    ("word", "step"),
    [
        ("he says cancel the ambulance", "awake_hospital"),
        ("he doesnt want the hospital", "refuses_hospital"),
        ("how long do i have to stay", "stay_watch"),
        ("she wants to leave", "wants_leave"),
    ],
)
def test_what_is_asked_about_the_time_after_naloxone_is_answered(talk, word, step):
    assert talk(DOWN, word).reply.entry == step


@pytest.mark.parametrize("first", [CHEST, SEPSIS])
def test_the_fear_of_a_hospital_is_no_end_of_chest_pain_or_fever(talk, first):
    assert "911" in talk(first, "i hate that hospital").reply.lead


@pytest.mark.parametrize("talked", [(WISH,), (HIS_WISH,), (SHE_TOOK,), (WISH, "the door is locked")])
@pytest.mark.parametrize("word", ["the paramedics are here", "the medics just shut the doors", "medics here with him"])
def test_a_crew_is_not_the_end_of_a_wish_to_die(talk, said, talked, word):
    outcome = talk(*talked, word)
    assert (outcome.reply.entry, outcome.state.in_emergency, "988" in said(outcome)) == ("suicide_safe", True, True)


@pytest.mark.parametrize("word", ["are they gonna send cops", "dont send cops", "the gun is in the car", "im in the car"])
def test_who_wants_to_die_is_not_sent_to_another_subject(talk, said, word):
    outcome = talk(WISH, word)
    assert (outcome.tally.topic, "988" in said(outcome)) == ("suicide_crisis", True)


@pytest.mark.parametrize("word", ["dont send cops", "im in the car"])
def test_who_asks_nothing_of_the_next_hours_hears_the_first_answer_again(talk, word):
    assert talk(WISH, word).reply.entry == "suicide_self"


@pytest.mark.parametrize("first", [WISH, HIS_WISH])
@pytest.mark.parametrize("word", ["my phone is dying", "the door is locked"])
def test_a_door_or_a_phone_is_of_every_danger(talk, first, word):
    outcome = talk(first, word)
    assert (outcome.reply.entry in {"no_phone", "locked_door"}, outcome.tally.topic) == (True, "suicide_crisis")


@pytest.mark.parametrize("word", ["nothing", "hes breathing", "medics said nothing"])
def test_small_words_beside_a_wish_to_die_are_no_breaths(talk, word):
    assert talk(WISH, word).tally.topic == "suicide_crisis"


@pytest.mark.parametrize("word", ["she is awake", "she is angry with me, shes awake"])
def test_awake_says_nothing_of_who_took_pills_in_order_to_die(talk, word):
    outcome = talk(SHE_TOOK, word)
    assert (outcome.reply.entry, outcome.reading.danger.level) == ("suicide_took_other", Level.NOW)


@pytest.mark.parametrize("first", [HOT, DRUNK])
@pytest.mark.parametrize(
    ("word", "step"),
    [("still not breathing", "still_not_breathing"), ("how to do cpr", "compressions"), ("how do i give breaths", "breaths")],
)
def test_who_does_not_breathe_gets_breaths_whatever_they_took(talk, first, word, step):
    assert talk(first, word).reply.entry == step


@pytest.mark.parametrize("word", ["which side do i roll her on", "i have the narcan spray", "she wants to leave"])
@pytest.mark.parametrize("first", [(HOT,), (HOT, "her jaw is locked")])
def test_no_step_of_another_danger_beside_overheating(talk, first, word):
    outcome = talk(*first, word)
    assert (outcome.tally.topic, outcome.reply.entry) == ("emergency_stimulant", talk(*first).reply.entry)


@pytest.mark.parametrize("word", ["im pretty sure this is an od", "her lips are blue now"])
def test_what_is_an_overdose_after_all_begins_with_its_first_step(talk, word):
    assert talk(HOT, "her jaw is locked", word).reply.entry == "overdose_other"


@pytest.mark.parametrize(("word", "step"), [("she woke up", "awake"), ("hes breathing now but asleep", "breathing_asleep")])
def test_awake_or_asleep_is_heard_beside_every_body_in_danger(talk, word, step):
    assert talk(HOT, word).reply.entry == step


@pytest.mark.parametrize("word", ["ambulance took her. im shaking", "poison control said hospital, on the way"])
def test_who_is_taken_to_the_hospital_needs_no_step_more(talk, word):
    assert talk(DOWN, word).reply.entry == "help_here"


@pytest.mark.parametrize(
    "call", ["called 911 and i am standing outside by the road", "ambulance is on the way to our house now ok"]
)
def test_a_call_told_in_ten_words_leads_to_the_next_step(talk, said, call):
    outcome = talk(DOWN, call)
    assert (outcome.reply.entry, "CALL 911" in said(outcome)) == ("naloxone_nose", False)


@pytest.mark.parametrize("word", ["are you a real person", "there is foam coming out his mouth"])
def test_beside_a_wish_to_die_nothing_adds_that_911_was_not_called(talk, said, word):
    assert "not called yet" not in said(talk(HIS_WISH, word))


@pytest.mark.parametrize("word", ["tonight", "he says tonight", "goodbye to you"])
def test_when_and_goodbye_are_danger_now_up_to_three_words(talk, word):
    assert talk(WISH, word).reading.danger.level is Level.NOW


def test_tonight_in_more_words_may_be_a_plan_to_live(talk):
    assert talk(WISH, "ill call my sister tonight").reading.danger.level is Level.POSSIBLE


def test_who_tells_twice_that_they_do_not_breathe_gets_the_next_step(talk):
    assert talk(DOWN, "knocked hard no answer lips purple").reply.entry == "naloxone_nose"


def test_foam_alone_makes_no_overdose_of_overheating(talk):
    assert talk(HOT, "foam coming out of his nose").reply.entry == "stimulant_hot"


@pytest.mark.parametrize(
    ("first", "step"), [((DOWN,), "naloxone_nose"), ((DRUNK,), "recovery_position"), ((DOWN, "i gave narcan"), "breaths")]
)
def test_once_911_knows_comes_what_is_next_and_nothing_is_skipped(talk, first, step):
    assert talk(*first, "called 911").reply.entry == step


@pytest.mark.parametrize(
    ("first", "sign", "step"),
    [
        (HOT, "her jaw is locked", "stimulant_other"),
        (CHEST, "my jaw is locked", "stimulant_self"),
        (HIS_WISH, "the door is locked", "suicide_other"),
    ],
)
def test_after_a_sign_that_every_danger_has_comes_the_first_step_of_this_one(talk, first, sign, step):
    assert talk(first, sign, "now what").reply.entry == step


@pytest.mark.parametrize("word", ["emts just walked in", "ambulance took her she was talking"])
def test_a_crew_that_is_here_is_no_call_that_was_made(talk, word):
    assert talk(DOWN, word).reply.entry == "help_here"


@pytest.mark.parametrize(
    ("talked", "step"),
    [
        ((WISH, "i did it"), {"suicide_took"}),
        ((WISH, "the door is locked", "i did it"), {"suicide_took"}),
        ((WISH, "i didnt do it"), {"suicide_self", "suicide_safe"}),  # both name 988
    ],
)
def test_what_was_done_and_what_was_not(talk, talked, step):
    assert talk(*talked).reply.entry in step


@pytest.mark.parametrize(
    ("wish", "word"),
    [
        (WISH, "afraid to call 911 but i wont do anything"),
        (WISH, "my dad is cussing at me, im not gonna do anything"),
        ("quiero morir", "que le digo al 911, no voy a hacer nada"),
    ],
)
def test_who_promises_to_do_nothing_hears_of_the_next_hours(talk, wish, word):
    assert talk(wish, word).reply.entry == "suicide_safe"


def test_bad_care_beside_an_overdose_is_no_infection(talk):
    assert talk(DOWN, "they treat me like shit there").reply.entry != "sepsis_refused"


def test_what_was_told_of_a_call_is_remembered(talk, said):
    assert "not called yet" not in said(talk(DOWN, "i called 911", "BREATHS"))


@pytest.mark.parametrize("word", ["i have the pills right here", "theres my gmas pills in the cabinet"])
def test_what_they_could_do_it_with_at_hand_is_danger_now(talk, word):
    assert talk(WISH, word).reading.danger.level is Level.NOW
