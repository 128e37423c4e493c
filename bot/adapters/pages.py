"""The web pages: the phone, the steps alone, the papers; in four languages, and nothing kept of who reads."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache, partial
from pathlib import Path
from typing import Any

from flask import Blueprint, Response, jsonify, redirect, render_template, request
from markupsafe import Markup
from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Response as AnyResponse

from bot import lastresort
from bot.adapters import handout, web
from bot.adapters.render import button
from bot.adapters.rich import read_here, rich, steps_html
from bot.adapters.runtime import Runtime
from bot.bank import Entry
from bot.knowledge import Knowledge, supported
from bot.message import Message
from bot.reply import Outcome
from bot.sentences import without_words
from bot.understanding.reading import Level

SITE = Path(__file__).parent / "site"
# Where quick exit leads: dull, and nobody wonders at it. phone.js names it too; a test holds them together.
AWAY = "https://www.weather.gov/"
NAMES = {"en": "English", "es": "Español", "fr": "Français", "pt": "Português"}
# The steps of the page without a talk, in the order of the hands.
ORDER = ("wake_check", "call_911_say", "naloxone_nose", "breaths", "still_not_breathing", "recovery_position", "awake")
ALSO = ("naloxone_none", "naloxone_needle", "overdose_child", "overdose_self")
Words = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Step:
    """One step as the page shows it: sentences of what to do, and more for those who have time."""

    id: str
    title: str
    lines: tuple[str, ...]
    more: tuple[str, ...]


@cache
def words(language: str) -> Words:
    """The page's own words in `language`."""
    return {key: said[language] for key, said in _read("strings.toml").items()}


@cache
def paper(name: str, language: str) -> tuple[str, ...]:
    """The paragraphs of one paper (privacy, terms, accessibility) in `language`."""
    return tuple(paragraph[language] for paragraph in _read("papers.toml")[name])


@cache
def _read(name: str) -> Mapping[str, Any]:
    return tomllib.loads((SITE / name).read_text("utf-8"))


def hint() -> str | None:
    """The language asked for by a link, else the browser's, if it is one of ours."""
    # Not best_match: for "pt-BR, en" it prefers the exact "en" to the Portuguese that was asked for first.
    asked = (request.args.get("lang"), *request.accept_languages.values())
    return next(filter(None, map(supported, asked)), None)


def paragraphs(outcome: Outcome) -> list[Markup]:
    """Everything the reply says, a bubble each."""
    lead = steps_html if dangerous(outcome) else rich
    return [lead(said) if said == outcome.reply.lead else rich(said) for said in outcome.reply.paragraphs]


def dangerous(outcome: Outcome) -> bool:
    """Whether this answers somebody in danger now; the last resort's answers carry no reading."""
    return outcome.reply.urgent or outcome.reading.danger.level is Level.NOW


def read() -> tuple[Message, str]:
    """The message in the request, and the random id of its talk: the browser's, or a new one."""
    fields = _json() if request.is_json else request.form
    cookie = web.known_cookie(request.cookies.get(web.COOKIE)) or web.new_cookie()
    return web.read(fields if isinstance(fields, Mapping) else {}, hint()), cookie


def _json() -> object:
    """What the script sent; nothing where it is no JSON, or nested deeper than Python can follow."""
    try:
        return request.get_json(silent=True)
    except RecursionError:
        return None


def reply(runtime: Runtime, message: Message, outcome: Outcome, cookie: str) -> Response:
    """The answer as the request wants it: JSON for the script, else the whole page."""
    wanted = request.accept_mimetypes.best_match(("text/html", "application/json"), "text/html")
    if wanted == "application/json":
        fields = web.answer(outcome.reply, danger=dangerous(outcome))
        response = jsonify({**fields, "html": paragraphs(outcome)})
    else:
        response = Response(phone(runtime, outcome.reply.language, message, outcome))
    secure = request.is_secure or runtime.settings.public_base_url.startswith("https:")
    response.set_cookie(web.COOKIE, cookie, httponly=True, samesite="Strict", secure=secure)
    return response


def first_steps(language: str) -> tuple[str, ...]:
    """What to do now, a sentence each, from constants: right even when nothing could be loaded."""
    return without_words(lastresort.STEPS[language])


def steps(knowledge: Knowledge | None, ids: Sequence[str], language: str) -> list[Step]:
    """The steps `ids` that the bank has, for reading in one go."""
    if knowledge is None:
        return []
    found = [entry for each in ids if (entry := knowledge.bank.get(each))]
    return [_step(knowledge, entry, language) for entry in found]


def _step(knowledge: Knowledge, entry: Entry, language: str) -> Step:
    wording = entry.say(language)
    more = tuple(read_here(knowledge.numbered(part)) for part in wording.more)
    return Step(entry.id, wording.title, without_words(knowledge.lead(entry, language)), more)


def phone(runtime: Runtime, language: str, message: Message | None = None, outcome: Outcome | None = None) -> str:
    """The page with the phone: empty, or with one text and our answer (all that a page without a script needs)."""
    said = message.text if message else ""
    if message and not said and message.point:
        said = words(language)["place_sent"]
    return _page("phone.html", runtime, language, said=said, outcome=outcome)


def _page(template: str, runtime: Runtime, language: str, **more: object) -> str:
    """A template with what every page shows."""
    knowledge = runtime.known
    return render_template(
        template,
        language=language,
        names=NAMES,
        say=words(language),
        first_steps=first_steps(language),
        reviewed=knowledge is not None and knowledge.bank.reviewed,
        ended=knowledge.line("sunset", language) if knowledge and knowledge.sunset else "",
        run_by=_run_by(runtime, language),
        has_number=bool(runtime.settings.sms_number),
        functions={"rich": rich, "paragraphs": paragraphs, "dangerous": dangerous, "button": button},
        possible=lastresort.possible(language),
        **more,
    )


def _run_by(runtime: Runtime, language: str) -> str:
    settings = runtime.settings
    key = "run_by" if settings.organisation else "run_by_nobody"
    said = words(language)[key].format(organisation=settings.organisation, phone=settings.organisation_phone)
    return said.strip()


def routes(runtime: Runtime) -> Blueprint:
    """Every page that is only read, and the way out."""
    pages = Blueprint("pages", __name__)
    pages.add_url_rule("/", "home", lambda: phone(runtime, hint() or "en"))
    pages.add_url_rule("/od", "od", lambda: _steps_page(runtime, hint() or "en"))
    for name in _read("papers.toml"):
        pages.add_url_rule(f"/{name}", name, lambda name=name: _paper_page(runtime, name, hint() or "en"))
    pages.add_url_rule("/sw.js", "worker", _worker)
    pages.add_url_rule("/manifest.webmanifest", "manifest", _manifest)
    pages.add_url_rule("/contact.vcf", "contact", lambda: handout.contact(runtime.settings, words(hint() or "en")["title"]))
    pages.app_errorhandler(404)(partial(_lost, runtime))
    pages.add_url_rule("/exit", "exit", lambda: _leave(runtime), methods=["GET", "POST"])
    return pages


def _steps_page(runtime: Runtime, language: str) -> str:
    knowledge = runtime.loaded.knowledge
    one_by_one, also = steps(knowledge, ORDER, language), steps(knowledge, ALSO, language)
    codes = list(handout.codes(runtime.settings))
    return _page("od.html", runtime, language, one_by_one=one_by_one, also=also, codes=codes)


def _paper_page(runtime: Runtime, name: str, language: str) -> str:
    return _page("paper.html", runtime, language, name=name, paper=paper(name, language))


def _lost(runtime: Runtime, error: NotFound) -> NotFound | tuple[str, int]:
    """A page for a person with a wrong address; a program gets the bare number."""
    reads = request.method == "GET" and request.accept_mimetypes.best_match(("application/json", "text/html")) == "text/html"
    return (_page("lost.html", runtime, hint() or "en"), 404) if reads else error


def _worker() -> Response:
    # At the root, because a service worker may only look after what lies below it.
    return Response((SITE / "static" / "sw.js").read_text("utf-8"), mimetype="text/javascript")


def _manifest() -> Response:
    language = hint() or "en"
    title = words(language)["title"]
    icon = {"src": "/static/icon.svg", "sizes": "any", "type": "image/svg+xml", "purpose": "any"}
    fields = {"name": title, "short_name": title, "lang": language, "id": "/", "start_url": "/", "scope": "/"}
    look = {"display": "standalone", "background_color": "#ffffff", "theme_color": "#ffffff", "icons": [icon]}
    response = jsonify({**fields, **look})
    response.content_type = "application/manifest+json"
    return response


def _leave(runtime: Runtime) -> AnyResponse:
    """Forget the talk, wipe what the browser holds of us, and lead away (the script leads by itself)."""
    cookie = web.known_cookie(request.cookies.get(web.COOKIE))
    if cookie:
        runtime.memory.forget(runtime.memory.key("web", cookie))
    response = Response(status=204) if request.method == "POST" else redirect(AWAY, 303)
    response.delete_cookie(web.COOKIE, httponly=True, samesite="Strict")
    # Not "cache": browsers take seconds for it, and the pages are never stored anyway.
    response.headers["Clear-Site-Data"] = '"cookies", "storage"'
    return response
