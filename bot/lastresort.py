"""The steps as constants, for when all else has failed: no file, no database, no model stands behind this page.

The texts are those of `content/entries/steps/`; a test holds the two together. Nobody has reviewed them yet.
"""

from __future__ import annotations

from bot.text import words

# The first text of an overdose: one SMS segment each, next action first.
STEPS = {
    "en": "CALL 911 on speaker. Do what they say. Give naloxone. Head back, pinch the nose. 2 breaths in the mouth, then 1 every 5 seconds. Text SPRAY or BREATHS.",
    "es": "LLAMA AL 911 en altavoz. Haz lo que digan. Da naloxona. Cabeza atrás, tapa la nariz. 2 soplos en la boca, luego 1 cada 5 segundos. Escribe SPRAY o AIRE.",
    "fr": "APPELEZ 911, haut-parleur. Obéissez. Donnez naloxone. Tête en arrière, nez pincé. 2 souffles dans la bouche, puis 1 toutes les 5 secondes. Textez SPRAY ou AIR.",
    "pt": "LIGUE 911 no viva-voz. Siga o que disserem. Use naloxona. Cabeça para trás, tape o nariz. 2 sopros na boca, depois 1 a cada 5 segundos. Envie SPRAY ou SOPROS.",
}
# Put before another answer when danger is possible.
POSSIBLE = {
    "en": "Someone won't wake or breathe right? CALL 911. Give naloxone. Text OD for steps.",
    "es": "¿Alguien no despierta o respira mal? LLAMA AL 911. Da naloxona. Escribe OD para los pasos.",
    "fr": "Quelqu'un ne se réveille pas ou respire mal? APPELEZ LE 911. Naloxone. Textez OD.",
    "pt": "Alguém não acorda ou respira mal? LIGUE 911. Use naloxona. Envie OD para os passos.",
}
# Anything else, when nothing else can be said.
PEOPLE = {
    "en": "Something broke on our side. Danger: CALL 911. Text OD for steps. Other help: call 211 or 988. Please try again.",
    "es": "Algo falló de nuestro lado. Peligro: LLAMA AL 911. Escribe OD para los pasos. Otra ayuda: 211 o 988. Inténtalo otra vez.",
    "fr": "Une panne de notre côté. Danger: APPELEZ LE 911. Textez OD pour les étapes. Autre aide: 211 ou 988. Réessayez.",
    "pt": "Algo falhou do nosso lado. Perigo: LIGUE 911. Escreva OD para os passos. Outra ajuda: 211 ou 988. Tente de novo.",
}
# Words of danger per language; with no rows and no head left, one of them is enough, and a false alarm is the lesser harm.
_DANGER = {
    "en": {"od", "odd", "oding", "overdose", "overdosed", "overdosing", "blue", "purple", "grey", "gray", "breathing", "breathe",
           "breath", "wake", "unconscious", "unresponsive", "gurgling", "dying", "narcan", "naloxone", "breaths", "spray", "help",
           "911", "emergency", "pulse", "too", "much", "took", "collapsed", "slumped", "seizure"},
    "es": {"od", "sobredosis", "respira", "despierta", "morado", "morada", "azul", "inconsciente", "muriendo", "naloxona", "ayuda",
           "auxilio", "emergencia", "aire", "no", "reacciona", "demasiado", "tome", "amigo", "mi", "pulso"},
    "fr": {"od", "surdose", "respire", "reveille", "bleu", "bleue", "inconscient", "inconsciente", "meurt", "secours", "aide",
           "urgence", "aidez", "il", "elle", "jai", "trop", "pris", "pas", "est"},
    "pt": {"od", "respira", "acorda", "roxo", "roxa", "desmaiou", "morrendo", "morrer", "ajuda", "socorro", "emergencia", "sopros",
           "nao", "ele", "ela", "tomei", "demais", "reage", "pulso"},
}  # fmt: skip

# Words of the lists above that tell the language, and mean nothing by themselves.
_LITTLE = {"too", "much", "no", "mi", "il", "elle", "pas", "est", "nao", "ele", "ela", "amigo", "jai"}


def answer(text: str, hint: str | None = None) -> tuple[str, str]:
    """What can still be said to `text` with everything else broken, and its language."""
    said = set(words(text))
    counts = {language: len(said & known) for language, known in _DANGER.items()}
    best = max(counts, key=lambda language: (counts[language], language == hint))
    if counts[best] and not said <= _LITTLE:
        return STEPS[best], best
    language = hint if hint in PEOPLE else "en"
    return PEOPLE[language], language


def possible(language: str) -> str:
    """The line put first when danger is possible."""
    return POSSIBLE.get(language, POSSIBLE["en"])
