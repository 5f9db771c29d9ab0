"""A whole account on a virtual clock."""

from __future__ import annotations

import json
import weakref
from collections.abc import Callable, Mapping
from datetime import datetime, timedelta, timezone
from typing import Any

from . import _tandem
from .events import Event, Status, event_from_json
from .records import CallRecord, record_from_json

_EPOCH = datetime(1970, 1, 1, tzinfo=timezone.utc)
_MICROSECOND = timedelta(microseconds=1)

Span = timedelta | float
"""A length of time: a timedelta, or seconds."""


def microseconds(span: Span) -> int:
    if isinstance(span, timedelta):
        return span // _MICROSECOND
    return round(span * 1_000_000)


class Simulation:
    """Phones, callers and sounds are simulated, everything between is the engine itself.

    The same seed gives the same events to the byte. Parties are named by an employee's key (the phone of his first SIP
    account), a SIP account's full name, or a telephone number (somebody outside); "anonymous" hides his number.

    Any thread may use a simulation; while one is inside, others wait. The interpreter runs on meanwhile.
    """

    def __init__(self, *, seed: int = 1, start: datetime | None = None, trace: bool = True) -> None:
        """`start` must have a time zone; without it the clock stands at a Monday morning. `trace` keeps what phones
        ring and hear, for stories."""
        if start is not None and start.tzinfo is None:
            raise ValueError("start needs a time zone: datetime(..., tzinfo=timezone.utc)")
        begin = None if start is None else (start - _EPOCH) // _MICROSECOND
        self._engine = _tandem.Simulation(seed, begin, trace)
        self._handlers: list[Callable[[Event], object]] = []
        self._listening = False

    def save(self, document: Mapping[str, Any] | str) -> None:
        """Loads an account document, or changes the one of the same id; calls in progress keep what they began with."""
        self._engine.save(document if isinstance(document, str) else json.dumps(document))

    @property
    def now(self) -> datetime:
        return _EPOCH + timedelta(microseconds=self._engine.now())

    def run_for(self, span: Span) -> None:
        """Carries the clock on, doing all that happens on the way."""
        self._engine.run_for(microseconds(span))

    def run_until_idle(self, limit: Span = timedelta(days=1)) -> timedelta:
        """Until nothing more is going to happen, at most for `limit`. Returns the time that passed."""
        return timedelta(microseconds=self._engine.run_until_idle(microseconds(limit)))

    def call(self, who: str, dialled: str) -> None:
        self._engine.call(who, dialled)

    def press(self, who: str, digits: str) -> None:
        self._engine.press(who, digits)

    def answer(self, who: str) -> None:
        self._engine.answer(who)

    def reject(self, who: str, status: int = 486) -> None:
        self._engine.reject(who, status)

    def hang_up(self, who: str) -> None:
        self._engine.hang_up(who)

    def set_registered(self, who: str, registered: bool) -> None:
        self._engine.set_registered(who, registered)

    def set_status(self, employee: str, status: Status | str) -> None:
        self._engine.set_status(employee, status)

    def answer_always(self, who: str, *, after: Span, talk: Span) -> None:
        """From now on `who` answers `after` it began to ring and hangs up after talking for `talk`."""
        self._engine.answer_always(who, microseconds(after), microseconds(talk))

    def set_sound_length(self, sound: str, length: Span) -> None:
        """How long a sound lasts: a prompt's key, or a reference such as "standard:welcome"."""
        self._engine.set_sound_length(sound, microseconds(length))

    @property
    def records(self) -> list[CallRecord]:
        """Of all calls, those in progress too, oldest first."""
        return [record_from_json(json.loads(text), *sentences) for text, sentences in self._engine.records()]

    @property
    def events(self) -> list[Event]:
        """Of all the time."""
        return self.events_from(0)

    def events_from(self, first: int) -> list[Event]:
        """Without the `first` ones."""
        return [event_from_json(json.loads(text)) for text in self._engine.events(first)]

    def on_event(self, handler: Callable[[Event], object]) -> Callable[[], None]:
        """Tells `handler` events as they happen, on the thread that runs the clock; returns what takes it away again.

        A handler may look at the simulation but not act in it: that raises RuntimeError. What a handler raises comes
        out of the method that ran the clock, once the engine has come to rest.
        """
        self._handlers.append(handler)
        if not self._listening:
            # The engine knows this object weakly: nothing of its is ever called when it has gone.
            self._listening = True
            relay = weakref.WeakMethod(self._tell)
            self._engine.on_event(lambda text: tell(text) if (tell := relay()) else None)

        def remove() -> None:
            if handler in self._handlers:
                self._handlers.remove(handler)

        return remove

    def _tell(self, text: str) -> None:
        if not self._handlers:
            return
        event = event_from_json(json.loads(text))
        for handler in tuple(self._handlers):
            handler(event)

    @property
    def leftovers(self) -> tuple[int, int]:
        """Live calls and timers; none when everything has ended."""
        return self._engine.leftovers()
