"""What customers and visitors see of agents: only those who answer, under the name that the channel has."""

from __future__ import annotations

from dataclasses import replace

from bridge.domain.chats import Chat, Entry, Participant, Role
from bridge.domain.people import Kind

_HIDDEN = {Role.OBSERVER, Role.INVITED, Role.DECLINED}


def is_hidden(one: Participant) -> bool:
    """Whether customers and visitors do not see that somebody is there: an agent who only watches."""
    return one.kind is Kind.AGENT and one.role in _HIDDEN


def masked(chat: Chat) -> Chat:
    """The chat with those in it whom customers and visitors see, under the names that they see."""
    seen = (_as_gone(one) if one is chat.requester else one for one in chat.participants)
    people = tuple(
        replace(one, name=masked_name(chat, one.no, one.kind, one.name)) for one in seen if not is_hidden(one)
    )
    return replace(chat, participants=people)


def _as_gone(requester: Participant) -> Participant:
    """Who asked stays the requester; an agent who only watches now seems to have left."""
    return replace(requester, role=Role.PARTICIPANT, present=False) if is_hidden(requester) else requester


def masked_entry(chat: Chat, entry: Entry) -> Entry:
    """The entry with its author's name as customers and visitors see it."""
    author = entry.author
    name = masked_name(chat, author.no, author.kind, author.name)
    return entry if name == author.name else replace(entry, author=replace(author, name=name))


def masked_name(chat: Chat, no: int, kind: Kind, name: str) -> str:
    """The name that customers and visitors see of whoever has that number in the chat.

    The channel may have one name for all its agents, and a number that tells them apart: the how manieth
    agent of the chat it is, whatever becomes of the others. Such a name stays when the chat moves on.
    """
    if kind is not Kind.AGENT:
        return name
    channel = chat.channel
    kept = next((one.shown_as for one in chat.participants if one.no == no), "")
    if kept or not channel.agent_name:
        return kept or name
    if not channel.agents_numbered:
        return channel.agent_name
    number = sum(1 for one in chat.participants if one.kind is Kind.AGENT and one.no <= no)
    return f"{channel.agent_name} {number}"
