"""Why a call would go where it goes, without placing it."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from . import _tandem
from .records import CallRecord, record_from_json
from .simulation import _EPOCH, _MICROSECOND, Span, microseconds


@dataclass(frozen=True, slots=True)
class Answers:
    """Somebody who takes the call when he is rung; whoever is not named lets it ring."""

    who: str
    after: Span = 5
    talk: Span = 30


@dataclass(frozen=True, slots=True)
class DryRun:
    record: CallRecord  #: as the call would leave it
    text: str  #: step by step
    text_russian: str


def explain_call(
    document: Mapping[str, Any] | str,
    caller: str,
    dialled: str,
    *,
    at: datetime | None = None,
    pressed: Iterable[str | tuple[str, Span]] = (),
    answers: Iterable[Answers] = (),
    offline: Iterable[str] = (),
    patience: Span = timedelta(minutes=15),
) -> DryRun:
    """Walks a call through a document, which need not be saved anywhere.

    `pressed`: keys, each a second after the last ones, or with their own pause. `offline`: employees or SIP accounts whose
    phones are not registered. The caller hangs up when his patience is at its end."""
    if at is not None and at.tzinfo is None:
        raise ValueError("at needs a time zone: datetime(..., tzinfo=timezone.utc)")
    keys = [(each, 1.0) if isinstance(each, str) else each for each in pressed]
    record, sentences, text, text_russian = _tandem.explain_call(
        document if isinstance(document, str) else json.dumps(document),
        caller,
        dialled,
        None if at is None else (at - _EPOCH) // _MICROSECOND,
        [(digits, microseconds(after)) for digits, after in keys],
        [(each.who, microseconds(each.after), microseconds(each.talk)) for each in answers],
        list(offline),
        microseconds(patience),
    )
    return DryRun(record_from_json(json.loads(record), *sentences), text, text_russian)
