"""KML as Google My Maps writes it: folders as categories, the rest in descriptions made of HTML."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from typing import Any
from xml.etree.ElementTree import ParseError

from defusedxml import ElementTree
from defusedxml.common import DefusedXmlException

from bot.adapters.importers.columns import Columns
from bot.adapters.importers.phones import phones
from bot.adapters.importers.record import Book, Hints, Raw, Refused, UnusableFileError
from bot.adapters.importers.texts import text
from bot.hours_read import read_hours

_AREAS = ("LineString", "Polygon", "LinearRing", "Model", "Track", "MultiTrack")
_LINK = (
    "it holds only a link to a map, not the map (NetworkLink): in Google My Maps choose Export to KML and untick "
    "'Keep data up to date with network link KML'"
)


def read_kml(raw: bytes, hints: Hints) -> Book:
    """The placemarks of a KML, folders within folders included. Raises UnusableFileError."""
    walk = _Walk(raw)
    headings: dict[str, None] = {}
    count = 0
    for mark, _ in walk.marks():
        headings.update(dict.fromkeys(name for name, _ in _data(mark)))
        count += 1
    if not count:
        raise UnusableFileError(_LINK if walk.linked else "it holds no placemarks: export the layer with the places")
    columns = Columns(list(headings), hints)
    book = Book("kml", (), count, columns=columns.told)
    if walk.linked:
        book.complete = False
        book.warnings.append(f"beside its placemarks, {_LINK}")
    book.rows = (_row(number, mark, folders, columns) for number, (mark, folders) in enumerate(walk.marks(), start=1))
    return book


class _Walk:
    """A KML gone through twice, one placemark in memory at a time: first to know it, then to read it.

    The name of a folder may stand behind its placemarks: it is learnt the first time, by the folder's number.
    """

    def __init__(self, raw: bytes) -> None:
        self._raw = raw
        self._names: dict[int, str] = {}
        self.linked = False

    def marks(self) -> Iterator[tuple[Any, tuple[str, ...]]]:
        """Every placemark with the names of its folders. Raises UnusableFileError."""
        above: list[Any] = []
        folders: list[int] = []
        begun, inside = 0, 0
        for event, element in self._events():
            kind = _local(element)
            if event == "start":
                above.append(element)
                inside += kind == "Placemark"
                if kind == "Folder":
                    begun += 1
                    folders.append(begun)
                continue
            above.pop()
            self.linked = self.linked or kind == "NetworkLink"
            if kind == "Placemark":
                inside -= 1
                if not inside:
                    yield element, tuple(self._names.get(each, "") for each in folders)
            elif kind == "Folder":
                folders.pop()
            elif kind == "name" and above and _local(above[-1]) == "Folder" and not inside:
                self._names.setdefault(folders[-1], (element.text or "").strip())
            if above and not inside:
                above[-1].remove(element)

    def _events(self) -> Iterator[tuple[str, Any]]:
        try:
            yield from ElementTree.iterparse(io.BytesIO(self._raw), events=("start", "end"))
        except DefusedXmlException:
            raise UnusableFileError("it declares entities, as no map does: refused; export the map again") from None
        except (ParseError, ValueError, RecursionError) as error:
            raise UnusableFileError(f"this is no whole KML ({error}); export the map again") from None


def _row(number: int, mark: Any, folders: Sequence[str], columns: Columns) -> Raw | Refused:
    area = next((_local(each) for each in mark.iter() if _local(each) in _AREAS), None)
    if area:
        return Refused(number, f"is a {area}, not a point: give the point of its door")
    given = dict(_data(mark))
    row = columns.row(number, [given.get(heading, "") for heading in columns.headings])
    if isinstance(row, Refused):
        return row
    fields = {**_described(_child(mark, "description")), **(row.fields if row else {})}
    for ours, theirs in (("name", "name"), ("address", "address"), ("phone", "phoneNumber")):
        fields[ours] = _child(mark, theirs) or fields.get(ours, "")
    fields["category"] = "; ".join(filter(None, (fields.get("category", ""), *folders)))
    return Raw(number, {name: value for name, value in {**fields, **_point(mark)}.items() if value})


def _point(mark: Any) -> dict[str, str]:
    said = next((each.text or "" for each in mark.iter() if _local(each) == "coordinates"), "")
    numbers = said.split()[0].split(",") if said.split() else []
    return {"lon": numbers[0], "lat": numbers[1]} if len(numbers) >= 2 else {}


def _described(description: str) -> dict[str, str]:
    """Hours, phone and address among the lines of a description; other lines are not ours to guess."""
    found: dict[str, str] = {}
    for line in text(description, "\n").splitlines():
        label, _, rest = line.partition(":")
        said = rest.strip() if label.lower().strip() in {"hours", "phone", "address", "tel", "open"} else line.strip()
        if read_hours(said):
            found["hours"] = f"{found['hours']}; {said}" if "hours" in found else said
        elif phones(said):
            found.setdefault("phone", said)
        elif said[:1].isdigit() and any(letter.isalpha() for letter in said):
            found.setdefault("address", said)
    return found


def _data(mark: Any) -> Iterator[tuple[str, str]]:
    for each in mark.iter():
        if _local(each) == "Data":
            yield each.get("name") or "", _child(each, "value")
        elif _local(each) == "SimpleData":
            yield each.get("name") or "", (each.text or "").strip()


def _child(element: Any, name: str) -> str:
    return next(((each.text or "").strip() for each in element if _local(each) == name), "")


def _local(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""
