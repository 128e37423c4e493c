"""Carried state and limits in Redis or Valkey, for several processes or machines; used only with STATE_URL.

The key of the hashes lives there alone, never in a file, a setting or a process: it is fetched for each message, replaced
every day, and deleted four hours later, when no talk that began under it can still be alive. Everything ends by itself.
Redis lost is no answer lost: each comes at once, without carried state, and limits are kept by the process alone.
"""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from datetime import timedelta
from typing import Any, TypeVar

from redis import Redis
from redis.backoff import NoBackoff
from redis.exceptions import RedisError, ResponseError
from redis.retry import Retry

from bot.adapters.keyed import keyed
from bot.adapters.memory import MOST_TALKS, RETRY_LIFE, Clock, Memory, Slot
from bot.adapters.packing import pack, unpack
from bot.errors import SettingsError
from bot.state import EMERGENCY_LIFE, ORDINARY_LIFE, State

log = logging.getLogger("safertext.shared_memory")
_PATIENCE_SECONDS = 0.2
_LEAST_PAUSE, _MOST_PAUSE = 0.5, 5.0
# A process that is killed in the middle of an answer holds its talk no longer than this.
_HELD_MS = 3000
_WAIT_SECONDS, _TRY_EVERY = 0.6, 0.01
_DAY = timedelta(days=1)
_LET_GO = "if redis.call('get', KEYS[1]) == ARGV[1] then redis.call('del', KEYS[1]) end"
_WRITES = (
    "STATE_URL: this Redis writes to disk ({how}), and so would keep hashes of who texts: start it with"
    " --save '' --appendonly no (in Valkey the same), and delete its old files"
)
_UNKNOWN = "STATE_URL: this Redis does not say whether it writes to disk (CONFIG GET is refused): use one that allows it"
Given = TypeVar("Given")


class Key(bytes):
    """A keyed hash; `before` is the same under yesterday's key while that one lives."""

    before: bytes | None = None


class WritesToDiskError(RedisError):
    """A Redis that we must not use; its text says why and what to do."""


class SharedMemory(Memory):
    """`Memory` in Redis; where Redis is away, talks begin anew and the rest is this process's own."""

    def __init__(self, clock: Clock, url: str, most: int = MOST_TALKS) -> None:
        """Connects to nothing yet."""
        super().__init__(clock, most)
        self._redis: Any = Redis.from_url(
            url,
            socket_timeout=_PATIENCE_SECONDS,
            socket_connect_timeout=_PATIENCE_SECONDS,
            retry=Retry(NoBackoff(), 0),
        )
        self._pause, self._again_at = _LEAST_PAUSE, 0.0
        self._checked = False
        self.status = "loading"

    def refuse_disk(self) -> None:
        """Raises SettingsError when Redis writes to disk; one that is away is looked at when it comes."""
        try:
            self._check()
        except WritesToDiskError as error:
            raise SettingsError((str(error),)) from None
        except RedisError as error:
            self._lost(error)
        finally:
            self._redis.close()  # the process that serves is forked from this one and connects by itself

    def key(self, *parts: str) -> bytes:
        """The keyed hash under today's key, fetched for this one message."""
        keys = self._ask(self._keys)
        if keys is None:
            return super().key(*parts)
        said = "\x1f".join(parts).encode("utf-8", "surrogatepass")
        found = Key(keyed(keys[0], said))
        found.before = keyed(keys[1], said) if keys[1] else None
        return found

    @contextmanager
    def talk(self, key: bytes) -> Iterator[Slot]:
        """The talk under `key`, held alone across all processes; empty when Redis is away."""
        with self._held(b"talk:" + key):
            slot = Slot(self._ask(lambda redis: self._read(redis, key)))
            before = slot.state
            yield slot
            if slot.state != before:
                self._ask(lambda redis: self._write(redis, key, slot.state))

    def forget(self, key: bytes) -> None:
        """Drop a talk."""
        self._ask(lambda redis: redis.delete(*(b"talk:" + each for each in _both(key))))

    def _alone(self, key: bytes) -> AbstractContextManager[None]:
        return self._held(b"once:" + key)

    def answered(self, key: bytes) -> str | None:
        """What was answered to this very message."""
        found = self._ask(lambda redis: redis.mget([b"said:" + each for each in _both(key)]))
        if found is None:
            return super().answered(key)
        return next((said.decode() for said in found if said is not None), None)

    def remember_answer(self, key: bytes, answer: str) -> None:
        """Keep our answer for the provider's retries."""
        packed = answer.encode("utf-8", "replace")
        if self._ask(lambda redis: redis.set(b"said:" + key, packed, px=RETRY_LIFE)) is None:
            super().remember_answer(key, answer)

    def count(self, key: bytes, life: timedelta, *, renew: bool = False) -> int:
        """How often this was counted by all processes, now included."""

        def work(redis: Any) -> int:
            pipeline = redis.pipeline()
            pipeline.set(b"count:" + key, 0, px=life, nx=True)
            pipeline.incr(b"count:" + key)
            if renew:
                pipeline.pexpire(b"count:" + key, life)
            return int(pipeline.execute()[1])

        found = self._ask(work)
        return super().count(key, life, renew=renew) if found is None else found

    def counted(self, key: bytes) -> int:
        """How often this was counted so far."""
        found = self._ask(lambda redis: int(redis.get(b"count:" + key) or 0))
        return super().counted(key) if found is None else found

    def sweep(self) -> None:
        """What is there ends by itself; here only what was kept while Redis was away, and a look at whether it is."""
        super().sweep()
        self._checked = False  # somebody may have switched writing on
        self._ask(lambda redis: redis.ping())

    # --- in Redis

    def _keys(self, redis: Any) -> tuple[bytes, bytes | None]:
        """Today's key, made by whoever comes first, and yesterday's while it lives."""
        now = self._clock().timestamp()
        day = int(now // _DAY.total_seconds())
        today, yesterday = redis.mget(f"key:{day}", f"key:{day - 1}")
        if today is None:
            life = timedelta(seconds=(day + 1) * _DAY.total_seconds() - now) + EMERGENCY_LIFE
            redis.set(f"key:{day}", secrets.token_bytes(32), nx=True, px=life)
            today = redis.get(f"key:{day}")
        return today or b"", yesterday

    def _read(self, redis: Any, key: bytes) -> State | None:
        found = redis.mget([b"talk:" + each for each in _both(key)])
        return next((state for each in found if (state := unpack(each))), None)

    def _write(self, redis: Any, key: bytes, state: State | None) -> bool:
        pipeline = redis.pipeline()
        pipeline.delete(*(b"talk:" + each for each in _both(key)))
        if state is not None:
            pipeline.set(b"talk:" + key, pack(state), px=EMERGENCY_LIFE if state.in_emergency else ORDINARY_LIFE)
        pipeline.execute()
        return True

    @contextmanager
    def _held(self, name: bytes) -> Iterator[None]:
        """Alone with `name`, or after a short wait not alone: a person's answer is worth more than the order of two."""
        mine, lock = secrets.token_bytes(16), b"lock:" + name
        deadline = time.monotonic() + _WAIT_SECONDS
        while self._ask(lambda redis: bool(redis.set(lock, mine, nx=True, px=_HELD_MS))) is False and time.monotonic() < deadline:
            time.sleep(_TRY_EVERY)
        try:
            yield
        finally:
            self._ask(lambda redis: redis.eval(_LET_GO, 1, lock, mine))

    # --- whether Redis is there

    def _ask(self, work: Callable[[Any], Given]) -> Given | None:
        """What Redis says, or None at once when it is away; after a while it is asked again."""
        if time.monotonic() < self._again_at:
            return None
        if self.status in {"away", "refused"}:
            self._again_at = time.monotonic() + self._pause  # one asks; the others go on
        try:
            if not self._checked:
                self._check()
            said = work(self._redis)
        except (RedisError, OSError) as error:
            self._lost(error)
            return None
        if self.status != "ready":
            self._found()
        return said

    def _check(self) -> None:
        """Raises WritesToDiskError where Redis keeps what it is told, or will not say."""
        try:
            told = self._redis.config_get("save", "appendonly")
        except ResponseError:
            raise WritesToDiskError(_UNKNOWN) from None
        how = [name for name, off in (("save", ""), ("appendonly", "no")) if told.get(name) != off]
        if how:
            raise WritesToDiskError(_WRITES.format(how=" and ".join(how)))
        self._checked = True

    def _lost(self, error: Exception) -> None:
        refused = isinstance(error, WritesToDiskError)
        status = "refused" if refused else "away"
        if self.status != status:
            log.warning(
                "%s", error if refused else f"Redis is away ({type(error).__name__}): answers go on without carried state"
            )
        self._checked = False  # it may come back with other settings
        self.status, self._again_at = status, time.monotonic() + self._pause
        self._pause = min(self._pause * 2, _MOST_PAUSE)

    def _found(self) -> None:
        if self.status != "loading":
            log.warning("Redis is back: carried state is shared again")
        self.status, self._pause, self._again_at = "ready", _LEAST_PAUSE, 0.0


def _both(key: bytes) -> tuple[bytes, ...]:
    """The hash under today's key, and under yesterday's."""
    before = getattr(key, "before", None)
    return (bytes(key), before) if before else (bytes(key),)
