"""Who may post as Twilio: one check for every route of Twilio's, over the address that Twilio called."""

from __future__ import annotations

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import unquote_plus

from flask import Blueprint, Request, Response, request
from twilio.request_validator import RequestValidator, get_signature_algorithm

from bot.adapters.settings import Settings

_FORM = "application/x-www-form-urlencoded"
_SIGNATURE = "X-Twilio-Signature"
_ALGORITHM = "X-Twilio-Webhooks-Signature-Settings"


class _Values(dict[str, list[str]]):
    """A form as the library asks for it first: without this it asks in two ways that fail, for each of twenty parameters."""

    getall = dict.__getitem__


def _values(body: str) -> _Values:
    """The parameters of a form as it was sent; of twenty hardly three are written with a sign that stands for another."""
    form = _Values()
    for pair in filter(None, body.split("&")):
        name, _, value = pair.partition("=")
        if "%" in pair or "+" in pair:
            name, value = unquote_plus(name), unquote_plus(value)
        form.setdefault(name, []).append(value)
    return form


@dataclass(frozen=True, slots=True, repr=False)  # no repr: a traceback must not print secrets
class Signatures:
    """The secrets that Twilio signs with: the account's token, or shared keys by id (then no token is needed here)."""

    base_url: str
    auth_token: str
    shared_keys: Mapping[str, str]

    def signed(self, asked: Request) -> Mapping[str, str] | None:
        """The form of a request that Twilio signed, every parameter of it; None where it did not.

        As Twilio sends it, it is read here: Flask's own reading takes five times as long, a third of what a signature costs.
        """
        body = asked.get_data(as_text=True)  # first of all: a body that is too large is 413, signed or not
        kind = (asked.content_type or "").partition(";")[0].strip().lower()
        form = _values(body) if kind == _FORM else _Values(asked.form.lists())
        return {name: values[0] for name, values in form.items()} if self._hold(asked, form) else None

    def _hold(self, asked: Request, form: _Values) -> bool:
        signature = asked.headers.get(_SIGNATURE)
        settings = asked.headers.get(_ALGORITHM, "")
        secret, algorithm = self._secret(settings)
        if not signature or not secret or not signature.isascii():
            return False
        chosen = {"algorithm": algorithm} if algorithm else {}
        url, validator = self._url(asked), RequestValidator(secret)
        try:
            signed = validator.compute_signature(url, form, **chosen)
            # The address as we know it, once and in constant time; only where that fails the library's other spellings of it.
            return hmac.compare_digest(signed, signature) or bool(validator.validate(url, form, signature, **chosen))
        except (ValueError, TypeError, IndexError):  # an odd URL or form is not a signature that holds
            return False

    def _url(self, asked: Request) -> str:
        """The public address with the query as it was sent: what a proxy says, and what Flask decodes, is not what was signed."""
        query = asked.query_string.decode("latin-1")
        return f"{self.base_url}{asked.path}{'?' + query if query else ''}"

    def _secret(self, settings: str) -> tuple[str, str | None]:
        if not settings:
            return self.auth_token, None
        named = dict(part.strip().partition("=")[::2] for part in settings.split(","))
        return self.shared_keys.get(named.get("key", ""), ""), get_signature_algorithm(settings)


def signatures(settings: Settings) -> Signatures:
    """The signatures of this server."""
    return Signatures(settings.public_base_url, settings.twilio_auth_token, settings.twilio_shared_keys)


def guard(routes: Blueprint, settings: Settings) -> None:
    """Let nobody but Twilio reach `routes`: 403 and no word."""
    known = signatures(settings)

    @routes.before_request
    def refuse() -> Response | None:
        return None if known.signed(request) is not None else Response(status=403)
