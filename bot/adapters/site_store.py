"""Writing sites: what a source says becomes rows, in one transaction, and only where it says something new.

A place is known again by its source's own key, else by name and address. The same place from a second source is merged:
empty fields are filled and services added, nothing is overwritten. What an operator changed by hand stays until the
source itself changes that very field. What a source no longer lists becomes `unlisted`, unless another still lists it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sqlalchemy import bindparam, insert, select, update
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import Session

from bot.adapters.site_reports import forget
from bot.adapters.site_rows import BATCH, FIELDS, ORIGIN, SERVICE, SITE, change_site, find_site, row_of, services_of
from bot.adapters.site_said import BLANK, Telling, undata
from bot.site import Site, Status

# A person reads no more; each would cost 100 bytes.
_MOST_LINES = 2000
# What a merge never fills from another source: where it is, whether it is there, and who said so belong together.
_OWN = {"id", "status", "publish", "kind", "lat", "lon", "precision", "tz", "source", "source_url", "verified_on", "confidence"}


class _Known(NamedTuple):
    """What is kept in memory of a place that the source has told of before."""

    digest: str
    site_id: str
    gone: bool


@dataclass(slots=True)
class Changes:
    """What a write did; `how` says for each key: "imported", "merged" or "unchanged". `lines` are for a person to read."""

    how: dict[str, str] = field(default_factory=dict)
    unlisted: list[str] = field(default_factory=list)
    lines: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    @property
    def any(self) -> bool:
        """Whether the database differs from before."""
        return bool(self.unlisted) or any(how != "unchanged" for how in self.how.values())


class Store:
    """One source's writing within a session; nothing is final until the session commits."""

    def __init__(self, session: Session, source: str) -> None:
        """Read what is known of `source`."""
        self.session, self.source = session, source
        known = select(ORIGIN.c.key, ORIGIN.c.digest, ORIGIN.c.site_id, ORIGIN.c.gone).where(ORIGIN.c.source == source)
        # Read as a stream: buffers for 100,000 rows would cost 60 MB.
        stream = {"yield_per": BATCH}
        self.known = {
            row.key: _Known(row.digest, row.site_id, row.gone) for row in session.execute(known, execution_options=stream)
        }
        self._index: tuple[dict[str, str], set[str]] | None = None
        self.changes = Changes()
        self._held: dict[Any, list[dict[str, Any]]] = {SITE: [], SERVICE: [], ORIGIN: []}

    @property
    def _places(self) -> tuple[dict[str, str], set[str]]:
        """Ids by match, and every id: read when a place is new, so that telling the same again costs no memory."""
        if self._index is None:
            self._flush()
            matches: dict[str, str] = {}
            ids: set[str] = set()
            for site_id, match in self.session.execute(select(SITE.c.id, SITE.c.match), execution_options={"yield_per": BATCH}):
                ids.add(site_id)
                if match:
                    matches.setdefault(match, site_id)
            self._index = matches, ids
        return self._index

    def put(self, incoming: Telling) -> None:
        """Write one place, if it says anything new."""
        data = incoming.data
        digest = hashlib.blake2s(data.encode(), digest_size=16).hexdigest()
        known = self.known.get(incoming.key)
        if known and known.digest == digest and not known.gone:
            self._note(incoming, "unchanged", "")
        elif known:
            self._update(known.site_id, incoming, digest, data)
        elif incoming.ours and incoming.site.id in self._places[1]:
            self._overwrite(incoming, digest, data)
        elif incoming.match in self._places[0]:
            self._merge(self._places[0][incoming.match], incoming, digest, data)
        else:
            self._insert(incoming, digest, data)

    def finish(self, *, complete: bool) -> Changes:
        """Write what is held; when the source was read whole, unlist what it no longer tells of."""
        self._flush()
        if complete:
            self._unlist([key for key, row in self.known.items() if key not in self.changes.how and not row.gone])
        return self.changes

    def vanishing(self, keys: Iterable[str]) -> int:
        """How many places of this source would be unlisted if it told of `keys` only, each of them once."""
        listed = sum(not row.gone for row in self.known.values())
        return listed - sum(key in self.known and not self.known[key].gone for key in keys)

    def _insert(self, incoming: Telling, digest: str, data: str) -> None:
        matches, ids = self._places
        site_id = _unused(incoming.site.id, ids)
        ids.add(site_id)
        if incoming.match:
            matches.setdefault(incoming.match, site_id)
        self._held[SITE].append(row_of(incoming.site) | {"id": site_id, "match": incoming.match})
        self._held[SERVICE] += services_of(site_id, incoming.site.services)
        self._origin(site_id, incoming, digest, data)
        self._note(incoming, "imported", f"+ {site_id}: {_told(incoming.site)}")
        if len(self._held[SITE]) >= BATCH:
            self._flush()

    def _update(self, site_id: str, incoming: Telling, digest: str, data: str) -> None:
        """Write the fields in which the source differs from what it said before, and only those."""
        self._flush()
        before = undata(self._said(incoming.key), site_id)
        now = self._site(site_id)
        changed = {name for name in FIELDS if name != "id" and getattr(before, name) != getattr(incoming.site, name)}
        values = {name: getattr(incoming.site, name) for name in changed}
        if now.status == Status.UNLISTED:
            values["status"] = incoming.site.status
        if "services" in changed:
            dropped = set(before.services) - set(incoming.site.services)
            values["services"] = _union([each for each in now.services if each not in dropped], incoming.site.services)
        self._write(now, values, incoming.match)
        where = (ORIGIN.c.source == self.source) & (ORIGIN.c.key == incoming.key)
        self.session.execute(update(ORIGIN).where(where).values(digest=digest, data=data, gone=False))
        self._note(incoming, "imported", f"~ {site_id}: {', '.join(sorted(values)) or 'listed again'}")

    def _overwrite(self, incoming: Telling, digest: str, data: str) -> None:
        """A row of our own form: an operator's spreadsheet, in which every field is meant."""
        self._flush()
        now = self._site(incoming.site.id)
        values = {name: getattr(incoming.site, name) for name in FIELDS if getattr(incoming.site, name) != getattr(now, name)}
        self._write(now, values, incoming.match)
        self._origin(now.id, incoming, digest, data)
        self._note(incoming, "imported" if values else "unchanged", f"~ {now.id}: {', '.join(sorted(values))}" if values else "")

    def _merge(self, site_id: str, incoming: Telling, digest: str, data: str) -> None:
        """The same place from another source: fill what is empty, add services, and never bring a closed one back."""
        self._flush()
        now = self._site(site_id)
        filled = {name for name, blank in BLANK.items() if name not in _OWN and getattr(now, name) == blank}
        values = {name: getattr(incoming.site, name) for name in filled if getattr(incoming.site, name) != BLANK[name]}
        services = _union(now.services, incoming.site.services)
        if services != now.services:
            values["services"] = services
        if now.status not in {Status.ACTIVE, Status.TEMPORARILY_CLOSED} or not now.publish:
            self.changes.warnings.append(
                f"{site_id} is kept as {now.status}{'' if now.publish else ', not to be shown'}: {self.source} lists it as there"
            )
        self._write(now, values, "")
        self._origin(site_id, incoming, digest, data)
        self._note(incoming, "merged", f"= {site_id}: {', '.join(sorted(values)) or 'nothing new'}")

    def _write(self, now: Site, values: Mapping[str, Any], match: str) -> None:
        if "verified_on" in values:
            forget(self.session, now.id)
        change_site(self.session, now.id, values, **({"match": match} if match else {}))

    def _unlist(self, keys: list[str]) -> None:
        if not keys:
            return
        gone = update(ORIGIN).where(ORIGIN.c.source == self.source, ORIGIN.c.key == bindparam("it"))
        self.session.connection().execute(gone.values(gone=True), [{"it": key} for key in keys])
        for site_id in sorted({self.known[key].site_id for key in keys}):
            others = select(ORIGIN.c.key).where(ORIGIN.c.site_id == site_id, ORIGIN.c.gone.is_(False)).limit(1)
            offered = SITE.c.status.in_([Status.ACTIVE, Status.TEMPORARILY_CLOSED])
            if self.session.execute(others).first() is None:
                hidden = update(SITE).where(SITE.c.id == site_id, offered).values(status=str(Status.UNLISTED))
                if self.session.execute(hidden).rowcount:  # type: ignore[attr-defined]
                    self.changes.unlisted.append(site_id)
                    self.changes.lines.append(f"- {site_id}: no longer in {self.source}")

    def _origin(self, site_id: str, incoming: Telling, digest: str, data: str) -> None:
        row = {"source": self.source, "key": incoming.key, "site_id": site_id, "digest": digest, "data": data, "gone": False}
        self._held[ORIGIN].append(row)

    def _flush(self) -> None:
        for table, rows in self._held.items():
            if rows:
                self.session.execute(insert(table), rows)
                rows.clear()

    def _said(self, key: str) -> str:
        said = select(ORIGIN.c.data).where(ORIGIN.c.source == self.source, ORIGIN.c.key == key)
        return str(self.session.execute(said).scalar_one())

    def _site(self, site_id: str) -> Site:
        site = find_site(self.session, site_id)
        if site is None:
            raise NoResultFound(site_id)
        return site

    def _note(self, incoming: Telling, how: str, line: str) -> None:
        self.changes.how[incoming.key] = how
        if line and len(self.changes.lines) < _MOST_LINES:
            self.changes.lines.append(line)


def _unused(wanted: str, taken: set[str]) -> str:
    site_id, number = wanted, 2
    while site_id in taken:
        site_id, number = f"{wanted}-{number}", number + 1
    return site_id


def _union(first: Iterable[str], more: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys((*first, *more)))


def _told(site: Site) -> str:
    return ", ".join(part for part in (site.name, site.address, site.city, "/".join(site.services)) if part)
