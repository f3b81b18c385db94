"""What the cardboard bridge lets agents do."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from tests.widget.fake_chat import Chat

_TALK = ["read", "send", "close", "type", "attach_file", "mail", "transcript"]
_WORK = ["send_internal", "hand_over", "invite", "move", "leave", "observe", "monitor"]


def agent_may(chat: Chat, who: str) -> list[str]:
    """The actions of an agent in a chat."""
    person: dict[str, Any] | None = next((one for one in chat.people if one["who"] == who), None)
    role = person["role"] if person and person["present"] else ""
    if role == "invited" and chat.state in ("requested", "active"):
        return ["read", "accept", "decline"]
    if chat.state == "requested":
        stranger = [] if chat.direction.startswith("agent") else ["read", "accept", "move"]
        return ["read", "close", "type", "send"] if role else stranger
    if chat.state == "closing" and role and chat.handover and chat.handover["error"]:
        return ["read", "cancel_handover"]
    if chat.state != "active" or not role:
        return ["read", "transcript", "mail"] if chat.state == "closed" else ["read"]
    if role == "observer":
        return ["read", "participate", "leave", "monitor", "transcript"]
    return _TALK + (_WORK if chat.direction != "agent_agent" else ["invite", "leave", "monitor"])
