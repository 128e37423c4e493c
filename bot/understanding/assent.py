"""Yes, no, and "not that", said with nothing else, in four languages."""

YES = {"yes", "yeah", "yep", "yea", "y", "ya", "sure", "please", "yes please", "si", "sii", "claro", "oui", "ouais", "sim",
       "isso", "that one", "correct"}  # fmt: skip
NO = {"no", "nope", "nah", "n", "non", "nao", "neither", "none", "ninguna", "ninguno", "aucun", "nenhum"}
WRONG = {
    "not that", "not what i meant", "thats not it", "not it", "wrong", "thats not what i meant", "not what i asked",
    "wrong answer",
    "no es eso", "eso no", "no era eso", "ce nest pas ca", "cest pas ca", "pas ca", "nao e isso", "nao era isso",
}  # fmt: skip
