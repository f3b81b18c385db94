"""Reads what the GenericInterface sent back: a JSON object, or an error that decides about a retry.

The error shapes are listed in ``docs/otrs-operations.md``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

import orjson

from bridge.domain.errors import OtrsError, OtrsMisconfigured, OtrsRefused, OtrsUnavailable

_EXCERPT = 300
_NOT_PRINTABLE = re.compile(r"[\x00-\x1f\x7f-\x9f\s]+")


@dataclass(frozen=True, slots=True)
class Answer:
    """An HTTP answer, read to its end."""

    status: int
    content_type: str
    location: str
    body: bytes


class NotAccepted(OtrsMisconfigured):
    """OTRS did not accept login and password, or the session."""


def no_answer(webservice: str) -> OtrsMisconfigured:
    """What it means when OTRS closes the connection without a word, twice in a row."""
    return OtrsMisconfigured(
        "OTRS closed the connection without an answer. Either it is just restarting, or there is no web "
        f"service '{webservice}' (import ChatBridge.yml), or a Perl module is missing "
        "(REST::Client; Debian: librest-client-perl)."
    )


def read(webservice: str, operation: str, answer: Answer) -> dict[str, object]:
    """The answer's JSON object.

    :raises OtrsUnavailable, OtrsMisconfigured, OtrsRefused: what is wrong instead
    """
    if answer.status != 200:
        raise _http_error(webservice, operation, answer)
    if not answer.body.strip():
        raise no_answer(webservice)
    try:
        value: object = orjson.loads(answer.body)
    except orjson.JSONDecodeError as error:
        raise OtrsMisconfigured(
            f"OTRS answered {operation} with {answer.content_type or 'something'} instead of JSON "
            f"('{excerpt(answer.body)}'). Is CHATBRIDGE_OTRS_URL right?"
        ) from error
    if not isinstance(value, dict):
        raise OtrsMisconfigured(f"OTRS answered {operation} with JSON that is not an object.")
    if "Error" in value:
        raise _operation_error(operation, value["Error"])
    return value


def _operation_error(operation: str, error: object) -> OtrsError:
    fields = error if isinstance(error, dict) else {}
    code = str(fields.get("ErrorCode") or "")
    message = excerpt(str(fields.get("ErrorMessage") or code or "no reason given"))
    message = message.removeprefix(f"{operation}: ")
    kind = code.rpartition(".")[2]
    if kind in ("AuthFail", "SessionInvalid"):
        return NotAccepted(
            "OTRS did not accept the service agent: check its login and password, that the agent is valid, "
            "and that it has rw in the group chatbridge-service."
        )
    if kind in ("InProgress", "Failed"):
        return OtrsUnavailable(message)
    return OtrsRefused(message)


def _http_error(webservice: str, operation: str, answer: Answer) -> OtrsError:
    text = excerpt(answer.body)
    status = answer.status
    if 300 <= status < 400:
        return OtrsMisconfigured(
            f"OTRS redirects to {excerpt(answer.location)}; set CHATBRIDGE_OTRS_URL to that place. "
            "Redirects are not followed, as the password would go along."
        )
    if status == 413:
        return OtrsRefused(
            "The chat is too long for OTRS's web service: raise MaxLength in it, and the limit of a proxy "
            "before it."
        )
    if status in (401, 403):
        return OtrsMisconfigured(
            f"The web server of OTRS refuses the web service (HTTP {status}). Allow the bridge's address "
            "for nph-genericinterface.pl there."
        )
    if status in (404, 405):
        return OtrsMisconfigured(f"There is no GenericInterface at CHATBRIDGE_OTRS_URL (HTTP {status}).")
    if "determine Operation" in text:
        return OtrsMisconfigured(
            f"The web service '{webservice}' has no operation {operation}: update it with the ChatBridge.yml "
            "that belongs to this version."
        )
    return OtrsUnavailable(f"OTRS answered HTTP {status}: {text or 'no text'}")


def excerpt(text: bytes | str) -> str:
    """A short, printable piece of something foreign, for a message."""
    if isinstance(text, bytes):
        text = text[: _EXCERPT * 4].decode("utf-8", "replace")
    text = _NOT_PRINTABLE.sub(" ", text).strip()
    return text if len(text) <= _EXCERPT else text[: _EXCERPT - 1] + "…"
