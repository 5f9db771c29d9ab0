"""What happens in an account, in order: one class for each kind of event.

    match event:
        case CallAnswered(employee="anna"):
            ...
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any, ClassVar

from .records import CallResult, Direction, EndedBy, PartResult, Party, time


class Status(StrEnum):
    """What an employee has said about himself."""

    ONLINE = "online"
    BREAK = "break"
    OUTBOUND = "outbound"
    ALL_CALLS = "all_calls"
    DND = "dnd"
    OFFLINE = "offline"


@dataclass(frozen=True, kw_only=True)
class Event:
    name: ClassVar[str] = ""  #: of the kind, as in JSON
    account: str  #: empty: of the engine
    sequence: int  #: per account, from 1, without gaps
    at: datetime


@dataclass(frozen=True, kw_only=True)
class CallArrived(Event):
    name = "call_arrived"
    call: str
    direction: Direction
    from_: Party
    dialled: str
    line: str
    comment: str
    employee: str  #: who calls, where it is an employee
    position: str
    department: str


@dataclass(frozen=True, kw_only=True)
class DigitPressed(Event):
    """The caller pressed a key in a menu."""

    name = "digit_pressed"
    call: str
    digit: str


@dataclass(frozen=True, kw_only=True)
class MenuEntered(Event):
    name = "menu_entered"
    call: str
    scheme: str
    digits: str


@dataclass(frozen=True, kw_only=True)
class GroupEntered(Event):
    name = "group_entered"
    call: str
    group: str


@dataclass(frozen=True, kw_only=True)
class CallQueued(Event):
    """The caller is held: nobody could take the call at once."""

    name = "call_queued"
    call: str
    group: str
    waiting: int


@dataclass(frozen=True, kw_only=True)
class GroupLeft(Event):
    name = "group_left"
    call: str
    group: str
    exit: PartResult


@dataclass(frozen=True, kw_only=True)
class EmployeeRinging(Event):
    name = "employee_ringing"
    call: str
    employee: str
    device: str
    group: str


@dataclass(frozen=True, kw_only=True)
class EmployeeMissed(Event):
    """An employee's device stopped ringing without taking the call."""

    name = "employee_missed"
    call: str
    employee: str
    device: str
    result: PartResult


@dataclass(frozen=True, kw_only=True)
class CallAnswered(Event):
    name = "call_answered"
    call: str
    employee: str
    number: str
    group: str


@dataclass(frozen=True, kw_only=True)
class VoicemailLeft(Event):
    name = "voicemail_left"
    call: str
    employee: str
    blob: str
    length: timedelta
    recipients: tuple[str, ...]
    mail: str  #: "attach", "notify_only", "attach_and_delete" or "none"
    transcript: bool  #: the mail is to carry the words as well


@dataclass(frozen=True, kw_only=True)
class CallEnded(Event):
    name = "call_ended"
    call: str
    result: CallResult
    ended_by: EndedBy
    cause: str


@dataclass(frozen=True, kw_only=True)
class StatusChanged(Event):
    name = "status_changed"
    employee: str
    before: str  # of a base status, or of the account's own
    now: str
    base_before: Status
    base: Status
    cause: str


@dataclass(frozen=True, kw_only=True)
class DeviceRegistered(Event):
    name = "device_registered"
    aor: str
    registered: bool
    contact: str


@dataclass(frozen=True, kw_only=True)
class LineRegistrationChanged(Event):
    name = "line_registration_changed"
    line: str
    registered: bool
    status: int


@dataclass(frozen=True, kw_only=True)
class SmsSent(Event):
    name = "sms_sent"
    employee: str
    to: str
    parts: int


@dataclass(frozen=True, kw_only=True)
class SecretaryFired(Event):
    name = "secretary_fired"
    call: str
    employee: str
    rule: int  #: its position in the card, from 1
    action: str
    sms: str  #: who was sent an SMS; empty: nobody


@dataclass(frozen=True, kw_only=True)
class EncryptionWithdrawn(Event):
    """The host took away a service of encryption."""

    name = "encryption_withdrawn"
    srtp: bool
    tls: bool


@dataclass(frozen=True, kw_only=True)
class TrunkStateChanged(Event):
    name = "trunk_state_changed"
    trunk: str
    state: str
    cause: str


@dataclass(frozen=True, kw_only=True)
class ChangedObject:
    kind: str  #: "employee", "group", ...; "account" for its settings
    key: str
    change: str  #: "made", "changed" or "removed"


@dataclass(frozen=True, kw_only=True)
class ConfigurationChanged(Event):
    name = "configuration_changed"
    version: int
    objects: tuple[ChangedObject, ...]  #: what differs; at most 100
    total: int


@dataclass(frozen=True, kw_only=True)
class StorageTrouble(Event):
    """The store refuses to write; records are kept in memory and tried again."""

    name = "storage_trouble"
    message: str
    waiting: int


@dataclass(frozen=True, kw_only=True)
class FaxReceived(Event):
    name = "fax_received"
    call: str
    blob: str
    pages: int
    recipients: tuple[str, ...]
    mail: str  #: "attach", "notify_only", "attach_and_delete" or "none"


@dataclass(frozen=True, kw_only=True)
class CallbackWanted(Event):
    """A client whose call was missed in a scheme should be called back."""

    name = "callback_wanted"
    call: str
    client: str
    scheme: str
    group: str
    line: str


@dataclass(frozen=True, kw_only=True)
class SmsReplySent(Event):
    name = "sms_reply_sent"
    call: str
    client: str
    parts: int


@dataclass(frozen=True, kw_only=True)
class SmsDelivery(Event):
    name = "sms_delivery"
    call: str
    client: str
    status: str


@dataclass(frozen=True, kw_only=True)
class SessionEnded(Event):
    name = "session_ended"
    employee: str
    login: str
    cause: str


@dataclass(frozen=True, kw_only=True)
class MailWanted(Event):
    name = "mail_wanted"
    reason: str
    employee: str
    full_name: str
    extension: str
    email: str
    call: str  #: that was missed
    subject: str  #: of an auto-secretary, else empty
    text: str


@dataclass(frozen=True, kw_only=True)
class ContactChanged(Event):
    name = "contact_changed"
    contact: str
    full_name: str
    removed: bool


@dataclass(frozen=True, kw_only=True)
class CallTransferred(Event):
    name = "call_transferred"
    call: str
    by: str  #: employee
    to: str  #: the number as he gave it


@dataclass(frozen=True, kw_only=True)
class CallPickedUp(Event):
    name = "call_picked_up"
    call: str
    next: str
    by: str  #: employee
    from_employee: str  #: at whose phone it rang; empty: it waited in a group


@dataclass(frozen=True, kw_only=True)
class LineStateChanged(Event):
    name = "line_state_changed"
    employee: str
    state: str  #: "idle", "ringing" or "busy"


@dataclass(frozen=True, kw_only=True)
class CallbackClosed(Event):
    name = "callback_closed"
    client: str
    how: str  #: "done", "exhausted", "cancelled", "expired" or "failed"
    attempts: int


KINDS: Mapping[str, type[Event]] = {kind.name: kind for kind in Event.__subclasses__()}

# A field's name in JSON where Python's is another, and what makes Python's value of JSON's.
_JSON_NAMES: Mapping[str, str] = {"from_": "from", "length": "length_ms", "from_employee": "from"}
_VALUES: Mapping[str, Callable[[Any], Any]] = {
    "at": time,
    "from_": lambda party: Party(**party),
    "direction": Direction,
    "exit": PartResult,
    "ended_by": EndedBy,
    "base_before": Status,
    "base": Status,
    "length": lambda ms: timedelta(milliseconds=ms),
    "recipients": tuple,
    "objects": lambda objects: tuple(ChangedObject(**each) for each in objects),
}
_RESULTS: Mapping[str, Callable[[Any], Any]] = {"call_ended": CallResult, "employee_missed": PartResult}


def event_from_json(json: Mapping[str, Any]) -> Event:
    kind = KINDS[json["event"]]
    values = {}
    for each in fields(kind):
        value = json[_JSON_NAMES.get(each.name, each.name)]
        convert = _RESULTS[kind.name] if each.name == "result" else _VALUES.get(each.name)
        values[each.name] = convert(value) if convert else value
    return kind(**values)
