"""What the use cases need from outside. ``store``, ``otrs`` and ``web`` implement it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Protocol

from bridge.domain.channels import Channel, ChannelRecord
from bridge.domain.chats import Audience, Author, Chat, Entry, EntryKind, Participant, State, Ticket
from bridge.domain.directory import (
    Choice,
    CustomerHit,
    Directory,
    DirectoryAgent,
    OnlineCustomer,
    TicketContext,
    TicketHit,
    TicketOptions,
)
from bridge.domain.events import Event
from bridge.domain.handover import ArchiveOrder, ArchiveReceipt, Target
from bridge.domain.people import Kind, Person
from bridge.domain.policy import Policy
from bridge.domain.presence import AgentState, Seen
from bridge.services.keeping import Archive, CannedReplies, Files, Keeping
from bridge.services.outgoing import Mails

Clock = Callable[[], datetime]
"""The time now, aware, UTC."""


@dataclass(frozen=True, slots=True)
class NewEntry:
    """An entry that has no number yet."""

    kind: EntryKind
    audience: Audience
    author: Author
    text: str
    at: datetime
    client_id: str | None = None
    data: dict[str, object] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Handover:
    """A row of the outbox: a chat on its way to OTRS.

    :ivar asked_by: number of the participant
    :ivar agent: in whose name; empty where a customer or visitor asked
    :ivar back_to: the chat's state when OTRS refuses
    :ivar state: ``waiting``, ``done``, ``failed`` or ``cancelled``
    """

    id: str
    chat_id: str
    asked_by: int
    agent: str
    language: str
    target: Target
    back_to: State
    state: str
    attempts: int


@dataclass(frozen=True, slots=True)
class SignedIn:
    """An agent who signed in with login and password, where OTRS has no add-on.

    :ivar session: OTRS's session, encrypted; empty: signed out, or no longer good
    """

    login: str
    name: str
    email: str
    language: str
    session: str
    since: datetime


@dataclass(frozen=True, slots=True)
class Attempt:
    """A call to OTRS that was sent and whose outcome may be unknown.

    :ivar clear_at: since when OTRS answers questions and has no trace of it; ``None``: not known
    """

    step: str
    sent_at: datetime
    clear_at: datetime | None


class Chats(Protocol):
    """Chats and who is in them."""

    def get(self, ids: Collection[str], *, lock: bool = False) -> dict[str, Chat]:
        """Those of these chats that exist; ``lock`` keeps other writers out until the commit."""

    def add(self, chat: Chat) -> bool:
        """Store a new chat; ``False`` when its requester has an open one, or the id is in use.

        :raises ServerBusy: others are storing at the same moment; try again with a new transaction
        """

    def change(
        self,
        chat_id: str,
        *,
        state: State | None = None,
        accepted_at: datetime | None = None,
        closed_at: datetime | None = None,
        ticket: Ticket | None = None,
        handover_id: str | None = None,
        channel: Channel | None = None,
        waiting_since: datetime | None = None,
        kept: bool | None = None,
    ) -> None:
        """Change what is given, and raise the version.

        Closing frees the requester for a new chat, and lets the chat go unless it is to be ``kept``. With a
        new ``waiting_since`` it is not accepted any more.
        """

    def reclaim(self, chat: Chat) -> None:
        """Make a chat that goes on after all its requester's open one, unless they have another by now."""

    def add_participant(self, chat_id: str, participant: Participant) -> None:
        """Put somebody into a chat."""

    def change_participant(self, chat_id: str, participant: Participant) -> None:
        """Change the role, the presence, the invitation and the monitoring of whoever has that number."""

    def mark_read(self, chat_id: str, no: int, seq: int) -> bool:
        """Note how far somebody has read; ``False`` when they had read as far before."""

    def kept(self) -> list[Chat]:
        """Every chat that has not ended for everybody, oldest first."""

    def marks(self, closed_since: datetime) -> dict[str, tuple[int, int]]:
        """Chat id → (version, last seq) of all chats that are kept, or were closed since then."""

    def open_as(self, key: str) -> Chat | None:
        """The open chat with that :attr:`~bridge.domain.chats.Chat.open_key`."""

    def ended_of(self, person: Person, before: datetime | None, limit: int) -> list[Chat]:
        """Closed chats of a customer or visitor, the last first, of those closed before that time."""

    def waits(self, channel_id: int, accepted_since: datetime, limit: int) -> list[timedelta]:
        """How long people waited in the channel, of the last who were accepted since then."""


class Log(Protocol):
    """The entries of chats."""

    def append(self, chat: Chat, entries: Sequence[NewEntry]) -> list[Entry]:
        """Number the entries from the locked chat's ``last_seq`` on and store them."""

    def append_many(self, batch: Sequence[tuple[Chat, Sequence[NewEntry]]]) -> list[list[Entry]]:
        """:meth:`append` for several locked chats in one go."""

    def after(self, chat_id: str, seq: int, *, limit: int, reader: Kind) -> list[Entry]:
        """Up to ``limit`` entries after ``seq`` that people of this kind may read, in order."""

    def by_client_id(self, pairs: Collection[tuple[str, str]]) -> dict[tuple[str, str], Entry]:
        """The entries stored under these (chat id, client id)."""


class Outbox(Protocol):
    """Hand-overs to OTRS: what is here survives everything."""

    def add(self, handover: Handover, due_at: datetime) -> None:
        """Store a new one."""

    def get(self, handover_id: str) -> Handover | None:
        """One by its id."""

    def claim(
        self, handover_id: str, now: datetime, until: datetime, *, early: bool = False
    ) -> Handover | None:
        """Take a waiting one for delivery, with ``attempts`` raised.

        ``None`` if it is taken or over, or its time has not come, unless ``early``.
        """

    def waiting(self, claimed: Handover, due_at: datetime, code: str, message: str) -> bool:
        """Give it back: to be tried again at ``due_at``, and why it did not work.

        ``False``, and nothing done, when somebody else has claimed it since.
        """

    def finish(self, claimed: Handover, state: str, at: datetime, code: str = "", message: str = "") -> bool:
        """End it as ``done`` or ``failed``; ``False`` as in :meth:`waiting`."""

    def due(self, now: datetime, limit: int) -> list[str]:
        """Ids of waiting ones whose time has come and that nobody is delivering, oldest first."""

    def cancel(self, chat_id: str, now: datetime) -> Handover | None:
        """End the chat's waiting hand-over as ``cancelled``; ``None`` while somebody is delivering it."""

    def cancelled(self, chat_id: str) -> list[Handover]:
        """The chat's cancelled ones, the latest first."""

    def revive(self, handover: Handover, due_at: datetime) -> None:
        """Let a cancelled one wait again, under its old id, as this one says."""

    def make_due(self, chat_id: str, now: datetime) -> str | None:
        """Bring the chat's waiting hand-over forward; its id."""

    def make_due_of(self, agent: str, now: datetime) -> list[str]:
        """Bring all waiting hand-overs of an agent (login) forward; their ids."""


class Channels(Protocol):
    """The channels."""

    def all(self) -> list[Channel]:
        """Every channel, in the order of making."""

    def records(self) -> list[ChannelRecord]:
        """The same, as administrators see them."""

    def add(self, new: Channel, by: str, now: datetime) -> int | None:
        """Store a new one under an id that is made here; ``None`` when its name is in use."""

    def change(self, new: Channel, version: int, by: str, now: datetime) -> bool:
        """Change all of it; ``False`` when that version is not the stored one, or the name is in use."""

    def queues(self) -> dict[str, int]:
        """Id of a queue of OTRS → id of its channel, where it has one."""

    def set_queue(self, queue_id: str, channel_id: int | None) -> None:
        """Give a queue of OTRS its channel, or none."""

    def ensure_default(self, name: str, group: str, now: datetime) -> Channel:
        """The first channel; made if there is none."""


class People(Protocol):
    """The copy of OTRS's directory."""

    def replace(self, directory: Directory, now: datetime) -> None:
        """Take over a fresh directory."""

    def groups_of(self, logins: Collection[str]) -> dict[str, dict[str, frozenset[str]]]:
        """Login → group → permissions, of the agents that are known."""

    def agents(self) -> list[DirectoryAgent]:
        """All valid agents."""

    def customers_online(self) -> list[OnlineCustomer]:
        """The customers who are logged in to the portal."""

    def time_zone(self) -> str:
        """OTRS's; UTC as long as it has not told."""

    def group_names(self) -> list[str]:
        """OTRS's valid groups."""

    def queues(self) -> list[Choice]:
        """OTRS's valid queues, by name."""

    def refreshed_at(self) -> datetime | None:
        """When the directory was taken over last."""


class Presence(Protocol):
    """When people were last seen."""

    def put(self, seen: Sequence[Seen]) -> None:
        """Store these, or move their times on, never back."""

    def get(self, person: str) -> Seen | None:
        """One, by the person's id."""

    def since(self, seen_at: datetime) -> list[Seen]:
        """Those who were seen at that time or later."""

    def forget(self, before: datetime) -> int:
        """Drop those who were last seen before; how many."""


class AgentStates(Protocol):
    """What agents have set."""

    def all(self) -> list[AgentState]:
        """Of every agent who was ever here."""

    def get(self, login: str, *, lock: bool = False) -> tuple[AgentState, dict[str, object]] | None:
        """One agent's, with the preferences; ``lock`` keeps other writers out until the commit."""

    def add(self, state: AgentState) -> bool:
        """Store the first one; ``False`` when there is one already."""

    def change(self, state: AgentState, preferences: dict[str, object] | None = None) -> None:
        """Store it, and the preferences if they are given."""


class Audit(Protocol):
    """What administrators and clean-ups have done."""

    def note(self, at: datetime, who: str, what: str, data: Mapping[str, object]) -> None:
        """Write it down. ``who``: a person's id, or the command of who runs the service."""


class PolicySource(Protocol):
    """Where the current policy comes from."""

    def __call__(self) -> Policy:
        """The policy, at once."""

    def refresh(self) -> bool:
        """Read it anew; whether it is another one than before."""


class Policies(Protocol):
    """What administrators have set for all channels."""

    def read(self) -> Policy:
        """The policy; the usual one with version 0 where nothing was ever set."""

    def save(self, new: Policy) -> bool:
        """Store the version that follows the stored one; ``False`` when it does not, because of another."""


class Tokens(Protocol):
    """The one-time tokens that were used."""

    def use(self, jti: str, expires_at: datetime) -> bool:
        """Mark as used; ``False`` if it was before."""

    def forget(self, before: datetime) -> int:
        """Drop those that have expired; how many."""


class SignIns(Protocol):
    """Agents who signed in, where OTRS has no add-on."""

    def put(self, one: SignedIn) -> None:
        """Store who signed in; replaces what was known of that login."""

    def get(self, login: str) -> SignedIn | None:
        """One who has ever signed in."""

    def all(self) -> list[SignedIn]:
        """All who have ever signed in, by login."""

    def end(self, login: str, session: str | None = None) -> None:
        """Forget the agent's session; with ``session`` only if it is still that one."""


class Attempts(Protocol):
    """Calls that were sent to an OTRS without the add-on, which must not be sent twice."""

    def get(self, step: str) -> Attempt | None:
        """One by its name."""

    def begin(self, step: str, at: datetime) -> bool:
        """Note that it is being sent; ``False`` if it was noted before."""

    def clear(self, step: str, at: datetime | None) -> None:
        """Note since when OTRS answers and has no trace of it; ``None``: begin anew."""

    def again(self, attempt: Attempt, at: datetime) -> bool:
        """Note that it is being sent once more; ``False`` if somebody else was faster."""

    def end(self, step: str) -> None:
        """It certainly did nothing: it may be sent as if for the first time."""

    def forget(self, before: datetime) -> int:
        """Drop those sent before; how many."""


class Transaction(Protocol):
    """What can be done within one transaction."""

    @property
    def chats(self) -> Chats: ...
    @property
    def log(self) -> Log: ...
    @property
    def outbox(self) -> Outbox: ...
    @property
    def mails(self) -> Mails: ...
    @property
    def channels(self) -> Channels: ...
    @property
    def people(self) -> People: ...
    @property
    def policy(self) -> Policies: ...
    @property
    def presence(self) -> Presence: ...
    @property
    def agent_states(self) -> AgentStates: ...
    @property
    def audit(self) -> Audit: ...
    @property
    def files(self) -> Files: ...
    @property
    def canned(self) -> CannedReplies: ...
    @property
    def archive(self) -> Archive: ...
    @property
    def keeping(self) -> Keeping: ...
    @property
    def tokens(self) -> Tokens: ...
    @property
    def sign_ins(self) -> SignIns: ...
    @property
    def attempts(self) -> Attempts: ...


class Database(Protocol):
    """Where transactions come from. Leaving the block commits; an exception rolls back."""

    def read(self) -> AbstractContextManager[Transaction]: ...
    def write(self) -> AbstractContextManager[Transaction]: ...


class Bus(Protocol):
    """Tells the processes of the service what was committed. A lost event is healed from the database."""

    def publish(self, events: Iterable[Event]) -> None: ...


class Jobs(Protocol):
    """Work for the background. A lost job is found again by the sweep of the outbox."""

    def deliver(self, handover_id: str) -> None: ...
    def deliver_mail(self, mail_id: str) -> None: ...
    def refresh_directory(self) -> None: ...


class Otrs(Protocol):
    """OTRS, as the chat needs it.

    Every call can raise :class:`bridge.domain.errors.OtrsUnavailable` (try again) and
    :class:`bridge.domain.errors.OtrsRefused` (don't). ``agent`` is the login of the agent on whose behalf
    and with whose rights it is done.
    """

    def directory(self) -> Directory: ...
    def ticket_options(self, agent: str, queue_id: str | None) -> TicketOptions: ...
    def customers(self, agent: str, query: str) -> list[CustomerHit]: ...
    def tickets(self, agent: str, query: str) -> list[TicketHit]: ...
    def archive(self, order: ArchiveOrder) -> ArchiveReceipt: ...

    def ticket_context(
        self, kind: Kind, login: str, *, ticket_id: str | None = None, number: str | None = None
    ) -> TicketContext:
        """A ticket by its ID or else its number, if that agent or customer user may see it.

        Refused in the same words when they may not and when there is none.
        """


class Logins(Protocol):
    """Logins and passwords, where OTRS has no add-on to say who somebody is."""

    def check(self, kind: Kind, login: str, password: str) -> Person:
        """Who that is.

        :raises bridge.domain.errors.IdentityRefused: login and password are not accepted
        :raises bridge.domain.errors.OtrsUnavailable: OTRS could not be asked
        """

    def still(self, kind: Kind, login: str) -> bool:
        """Whether that person has not signed out since, nor OTRS ended an agent's session."""

    def leave(self, kind: Kind, login: str) -> None:
        """Sign out."""
