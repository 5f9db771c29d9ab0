"""Tandem's simulation: a telephony engine with its accounts, phones and callers on a virtual clock.

    import tandem

    simulation = tandem.Simulation(seed=7)
    simulation.save(document)
    simulation.answer_always("anna", after=2, talk=30)
    simulation.call("79161234567", "74950000001")
    simulation.run_until_idle()
    print(simulation.records[0].explain)
"""

from .aio import AsyncSimulation
from .documents import Problem, StoryResult, check_account, play_stories
from .errors import (
    ConflictError,
    DanglingError,
    DuplicateError,
    ExhaustedError,
    ForbiddenError,
    GoneError,
    InternalError,
    InUseError,
    InvalidArgumentError,
    MissingFieldError,
    NetworkError,
    NotFoundError,
    ProtocolError,
    StorageError,
    TandemError,
    UnknownFieldError,
    UnsupportedError,
    WrongTypeError,
)
from .events import (
    CallAnswered,
    CallArrived,
    CallEnded,
    CallQueued,
    ConfigurationChanged,
    DeviceRegistered,
    DigitPressed,
    EmployeeMissed,
    EmployeeRinging,
    Event,
    GroupEntered,
    GroupLeft,
    MenuEntered,
    Status,
    StatusChanged,
    StorageTrouble,
    VoicemailLeft,
)
from .records import (
    CallPart,
    CallRecord,
    CallResult,
    Decision,
    Direction,
    EndedBy,
    LeftOut,
    PartKind,
    PartResult,
    Party,
)
from .simulation import Simulation

__all__ = [
    "AsyncSimulation",
    "CallAnswered",
    "CallArrived",
    "CallEnded",
    "CallPart",
    "CallQueued",
    "CallRecord",
    "CallResult",
    "ConfigurationChanged",
    "ConflictError",
    "DanglingError",
    "Decision",
    "DeviceRegistered",
    "DigitPressed",
    "Direction",
    "DuplicateError",
    "EmployeeMissed",
    "EmployeeRinging",
    "EndedBy",
    "Event",
    "ExhaustedError",
    "ForbiddenError",
    "GoneError",
    "GroupEntered",
    "GroupLeft",
    "InUseError",
    "InternalError",
    "InvalidArgumentError",
    "LeftOut",
    "MenuEntered",
    "MissingFieldError",
    "NetworkError",
    "NotFoundError",
    "PartKind",
    "PartResult",
    "Party",
    "Problem",
    "ProtocolError",
    "Simulation",
    "Status",
    "StatusChanged",
    "StorageError",
    "StorageTrouble",
    "StoryResult",
    "TandemError",
    "UnknownFieldError",
    "UnsupportedError",
    "VoicemailLeft",
    "WrongTypeError",
    "check_account",
    "play_stories",
]
