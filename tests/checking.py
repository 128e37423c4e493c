"""A small content of our own, good in every way, in which one slip at a time is made."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from contents import change, some_of

from bot.adapters.checks.rules import check
from bot.adapters.checks.terms import NAME as TERMS
from bot.adapters.settings import Settings
from bot.errors import Fault

ENTRY, STEP, NUMBERS = "entries/storage.toml", "entries/steps/roll.toml", "regions/us/numbers.toml"
VOICE, TELEGRAM, LINES = "voice.toml", "telegram.toml", "lines.toml"
FILES = {
    ENTRY: """topic = "storage"
region = "any"
choices = ["storage"]

[en]
title = "Where to keep it"
lead = "Keep naloxone dry. It can stand 2 hot days. Ask {poison_help} if you are not sure."
more = [
  "A cold car is fine too. Give it 30 minutes to warm up.",
]

[es]
title = "Dónde guardarla"
lead = "Guarda la naloxona seca. Aguanta 2 días de calor. Pregunta al {poison_help} si dudas."
more = [
  "Un carro frío también vale. Dale 30 minutos de calor.",
]

[fr]
title = "Où la garder"
lead = "Gardez la naloxone au sec. Elle tient 2 jours de chaleur. Un doute? Appelez le {poison_help}."
more = [
  "Une auto froide va aussi. Laissez-la 30 minutes au chaud.",
]

[pt]
title = "Onde guardar"
lead = "Guarde a naloxona seca. Aguenta 2 dias de calor. Na dúvida, ligue {poison_help}."
more = [
  "Um carro frio também serve. Deixe 30 minutos no calor.",
]

[[sources]]
publisher = "Nobody"
title = "Made up for a test"
url = "https://example.org/storage"
read = 2026-01-02

[review]
by = 2099-01-01
confidence = "medium"
""",
    STEP: """topic = "emergency_overdose"
region = "any"
step = "roll"

[en]
title = "On the side"
word = "ROLL"
lead = "CALL 911. Roll them on the side. Stay with them. Watch each breath."

[es]
title = "De lado"
word = "LADO"
lead = "LLAMA AL 911. Ponte al lado. Gira el cuerpo. Mira el pecho."

[fr]
title = "Sur le flanc"
word = "FLANC"
lead = "APPELEZ LE 911. Tournez le corps. Restez là. Voyez le souffle."

[pt]
title = "De lado"
word = "VIRE"
lead = "LIGUE 911. Vire o corpo. Fique junto. Olhe o peito."

[[sources]]
publisher = "Nobody"
title = "Made up for a test"
url = ""
read = 2026-01-02

[review]
by = 2099-01-01
confidence = "high"
""",
    NUMBERS: """[n911]
name = "Emergency"
shown = "911"
kind = "call or text"
who = "Local center"
checked = ""
confidence = "high"

[poison_help]
name = "Poison Help"
shown = "1-800-222-1222"
kind = "call"
who = "Poison center"
checked = "2026-01-02"
confidence = "high"
""",
    "regions/us/region.toml": 'name = "the US"\nstates = []\nzone = "America/New_York"\nnext = ""\n',
    VOICE: '[bye]\nen = "Call 911."\nes = "Llama al 911."\nfr = "Appelez le 911."\npt = "Ligue 911."\n',
    LINES: '[automatic]\nen = "A machine."\nes = "Una máquina."\nfr = "Une machine."\npt = "Uma máquina."\n',
    "tone.toml": '[en]\naddict = "say: person who uses drugs"\nclean = "of a syringe: new"\n',
}


@dataclass(frozen=True)
class Bank:
    """A folder of content; `told(rule)` is what `safertext check` says under that name, or all of it."""

    folder: Path

    def change(self, file: str, old: str, new: str) -> None:
        """Make a slip: `old` becomes `new` where it first stands."""
        change(self.folder / file, old, new)

    def write(self, file: str, text: str) -> None:
        """Write a file whole."""
        (self.folder / file).parent.mkdir(parents=True, exist_ok=True)
        (self.folder / file).write_text(text, encoding="utf-8")

    def line(self, file: str, words: str) -> int:
        """The line where `words` first stand."""
        lines = (self.folder / file).read_text(encoding="utf-8").splitlines()
        return next(number for number, line in enumerate(lines, start=1) if words in line)

    def excepts(self, file: str, rule: str, reason: str = "A reason.", language: str = "") -> None:
        """List an exception in an entry."""
        only = f'language = "{language}"\n' if language else ""
        text = (self.folder / file).read_text(encoding="utf-8")
        self.write(file, f'{text}\n[[exceptions]]\nrule = "{rule}"\nreason = "{reason}"\n{only}')

    def told(self, rule: str = "") -> list[str]:
        """What is said, "file:line: what", under one rule or all, faults first."""
        faults, warnings = self.check()
        return [str(fault) for fault in (*faults, *warnings) if not rule or fault.what.endswith(f"({rule})")]

    def check(self) -> tuple[list[Fault], list[Fault]]:
        """Faults and warnings but for what a folder without phrases, model and signatures always lacks."""
        missing = tuple(f"({name})" for name in ("model", "few-phrases", "shared-words", "review"))
        faults, warnings = check(Settings(content_dir=self.folder, region="us"))
        return tuple([each for each in told if not each.what.endswith(missing)] for told in (faults, warnings))  # type: ignore[return-value]


def bank_in(folder: Path) -> Bank:
    """The small content, with the real terms.toml."""
    bank = Bank(some_of(folder, (TERMS, "filtered_words.toml")))
    for file, text in FILES.items():
        bank.write(file, text)
    return bank
