"""The commands of the protocol: read the message, name the service that does it, say how to answer.

A command runs in the reactor's thread and returns :class:`~bridge.web.commands.work.Work`: what blocks, and
what then to do with its result, again in the reactor's thread. ``None`` means that it has answered already.
"""

from __future__ import annotations

from bridge.web.commands import (
    admin,
    archive,
    availability,
    canned,
    conversation,
    files,
    handover,
    participation,
    people,
    transcripts,
)
from bridge.web.commands.conversation import send
from bridge.web.commands.sign_in import VERSION, hello, renew
from bridge.web.commands.work import Command

COMMANDS: dict[str, Command] = (
    conversation.COMMANDS
    | participation.COMMANDS
    | handover.COMMANDS
    | transcripts.COMMANDS
    | files.COMMANDS
    | canned.COMMANDS
    | archive.COMMANDS
    | availability.COMMANDS
    | people.COMMANDS
    | admin.COMMANDS
)
"""All commands but ``hello``, ``renew`` and ``message.send``, which the session treats by itself."""

__all__ = ["COMMANDS", "VERSION", "Command", "hello", "renew", "send"]
