"""Files in chats: offered over the socket, uploaded over HTTP, told of in the log, fetched again."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from bridge.domain.chats import MOST_ENTRIES, Audience, Author, Chat, Entry, EntryKind, Participant
from bridge.domain.errors import ChatFull, ChatNotFound, FileMissing, InputInvalid, PermissionDenied
from bridge.domain.files import (
    PART_BYTES,
    ChatFile,
    FileLimits,
    content_type,
    file_name,
    require_fitting,
)
from bridge.domain.handover import ArchivedFile
from bridge.domain.people import Actor, Kind, Person
from bridge.domain.permissions import Action, may_read, sending_action
from bridge.services.chats import may_look, require
from bridge.services.context import Context, Unit, unit_of_work
from bridge.services.ports import NewEntry, Transaction

OFFER = timedelta(minutes=10)
"""How long one may begin to upload what was offered."""

UPLOAD = timedelta(minutes=20)
"""How long after the offer an upload may take at the most; then the offer is forgotten."""

_MB = 1_000_000


def offer(
    context: Context,
    actor: Actor,
    chat_id: str,
    file_id: str,
    raw_name: str,
    size: int,
    audience: Audience,
    limits: FileLimits,
) -> ChatFile:
    """Announce a file that is going to be uploaded. The same one again is no second file.

    :raises FileTypeRefused: files with that ending are not taken
    :raises FileTooLarge: it is too large, or there would be too much in the chat
    :raises InputInvalid: no name, nothing in it, or the id is in use
    :raises ChatNotFound, ChatClosing, ChatClosed, PermissionDenied: as for messages
    :raises ChatFull: the chat takes no more entries
    """
    name = file_name(raw_name)
    now = context.clock()
    with unit_of_work(context) as unit:
        chat = unit.locked(chat_id)
        own = _author(actor, chat, audience)
        offered = ChatFile(file_id, chat_id, own.no, audience, name, "", size, now)
        repeated = unit.tx.files.get(file_id)
        if repeated is not None:
            return _same(repeated, offered)
        unit.tx.files.forget_offers(now - UPLOAD, chat_id)
        fitting = replace(limits, file_bytes=most_bytes(context, limits))
        require_fitting(fitting, name, size, unit.tx.files.of_chat(chat_id))
        if chat.last_seq >= MOST_ENTRIES:
            raise ChatFull("The chat is as long as an article may be; close it and start a new one.")
        if _entry_of(unit.tx, offered) is not None or not unit.tx.files.offer(offered):
            raise InputInvalid("This id is in use; make a new one.", field="file")
        return offered


def most_bytes(context: Context, limits: FileLimits) -> int:
    """How large a file may be: administrators may want less than what the service can take."""
    return min(limits.file_bytes, context.policy().most_file_mb * _MB)


def store(context: Context, file_id: str, content: bytes) -> Entry:
    """Keep an upload, and tell of it in the log. A second one changes nothing.

    :raises FileMissing: nobody offered it, or too long ago
    :raises InputInvalid: it has not the size that was offered
    :raises FileTypeRefused: it is not what its name says
    :raises ChatNotFound, ChatClosing, ChatClosed, PermissionDenied: its author may not any more
    :raises ChatFull: the chat takes no more entries
    """
    with unit_of_work(context) as unit:
        chat, file = _awaited(unit, file_id)
        if file.stored_at is not None:
            entry = _entry_of(unit.tx, file)
            if entry is None:
                raise FileMissing("There is no such file.")
            return entry
        if len(content) != file.size:
            raise InputInvalid(f"{file.size} bytes were offered, {len(content)} have come.", field="size")
        own = _author(_uploader(context, unit.tx, chat, file), chat, file.audience)
        if chat.last_seq >= MOST_ENTRIES:
            raise ChatFull("The chat is as long as an article may be; close it and start a new one.")
        now = context.clock()
        kept = replace(file, content_type=content_type(file.name, content), stored_at=now)
        unit.tx.files.store(kept, _parts(content))
        data: dict[str, object] = {"file": kept.id, "name": kept.name}
        data |= {"size": kept.size, "content_type": kept.content_type}
        author = Author(own.no, own.kind, own.name)
        new = NewEntry(EntryKind.FILE, kept.audience, author, "", now, kept.id, data)
        return unit.append(chat, new)[0]


def find(context: Context, actor: Actor, chat_id: str, file_id: str) -> ChatFile:
    """A file of a chat, for somebody who may see it.

    :raises FileMissing: there is none, it has not been uploaded, or it is not for this person
    """
    with context.db.read() as tx:
        chat = tx.chats.get([chat_id]).get(chat_id)
        file = tx.files.get(file_id)
    if chat is None or not may_look(actor, chat):
        raise FileMissing("There is no such file.")
    if file is None or file.chat_id != chat_id or file.stored_at is None:
        raise FileMissing("There is no such file.")
    if not may_read(actor.person.kind, file.audience):
        raise FileMissing("There is no such file.")
    return file


def stored(context: Context, file_id: str) -> ChatFile:
    """A file that was uploaded, for whoever has its signed address.

    :raises FileMissing: it was removed
    """
    with context.db.read() as tx:
        file = tx.files.get(file_id)
    if file is None or file.stored_at is None:
        raise FileMissing("There is no such file.")
    return file


def part(context: Context, file_id: str, no: int) -> bytes | None:
    """A part of a file, from 0; ``None`` after the last."""
    with context.db.read() as tx:
        return tx.files.part(file_id, no)


def for_ticket(tx: Transaction, chat_id: str) -> tuple[ArchivedFile, ...]:
    """The chat's files with all that is in them, as they go to OTRS."""
    return tuple(
        ArchivedFile(file.name, file.content_type, _content(tx, file), file.audience is Audience.EVERYONE)
        for file in tx.files.of_chat(chat_id)
        if file.stored_at is not None
    )


def forget_offers(context: Context) -> int:
    """Drop what was offered and never came; how many."""
    with context.db.write() as tx:
        return tx.files.forget_offers(context.clock() - UPLOAD)


def _author(actor: Actor, chat: Chat, audience: Audience) -> Participant:
    require(actor, Action.ATTACH_FILE, chat)
    require(actor, sending_action(audience), chat)
    own = chat.participant(actor.person)
    if own is None:
        raise PermissionDenied("Only who is in the chat may write.")
    return own


def _same(known: ChatFile, offered: ChatFile) -> ChatFile:
    again = (known.chat_id, known.author_no, known.audience, known.name, known.size)
    if again != (offered.chat_id, offered.author_no, offered.audience, offered.name, offered.size):
        raise InputInvalid("This id is in use; make a new one.", field="file")
    return known


def _awaited(unit: Unit, file_id: str) -> tuple[Chat, ChatFile]:
    """The file with its chat locked: looked at again after the wait, as somebody may have been faster."""
    first = unit.tx.files.get(file_id)
    if first is None:
        raise FileMissing("Nobody has offered this file, or too long ago; offer it again.")
    try:
        chat = unit.locked(first.chat_id)
    except ChatNotFound:
        raise FileMissing("The chat was removed.") from None
    file = unit.tx.files.get(file_id)
    if file is None:
        raise FileMissing("Nobody has offered this file, or too long ago; offer it again.")
    return chat, file


def _uploader(context: Context, tx: Transaction, chat: Chat, file: ChatFile) -> Actor:
    by = next(one for one in chat.participants if one.no == file.author_no)
    groups = tx.people.groups_of([by.ref]).get(by.ref, {}) if by.kind is Kind.AGENT else {}
    return context.policy().actor(Person(by.kind, by.ref, by.name), groups)


def _entry_of(tx: Transaction, file: ChatFile) -> Entry | None:
    return tx.log.by_client_id([(file.chat_id, file.id)]).get((file.chat_id, file.id))


def _parts(content: bytes) -> list[bytes]:
    return [content[start : start + PART_BYTES] for start in range(0, len(content), PART_BYTES)]


def _content(tx: Transaction, file: ChatFile) -> bytes:
    content = bytearray()
    no = 0
    while part := tx.files.part(file.id, no):
        content += part
        no += 1
    return bytes(content)
