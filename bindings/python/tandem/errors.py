"""What can go wrong. Every error of the engine has its own exception type under TandemError."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar


class TandemError(Exception):
    """An error of the engine.

    code     the kind of failure, as in C++ (`tandem::errc`)
    message  what is wrong and what to do
    path     where in a document, "groups[2].strategy"; empty where no document is concerned
    more     the same document's further problems
    """

    code: ClassVar[str] = "internal"

    def __init__(self, message: str, path: str = "", more: Sequence[TandemError] = ()) -> None:
        super().__init__(message)
        self.message = message
        self.path = path
        self.more = tuple(more)

    def __str__(self) -> str:
        where = f"{self.path}: " if self.path else ""
        return "\n".join([where + self.message, *map(str, self.more)])

    def __reduce__(self) -> tuple[type[TandemError], tuple[str, str, tuple[TandemError, ...]]]:
        return type(self), (self.message, self.path, self.more)


class InvalidArgumentError(TandemError):
    """A value is out of range or malformed."""

    code = "invalid_argument"


class UnknownFieldError(TandemError):
    """A document has a field that the model does not have."""

    code = "unknown_field"


class WrongTypeError(TandemError):
    """A document's field has another JSON type than the model's."""

    code = "wrong_type"


class MissingFieldError(TandemError):
    """A required field is absent."""

    code = "missing_field"


class DuplicateError(TandemError):
    """A value that must be unique is taken."""

    code = "duplicate"


class DanglingError(TandemError):
    """A reference names an object that does not exist."""

    code = "dangling"


class NotFoundError(TandemError):
    """There is no object, or no party, of that name."""

    code = "not_found"


class GoneError(TandemError):
    """The object existed and was removed."""

    code = "gone"


class ConflictError(TandemError):
    """Somebody else changed the object in between."""

    code = "conflict"


class InUseError(TandemError):
    """Refused because other objects refer to this one."""

    code = "in_use"


class ForbiddenError(TandemError):
    """The caller has no right to do this."""

    code = "forbidden"


class UnsupportedError(TandemError):
    """This build cannot do it."""

    code = "unsupported"


class ExhaustedError(TandemError):
    """A limit is reached."""

    code = "exhausted"


class StorageError(TandemError):
    """The store failed; nothing was changed."""

    code = "storage"


class NetworkError(TandemError):
    """An address cannot be used, a peer cannot be reached."""

    code = "network"


class ProtocolError(TandemError):
    """A peer sent something that its protocol does not allow."""

    code = "protocol"


class InternalError(TandemError):
    """A bug in Tandem; please report it with the message."""

    code = "internal"


TYPES: Mapping[str, type[TandemError]] = {kind.code: kind for kind in TandemError.__subclasses__()}


def make(code: str, message: str, path: str, more: Sequence[tuple[str, str, str]]) -> TandemError:
    """The exception for an error of the engine. The extension module calls this."""
    return TYPES.get(code, TandemError)(message, path, [make(*problem, ()) for problem in more])
