"""The words of a phone call, from `content/voice.toml`.

What is missing or wrong there is built in, so that a slip silences nobody.
"""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from string import Formatter

from bot.bank import LANGUAGES
from bot.errors import Fault

NAME = "voice.toml"
PACE, SLOWEST, USUAL = 90, 50, 100
# A test holds these and the file together.
BUILT_IN: Mapping[str, Mapping[str, str]] = {
    "danger": {
        "en": "Is someone not breathing? Hang up and call 911: they talk you through it. "
        "Stay here only if 911 is already called from another phone.",
        "es": "¿Alguien no respira? Cuelga y llama al 911: te guían paso a paso. "
        "Quédate aquí solo si ya llamaron al 911 desde otro teléfono.",
        "fr": "Quelqu'un ne respire pas? Raccrochez et appelez le 911: on vous guide. "
        "Restez ici seulement si un autre téléphone a déjà appelé le 911.",
        "pt": "Alguém não respira? Desligue e ligue 911: eles guiam você. Fique aqui só se já ligaram 911 de outro telefone.",
    },
    "menu": {
        "en": "Overdose now: press 1. Naloxone: press 2. Help near you: press 3.",
        "es": "Sobredosis ahora: marca 1. Naloxona: marca 2. Ayuda cerca: marca 3.",
        "fr": "Surdose maintenant: appuyez sur 1. Naloxone: appuyez sur 2. Aide près de vous: appuyez sur 3.",
        "pt": "Overdose agora: tecle 1. Naloxona: tecle 2. Ajuda perto: tecle 3.",
    },
    "keys": {"en": "Next: press 1.", "es": "Sigue: marca 1.", "fr": "Suite: appuyez sur 1.", "pt": "Seguinte: tecle 1."},
    "breathe": {"en": "Breathe.", "es": "Sopla.", "fr": "Soufflez.", "pt": "Sopre."},
    "zip": {
        "en": "Key in the 5 digits of a zip code. Overdose steps: press 0 and wait.",
        "es": "Marca los 5 números de un código postal. Pasos de sobredosis: marca 0 y espera.",
        "fr": "Tapez les 5 chiffres d'un code postal. Étapes de surdose: appuyez sur 0 et attendez.",
        "pt": "Tecle os 5 números de um código postal. Passos de overdose: tecle 0 e espere.",
    },
    "unknown_zip": {
        "en": "We do not know that zip code. For help near you, call 211.",
        "es": "No conocemos ese código postal. Para ayuda cerca, llama al 211.",
        "fr": "Nous ne connaissons pas ce code postal. Pour de l'aide, appelez le 211.",
        "pt": "Não conhecemos esse código postal. Para ajuda perto, ligue 211.",
    },
    "bye": {
        "en": "This call ends now. You can call again at any time.",
        "es": "Esta llamada termina ahora. Puedes llamar otra vez a cualquier hora.",
        "fr": "Cet appel se termine. Vous pouvez rappeler à toute heure.",
        "pt": "Esta chamada termina agora. Pode ligar outra vez a qualquer hora.",
    },
}


class Words:
    """The lines of a call by key and language, how fast its steps are read, and the English names in other languages."""

    def __init__(self, table: Mapping[str, Mapping[str, str]], pace: int = PACE, names: tuple[str, ...] = ()) -> None:
        """All of it was checked."""
        self._table = table
        self.pace, self.names = pace, names

    def line(self, key: str, language: str, **filled: object) -> str:
        """A line, filled in; in English where the language is missing, built in where the file lacks it, "" where nothing is."""
        found = self._table.get(key) or BUILT_IN.get(key) or {}
        text = found.get(language) or found.get("en", "")
        return text.format(**filled) if filled else text


def load(folder: Path) -> tuple[Words, list[str]]:
    """The words of `folder` and every fault; a line with a fault counts as missing."""
    try:
        table = tomllib.loads((folder / NAME).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        return Words({}), [_fault(folder, f"cannot be read ({type(error).__name__}): calls use built-in words")]
    wrong = {key: what for key, said in table.items() if (what := _CHECKS.get(key, partial(_wrong, key))(said))}
    faults = [_fault(folder, f"{key}: {what}") for key, what in wrong.items()]
    good = {key: said for key, said in table.items() if key not in wrong}
    pace, names = good.pop("pace", PACE), tuple(good.pop("names", ()))
    return Words(good, pace, names), faults


def _fault(folder: Path, what: str) -> str:
    return str(Fault(f"{folder.name}/{NAME}", 0, what))


# What a line may be filled with.
_FILLED = {"miles": {"miles"}, "phone": {"phone"}}


def _wrong(key: str, said: object) -> str | None:
    """What is wrong with a line, or None."""
    if not isinstance(said, dict) or not said.keys() <= set(LANGUAGES) or "en" not in said:
        return "must be a table of sentences by language (en, es, fr, pt), with en"
    if not all(isinstance(text, str) and text.strip() for text in said.values()):
        return "every language needs a sentence"
    try:
        names = {name for text in said.values() for _, name, _, _ in Formatter().parse(text) if name is not None}
    except ValueError:
        return "a brace is not closed"
    return None if names <= _FILLED.get(key, set()) else f"unknown names in braces: {', '.join(sorted(names))}"


def _wrong_pace(pace: object) -> str | None:
    right = isinstance(pace, int) and SLOWEST <= pace <= USUAL
    return None if right else f"must be a whole number from {SLOWEST} to {USUAL} (percent)"


def _wrong_names(names: object) -> str | None:
    right = isinstance(names, list) and all(isinstance(name, str) and name.strip() for name in names)
    return None if right else 'must be a list of names: ["Maine Access Points"]'


# What of the file is no line of a call.
_CHECKS: Mapping[str, Callable[[object], str | None]] = {"pace": _wrong_pace, "names": _wrong_names}
