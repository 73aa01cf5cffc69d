"""Why a mail service did not take a letter, in the words of a mail server. Its package may be missing."""

from __future__ import annotations

from importlib.util import find_spec
from smtplib import SMTPException

# Everything by which a letter can fail to leave.
FAILURES: tuple[type[Exception], ...] = (OSError, SMTPException)
if find_spec("anymail") is not None:
    from anymail.exceptions import AnymailError

    FAILURES = (*FAILURES, AnymailError)

REFUSED, LATER, UNKNOWN = 550, 450, 0
# The service's own word that this one address gets nothing.
OF_THE_ADDRESS = frozenset({"AnymailRecipientsRefused", "AnymailInvalidAddress"})
# No program can write that letter for this service.
OF_THE_LETTER = frozenset({"AnymailUnsupportedFeature", "AnymailSerializationError"})
# Of urllib3: the service was not reached at all.
NOT_REACHED = frozenset({"NewConnectionError", "NameResolutionError", "ConnectTimeoutError"})
# The service has said that it did not take the letter; of other answers from 500 on nobody knows what lies behind them.
TRY_LATER = frozenset({401, 402, 403, 404, 408, 425, 429, 503})


def smtp_code(error: Exception) -> int:
    """The code that a mail server would have answered; 0 where nobody can tell whether the letter was taken."""
    if names_of(error) & (OF_THE_ADDRESS | OF_THE_LETTER):
        return REFUSED
    status = status_of(error)
    if status in TRY_LATER:
        return LATER
    if 400 <= status < 500:
        return REFUSED
    return UNKNOWN if status or not _was_not_reached(error) else LATER


def reason_of(error: Exception) -> str:
    """In a word and without names: ``HTTP 429``, or the kind of the error."""
    status = status_of(error)
    return f"HTTP {status}" if status else type(error).__name__


def status_of(error: Exception) -> int:
    return getattr(error, "status_code", None) or 0


def names_of(error: BaseException) -> set[str]:
    return {kind.__name__ for kind in type(error).__mro__}


def _was_not_reached(error: Exception) -> bool:
    """``requests`` wraps what urllib3 has found in two layers."""
    cause = error.__cause__
    inner = getattr(cause, "args", ())[:1]
    reason = getattr(inner[0], "reason", None) if inner else None
    return isinstance(reason, BaseException) and bool(names_of(reason) & NOT_REACHED)
