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
    "did that", "siguiente", "listo", "hecho", "ya", "y ahora", "y ahora que", "que sigue", "ya esta", "ahora que",
    "sigue", "suivant", "fait", "cest fait", "et maintenant", "ensuite", "apres", "quoi maintenant", "maintenant quoi",
    "proximo", "feito", "pronto", "e agora", "e agora o que", "seguinte", "ja fiz", "depois", "agora o que",
    "i did it", "ok done", "ok did it", "ok now what", "what do i do now", "what now", "what do i do", "y luego",
    "listo y ahora", "ok y ahora", "bon et apres", "cest fait et maintenant", "ok e agora",
}  # fmt: skip
AGAIN = {"again", "repeat", "say again", "say that again", "go back", "back", "what", "otra vez", "volver", "repite", "de nuevo",
         "encore", "retour", "repetez", "repete", "de novo", "outra vez", "voltar", "repita"}  # fmt: skip
# Steps whose word can mean nothing else, whatever was talked of before.
ALONE = {"overdose_other", "overdose_unclear", "overdose_if_you", "breaths", "breaths_no_rise", "child_breaths", "child_still",
         "still_not_breathing", "stopped_again", "breathing_asleep", "recovery_position", "awake", "naloxone_none",
         "naloxone_nose", "naloxone_used_up", "naloxone_frozen", "compressions", "keep_going", "no_mouth", "no_phone",
         "no_signal", "cannot_speak", "wont_call", "jaw_locked", "vomit", "must_leave", "seizure", "bleeding", "suicide_self",
         "suicide_took", "help_here", "wants_use", "wants_leave", "locked_door"}  # fmt: skip
# What people send for a step whose own word is another.
ALSO = dict.fromkeys(("nino", "nina", "un nino", "una nina", "el nino", "la nina"), "overdose_child")
# Steps whose word is an ordinary question too ("police", "withdrawal"): the step goes before the answer to that.
ORDINARY = {"alcohol_other", "allergy", "are_they_dead", "awake_hospital", "call_911_say", "get_narcan", "ghb_or_unknown",
            "machine", "naloxone_expired", "naloxone_needle", "overdose_possible", "police_fear", "pregnant",
            "self_alone", "wake_check", "withdrawal_danger"}  # fmt: skip
# Said by or of who wants to die: that it was done, or what it does to them. Folded, one after another.
DONE = (
    "i did it|did it|its done|it is done|already did|ive done it|already took|took em|took them|took it|took something|took all|"
    "too late|getting sleepy|im sleepy|so sleepy|feel sleepy|cant stay awake|cant keep my eyes open|is spinning|cant feel my|"
    "throwing up|going numb|so much blood|engine running|car running|in my car|in the garage|garage door|swallowed|"
    "ya lo hice|lo hice|ya esta hecho|me las tome|me los tome|ya tome|tomo algo|tomo pastillas|tengo sueno|me da sueno|"
    "todo da vueltas|demasiado tarde|je lai fait|cest fait|tout pris|jai pris|a pris|trop tard|jai sommeil|tout tourne|"
    "je mendors|ja fiz|eu fiz|ja tomei|tomei tudo|tomou algo|tarde demais|com sono|girando|rodando"
).split("|")
# In so few words it is a farewell, or when; in more it may be "ill call them tonight".
LEAVING, LEAVING_WORDS = "goodbye|good bye|tonight|adios|esta noche|adieu|ce soir|adeus|esta noite|hoje a noite".split("|"), 3
