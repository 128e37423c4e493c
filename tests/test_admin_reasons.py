"""We promise that the pages say why a list or a row is refused in the language of the page; the command line keeps English."""

from __future__ import annotations

import ast
import io
from collections.abc import Iterator
from pathlib import Path

import pytest
from managing import Member, engine_of, form_with, inside

from bot import hours
from bot.adapters.admin.reasons import reason, table
from bot.adapters.admin.words import LANGUAGES
from bot.adapters.importers import geojson, kml, points, sniff
from bot.adapters.settings import PROJECT

ADAPTERS = PROJECT / "bot" / "adapters"
FILES = [*(ADAPTERS / "importers").glob("*.py"), ADAPTERS / "places_import.py", ADAPTERS / "site_store.py",
         ADAPTERS / "review_sign.py", PROJECT / "bot" / "recurrence.py"]  # fmt: skip
# What a sentence is given to; in `recurrence.py` it is a ValueError.
GIVEN_TO = {"UnusableFileError", "RefusedError", "Refused", "NotSignedError", "warn", "ValueError", "_middle"}
SLIPS = ((70, -44), (-70, 44), (70, 44), (-7e6, 5e6))
# Sentences that are kept under a name.
NAMED = [
    *(what for _, what in sniff._MAGIC),
    *(why for why, _ in hours._DOUBTS),
    kml._LINK,
    geojson._NO_DOOR.format("line or an area"),
    *(slip.format(lat=1, lon=2) for at in SLIPS for _, slip in points._readings(*at) if slip),
]
# What only joins two others.
JOINTS = {"{}: {}"}


def text_of(node: ast.expr) -> str | None:
    """A sentence of the source with `{}` where it differs; None for what is no text."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        return "".join(part.value if isinstance(part, ast.Constant) else "{}" for part in node.values)
    return None


def sentences(path: Path) -> Iterator[str]:
    """What is said in one file of the program."""
    for call in (each for each in ast.walk(ast.parse(path.read_text("utf-8"))) if isinstance(each, ast.Call)):
        named = getattr(call.func, "id", getattr(call.func, "attr", ""))
        told = ast.unparse(call.func).endswith("warnings.append")
        if named in GIVEN_TO or told:
            yield from (said for part in call.args if (said := text_of(part)) and " " in said)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_every_reason_in_the_program_is_there_in_spanish(path):
    filled = {said.replace("{}", "7") for said in sentences(path) if said not in JOINTS}
    assert [said for said in filled if reason(said, "es") == said] == []


def test_the_program_s_reasons_are_found():
    assert sum(len(list(sentences(path))) for path in FILES) > 80


@pytest.mark.parametrize("said", NAMED)
def test_every_reason_under_a_name_is_there_in_spanish(said):
    assert reason(said, "es") != said


def test_every_form_has_the_gaps_of_its_sentence():
    odd = [told for told, forms in table().items() for form in forms.values() if form.count("{}") != told.count("{}")]
    strange = [told for told, forms in table().items() if not {"es"} <= forms.keys() <= set(LANGUAGES)]
    assert (odd, strange) == ([], [])


@pytest.mark.parametrize(
    ("said", "english", "spanish"),
    [
        ("it has no name", "it has no name", "no tiene nombre"),
        ("hours 'Wed 6-8': not in the opening_hours form: write it as Mo-Fr 09:00-17:00",) * 2
        + ("horario 'Wed 6-8': no está en la forma opening_hours: escríbelo así: Mo-Fr 09:00-17:00",),
        ("nothing says what it offers: add --service, or name it under [services] in a mapping file",
         "nothing says what it offers: choose the file again, and tick what its places offer",
         "nada dice qué ofrece: elige el archivo otra vez y marca qué ofrecen sus lugares"),
        ("it has no point, and no ZIP or town: add lat and lon",) * 2
        + ("no tiene punto en el mapa, y ni ZIP ni ciudad: añade latitud y longitud",),
        ("what nobody foresaw",) * 3,
        ("{0} {oops} {", "{0} {oops} {", "{0} {oops} {"),
    ],
)  # fmt: skip
def test_a_reason_is_said_with_what_stands_in_its_gaps(said, english, spanish):
    assert (reason(said, "en"), reason(said, "es")) == (english, spanish)


# --- on the page


@pytest.fixture
def ana(make_app, settings) -> Iterator[Member]:
    for engine in engine_of(settings.database_url):
        yield inside(make_app, engine)


def chooses(ana: Member, content: bytes, name: str):
    form = form_with(ana.gets("/import/?lang=es"), "source")
    return ana.submits(form, {"source": "cajas", "file": (io.BytesIO(content), name)}, to="/admin/import/")


def test_a_spanish_page_refuses_a_file_in_spanish_under_its_own_name(ana):
    page = chooses(ana, b"\x89PNG....", "cajas.csv")
    assert "cajas.csv: esto es una imagen (PNG), diga lo que diga su nombre; guarda la lista como CSV o XLSX" in page.text


def test_a_spanish_page_refuses_rows_in_spanish(ana):
    rows = b"name,address,city,state,zip,services\n,1 Mill St,Lewiston,ME,04240,naloxone\nBox,,,,,naloxone\n"
    page = chooses(ana, rows, "cajas.csv")
    assert page.status_code == 200
    assert "línea 2: no tiene nombre" in page.text
    assert "no tiene punto en el mapa, y ni ZIP ni ciudad" in page.text
