"""What people text in an emergency to go on, and which steps open by their own word alone: names and tables, no rule."""

from __future__ import annotations

# Subjects that are asked about on any day, and in the middle of an emergency in the same words: "can i get in trouble".
IN_THE_MIDDLE = frozenset(
    {"naloxone_get", "naloxone_how_to_use", "naloxone_expired_storage", "naloxone_safety", "after_reversal", "overdose_signs"}
    | {"overdose_what_to_do", "good_samaritan_law", "legal_rights_police", "privacy_who_sees_this"}
)
# "Next" in every language of the bank: shown by name, so a repeated "next" is harmless.
NEXT = {
    "next", "done", "now what", "ok", "okay", "k", "then", "and now", "what next", "whats next", "did it", "and then",
    "did that", "siguiente", "listo", "hecho", "ya", "y ahora", "y ahora que", "que sigue", "ya esta", "ahora que", "sigue",
    "suivant", "fait", "cest fait", "et maintenant", "ensuite", "apres", "quoi maintenant", "maintenant quoi", "proximo",
    "feito", "pronto", "e agora", "e agora o que", "seguinte", "ja fiz", "depois", "agora o que", "done now", "ok done now",
    "i did it", "ok done", "ok did it", "ok now what", "what do i do now", "what now", "what do i do", "y luego",
    "cest faite", "je lai fait", "listo y ahora", "ok y ahora", "bon et apres", "cest fait et maintenant", "ok e agora",
}  # fmt: skip
# Once more, and who calls for an answer: "hello?" beside a person who does not breathe greets nobody.
AGAIN = {
    "hello", "helo", "hellooo", "helloo", "hi", "hey", "you there", "u there", "are you there", "anyone there",
    "anybody there", "hola", "alo", "allo", "bonjour", "oi", "ola", "estas ahi", "hay alguien", "tem alguem ai", "again",
    "repeat", "say again", "say that again", "go back", "back", "what", "otra vez", "volver", "repite", "de nuevo",
    "encore", "retour", "repetez", "repete", "de novo", "outra vez", "voltar", "repita",
}  # fmt: skip
# Steps whose word can mean nothing else, whatever was talked of before.
ALONE = {"overdose_other", "overdose_unclear", "overdose_if_you", "breaths", "breaths_no_rise", "child_breaths", "child_still",
         "still_not_breathing", "stopped_again", "breathing_asleep", "recovery_position", "awake", "naloxone_none",
         "naloxone_nose", "naloxone_used_up", "naloxone_frozen", "compressions", "keep_going", "no_mouth", "no_phone",
         "no_signal", "cannot_speak", "wont_call", "jaw_locked", "vomit", "must_leave", "seizure", "bleeding", "suicide_self",
         "suicide_took", "suicide_took_other", "help_here", "wants_use", "wants_leave", "locked_door"}  # fmt: skip
# Whole first messages of who has called already, and now asks us: what to do until the crew comes.
CALLED = frozenset(
    "i called 911|called 911|i called 911 already|i already called 911|called 911 already|already called 911|i just called 911|"
    "just called 911|911 is coming|ambulance is coming|ambulance is on the way|ambulance on the way|ems is on the way|"
    "i called an ambulance|called an ambulance|i called the ambulance|llame al 911|ya llame al 911|ya llame a la ambulancia|"
    "viene la ambulancia|jai appele le 911|jai appele 911|on a appele le 911|lambulance arrive|lambulance sen vient|liguei 911|"
    "liguei pro 911|liguei para o 911|ja liguei 911|ja liguei pro 911|ja chamei a ambulancia|a ambulancia ta vindo".split("|")
)
# What people send for a step whose own word is another.
ALSO = dict.fromkeys(("nino", "nina", "un nino", "una nina", "el nino", "la nina"), "overdose_child")
# Steps whose word is an ordinary question too ("police", "withdrawal"): the step goes before the answer to that.
ORDINARY = {"alcohol_other", "allergy", "are_they_dead", "awake_hospital", "call_911_say", "get_narcan", "ghb_or_unknown",
            "machine", "naloxone_expired", "naloxone_needle", "overdose_possible", "police_fear", "pregnant",
            "self_alone", "wake_check", "withdrawal_danger"}  # fmt: skip
# Said by or of who wants to die: that it was done, or what it does to them. Folded, one after another.
DONE = (
    "i did it|did it|its done|it is done|already did|ive done it|already took|took em|took them|took it|took something|"
    "took all|took half|took some|took a few|took a handful|took two|took 2|took 3|took like|took about|took maybe|"
    "took around|took a bunch|took a whole|too late|getting sleepy|im sleepy|so sleepy|feel sleepy|cant stay awake|"
    "cant keep my eyes open|is spinning|cant feel my|throwing up|going numb|so much blood|engine running|car running|"
    "in my car|in the garage|garage door|swallowed|ya lo hice|lo hice|ya esta hecho|me las tome|me los tome|ya tome|"
    "tomo algo|tomo pastillas|se tomo|se las tomo|se los tomo|me tome|tome la mitad|tome como|tome unas|tengo sueno|"
    "me da sueno|todo da vueltas|demasiado tarde|je lai fait|cest fait|tout pris|jai pris|jen ai pris|pris la moitie|"
    "jai avale|a pris|trop tard|jai sommeil|tout tourne|je mendors|ja fiz|eu fiz|ja tomei|tomei tudo|tomei metade|"
    "tomei a metade|tomei uns|tomei umas|tomei quase|tomei mais|ela tomou|ele tomou|tomou algo|tarde demais|com sono|"
    "girando|rodando"
).split("|")
# What others say who see no danger: it sounds as if it were over, and nothing is.
SLEEPS_IT_OFF = (
    "sleep it off|sleep it out|sleeping it off|sleep off|slept it off|snore it off|let him sleep|let her sleep|let them sleep|"
    "dormir la mona|lo deje dormir|la deje dormir|que duerma|laisser cuver|le laisser dormir|la laisser dormir|laisse la dormir|"
    "laisse le dormir|deixar dormir|deixa dormir|deixa ele dormir|deixa ela dormir"
).split("|")
# In so few words it is a farewell, or when; in more it may be "ill call them tonight".
LEAVING, LEAVING_WORDS = "goodbye|good bye|tonight|adios|esta noche|adieu|ce soir|adeus|esta noite|hoje a noite".split("|"), 3
# Who says it so asks, and a snore is a sign: "hes snoring tho so hes fine right", "could just be sleeping".
UNSURE = frozenset(
    "could might maybe probably prob probs prolly snore snores snoring snorin gurgling quiza quizas ronca ronquido roncando"
    " peut ronfle talvez".split()
)
BUT = frozenset("but tho though pero mais mas".split())
# What somebody who wants to die could do it with, at hand.
AT_HAND = frozenset(
    "klonopin xanax ativan ambien tylenol oxy percs benadryl trazodone insulin"
    " pills pill bottle gun pistol rifle shotgun knife blade rope bridge train meds bag needle loaded locked"
    " pastillas frasco pistola cuchillo soga puente encerro pilules comprimes fusil couteau corde pont"
    " comprimidos remedios arma faca corda ponte trancou".split()
)
