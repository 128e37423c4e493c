"""Twilio's REST API for `safertext purge` and `safertext doctor`; the server never imports it, and holds no key to it.

An answer of Twilio's lists numbers and texts beside what we need. An allow-list drops them while the answer is read: no
value in this program ever holds one. What Twilio says of an error may name a number, so only its code is kept.
"""

from __future__ import annotations

import http.client
import json
import ssl
import time
from base64 import b64encode
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from dotenv import dotenv_values

from bot.adapters.fetch import connection
from bot.adapters.settings import FIELDS, PROJECT, Settings, from_environment
from bot.errors import SaferTextError, SettingsError

API, MESSAGING = "https://api.twilio.com", "https://messaging.twilio.com"
KEY_FILE = ".env.purge"
_NAMES = ("TWILIO_ACCOUNT_SID", "TWILIO_API_KEY", "TWILIO_API_SECRET")
_LOOPBACK = {"127.0.0.1", "localhost"}
_SECONDS = 20
_PAUSES = (1.0, 2.0, 4.0, 8.0, 16.0)
_LONGEST_PAUSE = 60.0
_PAGE = 1000  # the most that Twilio gives at once
_AGAIN = frozenset({429, 500, 502, 503, 504})
# Of an answer nothing else is kept. A message's and a call's numbers stand under "from" and "to", its words under "body".
_KEPT = frozenset(
    "balance calls code currency date_created incoming_phone_numbers media_list messages meta next_page_uri next_page_url "
    "num_media phone_number phone_numbers services sid sms_application_sid sms_fallback_url sms_method sms_url status "
    "us_app_to_person_registered use_inbound_webhook_on_number inbound_request_url voice_application_sid "
    "voice_fallback_url voice_method voice_url".split()
)
_WHY = {
    401: "Twilio does not know this key: look at TWILIO_ACCOUNT_SID, TWILIO_API_KEY and TWILIO_API_SECRET",
    403: "Twilio does not allow this key to do it: make a Standard API key",
    404: "Twilio knows nothing there: is TWILIO_ACCOUNT_SID the right account?",
    429: "Twilio asks for a pause after many requests: the next run goes on",
}


class TwilioError(SaferTextError):
    """Twilio refused or could not be reached. `status` is 0 for the latter; `code` is Twilio's own, 0 where it gave none."""

    def __init__(self, what: str, status: int = 0, code: int = 0) -> None:
        """`what` is a sentence of ours."""
        super().__init__(what)
        self.status, self.code = status, code


@dataclass(frozen=True, slots=True, repr=False)  # no repr: a traceback must not print secrets
class Keys:
    """Which account, and the API key that may read and delete there."""

    account: str
    key: str
    secret: str

    @property
    def complete(self) -> bool:
        """Whether all three are there."""
        return all((self.account, self.key, self.secret))


def keys_of(settings: Settings, folder: Path = PROJECT) -> Keys:
    """The keys of the environment, or of `.env.purge`. Raises SettingsError with every fault; they may be incomplete."""
    try:
        file = dotenv_values(folder / KEY_FILE)
    except OSError as error:
        raise SettingsError((f"{KEY_FILE} cannot be read ({type(error).__name__}): who may read it?",)) from None
    found = from_environment({name: getattr(settings, FIELDS[name][0]) or file.get(name) or "" for name in _NAMES})
    return Keys(found.twilio_account_sid, found.twilio_api_key, found.twilio_api_secret)


class Twilio:
    """Twilio's API, one polite request after the other."""

    def __init__(self, keys: Keys, base_url: str = "", sleep: Callable[[float], None] = time.sleep) -> None:
        """`base_url` is another server than Twilio's, on this machine, for tests. Raises SettingsError for any other."""
        if base_url and urlsplit(base_url).hostname not in _LOOPBACK:
            raise SettingsError(("the key is sent to Twilio and to nobody else",))
        self.account = f"/2010-04-01/Accounts/{keys.account}"
        self.date = ""  # the header of the last answer: what time it is there
        self._base, self._sleep = base_url, sleep
        self._headers = {
            "Authorization": "Basic " + b64encode(f"{keys.key}:{keys.secret}".encode()).decode(),
            "Accept": "application/json",
        }
        self._lines: dict[str, http.client.HTTPConnection] = {}

    def get(self, path: str, host: str = API) -> Mapping[str, Any]:
        """What is at `path`, as far as we keep it. Raises TwilioError."""
        status, answer = self._asked(host, "GET", path)
        if status != 200:
            raise _refused(status, answer)
        return answer

    def delete(self, path: str) -> None:
        """Delete what is at `path`; it may be gone already. Raises TwilioError."""
        status, answer = self._asked(API, "DELETE", path)
        if status not in {204, 404}:
            raise _refused(status, answer)

    def pages(self, path: str, name: str, host: str = API) -> Iterator[Mapping[str, Any]]:
        """Every row under `name`, page by page. Raises TwilioError."""
        place: Mapping[str, str] | None = {}
        seen: list[Mapping[str, str]] = []
        while place is not None and place not in seen:  # a page that leads back to itself must not turn for ever
            seen.append(place)
            page = self.get(f"{path}?{urlencode({'PageSize': _PAGE, **place})}", host)
            yield from page.get(name) or ()
            place = _further(page.get("next_page_uri") or (page.get("meta") or {}).get("next_page_url"))

    def close(self) -> None:
        """Hang up."""
        for line in self._lines.values():
            line.close()
        self._lines.clear()

    def _asked(self, host: str, method: str, path: str) -> tuple[int, Mapping[str, Any]]:
        """Status and answer; a busy or silent server is asked again, with longer and longer pauses."""
        for pause in (*_PAUSES, None):
            try:
                status, answer, after = self._once(self._base or host, method, path)
            except (OSError, http.client.HTTPException) as error:
                self.close()
                if pause is None or isinstance(error, ssl.SSLCertVerificationError):
                    raise TwilioError(f"Twilio cannot be reached ({type(error).__name__}): is this machine online?") from None
                status, answer, after = 503, {}, None
            if status not in _AGAIN or pause is None:
                break
            self._sleep(min(after if after is not None else pause, _LONGEST_PAUSE))
        return status, answer

    def _once(self, host: str, method: str, path: str) -> tuple[int, Mapping[str, Any], float | None]:
        """Status, answer, and after how many seconds to ask again, where that is said."""
        line = self._lines.get(host) or self._lines.setdefault(host, connection(host, _SECONDS))
        line.request(method, path, headers=self._headers)
        response = line.getresponse()
        body = response.read()
        self.date = response.getheader("Date") or self.date
        after = response.getheader("Retry-After") or ""
        return response.status, read(body), float(after) if after.isdecimal() else None


def read(body: bytes) -> Mapping[str, Any]:
    """An answer of Twilio's without anything about a person; empty where it is no JSON."""
    try:
        answer = json.loads(body, object_pairs_hook=lambda pairs: {key: value for key, value in pairs if key in _KEPT})
    except ValueError:
        return {}
    return answer if isinstance(answer, dict) else {}


def _further(address: object) -> Mapping[str, str] | None:
    """Where the next page begins; None after the last. Of its address no more is taken: the key goes where we send it."""
    if not address:
        return None
    query = dict(parse_qsl(urlsplit(str(address)).query))
    return {key: query[key] for key in ("Page", "PageToken") if key in query}


def _refused(status: int, answer: Mapping[str, Any]) -> TwilioError:
    code = answer.get("code")
    number = code if isinstance(code, int) else 0
    what = _WHY.get(status, f"Twilio answers {status}{f' (its error {number})' if number else ''}: look at its status page")
    return TwilioError(what, status, number)
