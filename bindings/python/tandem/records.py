"""Call records: what happened to one call, and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any


class Direction(StrEnum):
    INCOMING = "incoming"
    OUTGOING = "outgoing"
    INTERNAL = "internal"


class CallResult(StrEnum):
    """How the call ended for the company."""

    OPEN = "open"
    ANSWERED = "answered"
    MISSED = "missed"
    MENU = "menu"
    INPUT_ERROR = "input_error"
    VOICEMAIL = "voicemail"
    EXTERNAL = "external"
    REFUSED = "refused"
    INTERRUPTED = "interrupted"
    FAILED = "failed"
    FAX = "fax"
    BLACKLISTED = "blacklisted"


class EndedBy(StrEnum):
    NOBODY = "nobody"
    CALLER = "caller"
    CALLEE = "callee"
    ENGINE = "engine"


class PartKind(StrEnum):
    SCHEME = "scheme"
    MENU = "menu"
    GROUP = "group"
    ATTEMPT = "attempt"
    TALK = "talk"
    EXTERNAL = "external"
    VOICEMAIL = "voicemail"
    FAX = "fax"
    SECRETARY = "secretary"


class PartResult(StrEnum):
    OPEN = "open"
    DONE = "done"
    ANSWERED = "answered"
    NO_ANSWER = "no_answer"
    BUSY = "busy"
    REJECTED = "rejected"
    UNAVAILABLE = "unavailable"
    ANSWERED_ELSEWHERE = "answered_elsewhere"
    CANCELLED = "cancelled"
    CALLER_HANGUP = "caller_hangup"
    CALLEE_HANGUP = "callee_hangup"
    MAX_WAIT = "max_wait"
    MAX_LENGTH = "max_length"
    NO_OPERATOR = "no_operator"
    FAILED = "failed"
    TRANSFERRED = "transferred"
    PICKED_UP = "picked_up"
    CALLBACK_ORDERED = "callback_ordered"


@dataclass(frozen=True, slots=True)
class Party:
    number: str = ""
    display: str = ""


@dataclass(frozen=True, slots=True)
class CallPart:
    """One part of a call: a stay in a scheme or group, an attempt to reach somebody, a talk, a message."""

    kind: PartKind
    result: PartResult
    at: datetime
    until: datetime
    subject: str = ""  #: key of the object
    name: str = ""  #: its name at that time
    via: str = ""  #: attempts and talks: the device
    group: str = ""  #: attempts and talks of a group call: the group's key
    detail: str = ""

    @property
    def length(self) -> timedelta:
        return self.until - self.at


@dataclass(frozen=True, slots=True)
class LeftOut:
    who: str
    why: str  #: a sentence
    reason: str = "free_text"
    arguments: tuple[str, ...] = ()
    why_russian: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class Decision:
    """A rule that was applied, what came out of it, and who was left out and why."""

    at: datetime
    rule: str = ""
    text: str = ""  #: a sentence
    left_out: tuple[LeftOut, ...] = ()
    reason: str = "free_text"  #: what the sentence says, by name, and with which arguments
    arguments: tuple[str, ...] = ()
    text_russian: str = field(default="", compare=False)


@dataclass(frozen=True, slots=True)
class CallRecord:
    id: str
    account: str
    direction: Direction
    result: CallResult
    ended_by: EndedBy
    end_cause: str
    started: datetime
    answered: datetime | None
    ended: datetime | None
    caller: Party
    caller_employee: str
    dialled: str
    line: str
    trunk: str
    trunk_name: str
    from_account: bool
    answered_by: str
    parts: tuple[CallPart, ...]
    decisions: tuple[Decision, ...]
    explain: str = field(default="", repr=False, compare=False)  #: the decisions as a person reads them
    explain_russian: str = field(default="", repr=False, compare=False)

    @property
    def closed(self) -> bool:
        return self.ended is not None

    def parts_of(self, kind: PartKind) -> tuple[CallPart, ...]:
        return tuple(part for part in self.parts if part.kind is kind)


def time(text: str) -> datetime:
    """An instant of the engine's JSON."""
    return datetime.fromisoformat(text)


def _part(json: Mapping[str, Any]) -> CallPart:
    return CallPart(
        kind=PartKind(json["kind"]),
        result=PartResult(json["result"]),
        at=time(json["at"]),
        until=time(json["until"]),
        **{name: json[name] for name in ("subject", "name", "via", "group", "detail") if name in json},
    )


def _left_out(json: Mapping[str, Any], english: Iterator[str], russian: Iterator[str]) -> LeftOut:
    return LeftOut(
        who=json.get("who", ""),
        why=next(english, json.get("why", "")),
        reason=json.get("reason", "free_text"),
        arguments=tuple(json.get("arguments", ())),
        why_russian=next(russian, ""),
    )


def _decision(json: Mapping[str, Any], english: Iterator[str], russian: Iterator[str]) -> Decision:
    return Decision(
        at=time(json["at"]),
        rule=json.get("rule", ""),
        text=next(english, json.get("text", "")),
        reason=json.get("reason", "free_text"),
        arguments=tuple(json.get("arguments", ())),
        text_russian=next(russian, ""),
        left_out=tuple(_left_out(left, english, russian) for left in json.get("left_out", ())),
    )


def record_from_json(
    json: Mapping[str, Any], english: Sequence[str] = (), russian: Sequence[str] = ()
) -> CallRecord:
    """A record from the engine's JSON, which leaves out what is empty, and its sentences in both languages: all of
    them in one, then each for itself."""
    said, said_in_russian = iter(english), iter(russian)
    explain, explain_russian = next(said, ""), next(said_in_russian, "")
    return CallRecord(
        id=json["id"],
        account=json.get("account", ""),
        direction=Direction(json["direction"]),
        result=CallResult(json["result"]),
        ended_by=EndedBy(json.get("ended_by", "nobody")),
        end_cause=json.get("end_cause", ""),
        started=time(json["started"]),
        answered=time(json["answered"]) if "answered" in json else None,
        ended=time(json["ended"]) if "ended" in json else None,
        caller=Party(**json.get("caller", {})),
        caller_employee=json.get("caller_employee", ""),
        dialled=json.get("dialled", ""),
        line=json.get("line", ""),
        trunk=json.get("trunk", ""),
        trunk_name=json.get("trunk_name", ""),
        from_account=json.get("from_account", False),
        answered_by=json.get("answered_by", ""),
        parts=tuple(map(_part, json.get("parts", ()))),
        decisions=tuple(_decision(each, said, said_in_russian) for each in json.get("decisions", ())),
        explain=explain,
        explain_russian=explain_russian,
    )
