"""Twilio's REST API on loopback for the tests, held to the specification that Twilio publishes.

Every request is judged by it: path, parameters, their types. So is every answer before it is sent, so that the stand-in
cannot teach us a Twilio of its own. What broke the specification is in `broken`; a fixture asserts that nothing did.
"""

from __future__ import annotations

import json
import re
from base64 import b64decode
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from email.utils import format_datetime
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlencode, urlsplit

from actors import LINE, PERSON
from jsonschema import Draft4Validator
from loopback import served

SPEC = json.loads((Path(__file__).parent / "data" / "twilio_openapi_subset.json").read_text(encoding="utf-8"))
ACCOUNT, KEY, SECRET = "AC" + "a" * 32, "SK" + "b" * 32, "secret-of-the-tests-api-key"
# What an operator writes into `.env.purge`.
KEY_FILE = f"TWILIO_ACCOUNT_SID={ACCOUNT}\nTWILIO_API_KEY={KEY}\nTWILIO_API_SECRET={SECRET}\n"
WORDS = "pssst my name is Quillfeather"
_WHOLE = {"integer": r"-?\d+", "boolean": "true|false", "string": ".*"}


def schema(node: object) -> object:
    """A schema of OpenAPI 3.0 as JSON Schema: references filled in, `nullable` spelled out."""
    if isinstance(node, list):
        return [schema(each) for each in node]
    if not isinstance(node, dict):
        return node
    if "$ref" in node:
        return schema(SPEC["components"]["schemas"][node["$ref"].rpartition("/")[2]])
    made = {key: schema(value) for key, value in node.items() if key not in {"format", "nullable"}}
    return {"anyOf": [made, {"type": "null"}]} if node.get("nullable") else made


def sid(kind: str, number: int) -> str:
    """`SM` and 32 digits."""
    return f"{kind}{number:032x}"


@dataclass
class TwilioApi:
    """What the account holds, and how it behaves."""

    address: str = ""
    page: int = 1000
    messages: dict[str, dict[str, object]] = field(default_factory=dict)
    media: dict[str, list[str]] = field(default_factory=dict)
    calls: dict[str, dict[str, object]] = field(default_factory=dict)
    numbers: list[dict[str, object]] = field(default_factory=list)
    services: list[dict[str, object]] = field(default_factory=list)
    members: dict[str, list[str]] = field(default_factory=dict)
    balance: str = "25.00"
    not_final: set[str] = field(default_factory=set)
    # What the next requests get instead of an answer: status and headers.
    faults: list[tuple[int, dict[str, str]]] = field(default_factory=list)
    asked: list[tuple[str, str]] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)

    def message(self, number: int, made: datetime, *, media: int = 0) -> str:
        """A message that a person sent, with so many pictures."""
        own = sid("MM" if media else "SM", number)
        when = format_datetime(made)
        self.media[own] = [sid("ME", number * 100 + each) for each in range(media)]
        self.messages[own] = {
            "sid": own, "account_sid": ACCOUNT, "date_created": when, "date_sent": when, "date_updated": when,
            "status": "received", "direction": "inbound", "from": PERSON, "to": LINE, "body": WORDS, "num_media": str(media),
            "price": None, "error_code": None, "api_version": "2010-04-01",
        }  # fmt: skip
        return own

    def call(self, number: int, made: datetime) -> str:
        """A call that a person made."""
        own = sid("CA", number)
        self.calls[own] = {"sid": own, "account_sid": ACCOUNT, "date_created": format_datetime(made), "from": PERSON, "to": LINE,
                           "status": "completed", "direction": "inbound", "start_time": None}  # fmt: skip
        return own

    def deleted(self) -> list[str]:
        """The ids whose deletion was asked for, in order."""
        return [path.rpartition("/")[2].removesuffix(".json") for method, path in self.asked if method == "DELETE"]

    # --- the operations, by their names in the specification

    def answer(self, operation: str, path: Mapping[str, str], query: Mapping[str, str]) -> tuple[int, object]:
        """Status and JSON (None: no body)."""
        if operation.startswith("Delete"):
            return self._delete(operation.removeprefix("Delete"), path)
        if operation == "FetchBalance":
            return 200, {"account_sid": ACCOUNT, "balance": self.balance, "currency": "USD"}
        name, rows = self._rows(operation, path)
        return 200, self._page(name, rows, query)

    def _rows(self, operation: str, path: Mapping[str, str]) -> tuple[str, Sequence[Mapping[str, object]]]:
        return {
            "ListMessage": lambda: ("messages", [*self.messages.values()]),
            "ListCall": lambda: ("calls", [*self.calls.values()]),
            "ListMedia": lambda: ("media_list", [{"sid": each} for each in self.media.get(path["MessageSid"], [])]),
            "ListIncomingPhoneNumber": lambda: ("incoming_phone_numbers", self.numbers),
            "ListService": lambda: ("services", self.services),
            "ListPhoneNumber": lambda: ("phone_numbers", [{"sid": each} for each in self.members.get(path["ServiceSid"], [])]),
        }[operation]()

    def _page(self, name: str, rows: Sequence[Mapping[str, object]], query: Mapping[str, str]) -> dict[str, object]:
        """A page; its token is the last id of the one before, and is worth nothing once that is deleted."""
        size = min(self.page, int(query.get("PageSize", "50")))
        ids = [row["sid"] for row in rows]
        start = ids.index(query["PageToken"][2:]) + 1 if "PageToken" in query else 0
        shown = list(rows[start : start + size])
        more = start + size < len(rows)
        at = urlsplit(self.asked[-1][1]).path
        following = (
            f"{at}?{urlencode({'PageSize': size, 'Page': '1', 'PageToken': f'PA{ids[start + size - 1]}'})}" if more else None
        )
        if name in {"services", "phone_numbers"}:
            meta = {"key": name, "page_size": size, "next_page_url": following and f"https://messaging.twilio.com{following}"}
            return {name: shown, "meta": meta}
        return {name: shown, "page_size": size, "start": start, "next_page_uri": following, "uri": at}

    def _delete(self, kind: str, path: Mapping[str, str]) -> tuple[int, object]:
        own = path["Sid"]
        if own in self.not_final:
            return 409, {"code": 20009, "message": f"Cannot delete {PERSON} before it is complete", "status": 409}
        if kind == "Media":
            held: object = self.media.get(path["MessageSid"], [])
            found = own in held
            if found:
                self.media[path["MessageSid"]].remove(own)
        else:
            found = bool({"Message": self.messages, "Call": self.calls}[kind].pop(own, None))
        return (204, None) if found else (404, {"code": 20404, "message": f"{PERSON} was not found", "status": 404})


def operation_of(method: str, address: str) -> tuple[str, dict[str, str], dict[str, str], dict[str, object]] | str:
    """The operation, its path and query parameters and its responses; or in what way no operation is meant."""
    parts = urlsplit(address)
    for template, item in SPEC["paths"].items():
        pattern = re.sub(r"\\\{(\w+)\\\}", r"(?P<\1>[^/]+)", re.escape(template))
        found = re.fullmatch(pattern, unquote(parts.path))
        if found and method.lower() in item:
            wanted = item[method.lower()]
            query = dict(parse_qsl(parts.query, keep_blank_values=True))
            wrong = [*unfit(wanted.get("parameters", []), found.groupdict(), query)]
            return wrong[0] if wrong else (wanted["operationId"], found.groupdict(), query, wanted["responses"])
    return f"there is no {method} {parts.path}"


def unfit(parameters: Sequence[Mapping[str, object]], path: Mapping[str, str], query: Mapping[str, str]) -> Iterator[str]:
    """What is wrong with the parameters of a request."""
    known = {each["name"]: each for each in parameters}
    yield from (f"{name} is no parameter" for name in query.keys() - known.keys())
    for name, each in known.items():
        value = (path if each["in"] == "path" else query).get(name)
        shape = schema(each["schema"])
        if value is None:
            if each.get("required"):
                yield f"{name} is missing"
        elif not re.fullmatch(_WHOLE[shape.get("type", "string")], value) or not re.search(shape.get("pattern", ""), value):
            yield f"{name} may not be {value!r}"


def judged(api: TwilioApi, method: str, address: str, authorization: str) -> tuple[int, dict[str, str], object]:
    """Status, headers and JSON for one request; what the specification does not allow is kept in `broken`."""
    meant = operation_of(method, address)
    if isinstance(meant, str):
        api.broken.append(meant)
        return 400, {}, {"code": 20001, "message": meant}
    if b64decode(authorization.partition(" ")[2]).decode() != f"{KEY}:{SECRET}":
        return 401, {}, {"code": 20003, "message": "Authenticate"}
    if api.faults:
        return (*api.faults.pop(0), {"code": 20429, "message": f"Too many requests from {PERSON}"})
    operation, path, query, responses = meant
    status, body = api.answer(operation, path, query)
    if str(status) in responses and body is not None:
        shape = schema(responses[str(status)]["content"]["application/json"]["schema"])
        api.broken += [f"{operation}: {each.message}" for each in Draft4Validator(shape).iter_errors(body)]
    return status, {}, body


def handler_of(api: TwilioApi) -> type[BaseHTTPRequestHandler]:
    """A server for `api`."""

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_GET(self) -> None:
            self._answer("GET")

        def do_DELETE(self) -> None:
            self._answer("DELETE")

        def _answer(self, method: str) -> None:
            api.asked.append((method, self.path))
            status, headers, body = judged(api, method, self.path, self.headers.get("Authorization", "Basic "))
            said = b"" if body is None else json.dumps(body).encode()
            self.send_response(status)
            for name, value in ({"Content-Type": "application/json"} | headers).items():
                self.send_header(name, value)
            if status != 204:
                self.send_header("Content-Length", str(len(said)))
            self.end_headers()
            self.wfile.write(said)

        def log_message(self, *_: object) -> None:
            pass

    return Handler


@contextmanager
def twilio_on_loopback() -> Iterator[TwilioApi]:
    """The API, up; what broke the specification fails the test that asked."""
    api = TwilioApi()
    with served(handler_of(api)) as api.address:
        yield api
    assert api.broken == [], api.broken
