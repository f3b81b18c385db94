"""Everything that can be answered with an error, as one family with stable codes.

The codes are shared by HTTP, the socket and the widget; ``docs/protocol.md`` lists them and a test
compares the two.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar


class BridgeError(Exception):
    """An error that the other side is told.

    :ivar code: stable, ``area.reason``
    :ivar message: English, for a log: what, why, what to do
    :ivar data: JSON values that belong to the code
    :ivar retry: whether the same thing may be tried again unchanged
    """

    code: ClassVar[str] = "server.error"
    retry: ClassVar[bool] = False

    def __init__(self, message: str, **data: object) -> None:
        super().__init__(message)
        self.message = message
        self.data: Mapping[str, object] = data


class BadMessage(BridgeError):
    """Not JSON, not an object, or a field is missing or of the wrong type."""

    code = "protocol.bad_message"


class UnknownType(BridgeError):
    """There is no such command."""

    code = "protocol.unknown_type"


class WrongVersion(BridgeError):
    """The client speaks another version of the protocol."""

    code = "protocol.version"


class IdentityRequired(BridgeError):
    """A command came before ``hello``."""

    code = "identity.required"
    retry = True


class IdentityInvalid(BridgeError):
    """The token's signature, audience, time or content is wrong."""

    code = "identity.invalid"


class IdentityExpired(BridgeError):
    """The token is too old."""

    code = "identity.expired"
    retry = True


class IdentityReplayed(BridgeError):
    """The token was used before."""

    code = "identity.replayed"
    retry = True


class IdentityRefused(BridgeError):
    """Login and password are not OTRS's; which of them is wrong is not told."""

    code = "identity.refused"


class InputInvalid(BridgeError):
    """A value is not acceptable; ``data["field"]`` names it."""

    code = "input.invalid"


class InputConflict(BridgeError):
    """Somebody else has changed the same thing meanwhile."""

    code = "input.conflict"


class MessageEmpty(BridgeError):
    """A message of nothing but white space."""

    code = "message.empty"


class MessageTooLong(BridgeError):
    """A message over ``data["limit"]`` characters."""

    code = "message.too_long"


class ChatNotFound(BridgeError):
    """No such chat, or not for this person; the two are not told apart."""

    code = "chat.not_found"


class ChatAlreadyOpen(BridgeError):
    """The requester has a chat that has not ended: ``data["chat"]``."""

    code = "chat.already_open"


class ChatTaken(BridgeError):
    """Another agent was faster: ``data["by"]``."""

    code = "chat.taken"


class ChatFull(BridgeError):
    """The chat is as long as an article may be."""

    code = "chat.full"


class ChatClosing(BridgeError):
    """A hand-over of the chat is under way."""

    code = "chat.closing"


class ChatClosed(BridgeError):
    """The chat has ended."""

    code = "chat.closed"


class ChatLastAgent(BridgeError):
    """Nobody else is there to answer the customer or visitor."""

    code = "chat.last_agent"


class PermissionDenied(BridgeError):
    """The person may not do that to this thing."""

    code = "permission.denied"


class FileTooLarge(BridgeError):
    """More than ``data["limit"]`` bytes: the file, or what is left for files in its chat."""

    code = "file.too_large"


class FileTypeRefused(BridgeError):
    """A file of a sort that is not taken (``data["allowed"]``), or that is not what its name says."""

    code = "file.type"


class FileMissing(BridgeError):
    """No such file, or not for this person; or the address is wrong or too old."""

    code = "file.missing"


class TranscriptTooLong(BridgeError):
    """A PDF of the chat would be over all bounds."""

    code = "transcript.too_long"


class TranscriptFailed(BridgeError):
    """The PDF of the chat could not be made, or not in time."""

    code = "transcript.failed"


class MailNotConfigured(BridgeError):
    """The service has no mail server."""

    code = "mail.not_configured"


class MailLimit(BridgeError):
    """So much mail is not sent; ``data["retry_after_ms"]`` says when more is, where waiting helps."""

    code = "mail.limit"


class NoHandover(BridgeError):
    """There is no waiting hand-over to retry."""

    code = "handover.none"


class HandoverUnknown(BridgeError):
    """An earlier hand-over was cancelled, and OTRS may have it; confirm that there may be two tickets."""

    code = "handover.unknown"


class OtrsError(BridgeError):
    """OTRS could not do what it was asked."""


class OtrsUnavailable(OtrsError):
    """OTRS cannot be reached, is busy, or failed unexpectedly; try again."""

    code = "otrs.unavailable"
    retry = True


class OtrsMisconfigured(OtrsUnavailable):
    """OTRS is there but the connection is not set up right; the message names the remedy.

    For people at the chat this is "unavailable": it is mended by an administrator, then tried again.
    """


class OtrsSignIn(OtrsUnavailable):
    """Without the add-on: OTRS's session of this agent has ended; it goes on when they have signed in."""

    code = "otrs.sign_in"


class OtrsRefused(OtrsError):
    """OTRS understood and said no; trying again changes nothing."""

    code = "otrs.refused"


class RateLimited(BridgeError):
    """Too fast; ``data["retry_after_ms"]`` says when to come back."""

    code = "rate.limited"
    retry = True


class ServerBusy(BridgeError):
    """Too much to do; nothing was done."""

    code = "server.busy"
    retry = True


class ServerError(BridgeError):
    """A fault of the service itself."""

    retry = True
