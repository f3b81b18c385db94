"""Files in a chat: what they may be called, how large they may be, and what is really in them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from bridge.domain.chats import Audience
from bridge.domain.errors import FileTooLarge, FileTypeRefused, InputInvalid
from bridge.domain.text import is_blank

MOST_FILES = 100
"""How many files a chat may have; OTRS's add-on takes 200 with one hand-over."""

PART_BYTES = 262_144
"""A file is kept in parts of this size."""

ANY_ENDING = "*"
NAME_CHARS = 120

_ENDING = re.compile(r"\.([A-Za-z0-9]{1,10})\Z")
_UNSAFE = re.compile(r'[<>:"|?*/\\]')
_DEVICES = re.compile(r"(?i)(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|\Z)")
_JOINERS = "\u200c\u200d"  # Persian, Indian and emoji names need them
_HEAD_BYTES = 1024

_UNKNOWN = "application/octet-stream"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_OPEN = "application/vnd.oasis.opendocument"
_TYPES = {
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "heic": "image/heic",
    "pdf": "application/pdf",
    "txt": "text/plain",
    "log": "text/plain",
    "md": "text/plain",
    "xml": "text/plain",  # as XML a browser might run what is in it
    "csv": "text/csv",
    "json": "application/json",
    "eml": "message/rfc822",
    "rtf": "application/rtf",
    "zip": "application/zip",
    "gz": "application/gzip",
    "docx": f"{_OFFICE}.wordprocessingml.document",
    "xlsx": f"{_OFFICE}.spreadsheetml.sheet",
    "pptx": f"{_OFFICE}.presentationml.presentation",
    "odt": f"{_OPEN}.text",
    "ods": f"{_OPEN}.spreadsheet",
    "odp": f"{_OPEN}.presentation",
    "doc": "application/msword",
    "xls": "application/vnd.ms-excel",
    "ppt": "application/vnd.ms-powerpoint",
    "msg": "application/vnd.ms-outlook",
}
_ZIPPED = ("zip", "docx", "xlsx", "pptx", "odt", "ods", "odp")
# How files of these endings begin, after the formats' own specifications.
_BEGINNINGS: dict[str, tuple[bytes, ...]] = {
    "gz": (b"\x1f\x8b",),
    **dict.fromkeys(_ZIPPED, (b"PK\x03\x04", b"PK\x05\x06")),
    **dict.fromkeys(("doc", "xls", "ppt", "msg"), (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",)),
}
_PICTURES = {
    "image/png": (b"\x89PNG\r\n\x1a\n",),
    "image/jpeg": (b"\xff\xd8\xff",),
    "image/gif": (b"GIF87a", b"GIF89a"),
}
SHOWN_INLINE = frozenset({*_PICTURES, "image/webp"})
"""What a browser may show in place; everything else is only for saving."""


@dataclass(frozen=True, slots=True)
class FileLimits:
    """What may be put into a chat.

    :ivar file_bytes: the largest file
    :ivar chat_bytes: all files of a chat together
    :ivar endings: the endings of names that are taken, in small letters; :data:`ANY_ENDING` for all
    """

    file_bytes: int
    chat_bytes: int
    endings: frozenset[str]


@dataclass(frozen=True, slots=True)
class ChatFile:
    """A file of a chat, without what is in it.

    :ivar author_no: number of the participant who offered it
    :ivar size: in bytes, as it was offered
    :ivar stored_at: when it was uploaded; ``None``: not yet
    """

    id: str
    chat_id: str
    author_no: int
    audience: Audience
    name: str
    content_type: str
    size: int
    created_at: datetime
    stored_at: datetime | None = None

    @property
    def inline(self) -> bool:
        """Whether a browser may show it in place."""
        return self.content_type in SHOWN_INLINE


def file_name(raw: str) -> str:
    """A name that is safe to show, to save under and to put on a ticket; its ending is kept.

    :raises InputInvalid: nothing of it is left
    """
    text = unicodedata.normalize("NFC", raw[-1000:]).replace("\\", "/").rpartition("/")[2]
    kept = "".join(one if one.isprintable() or one in _JOINERS else " " for one in text if not _is_mark(one))
    name = " ".join(_UNSAFE.sub("_", kept).split()).strip(". ")
    if is_blank(name):
        raise InputInvalid("A file needs a name.", field="name")
    if _DEVICES.match(name):
        name = f"_{name}"
    if len(name) <= NAME_CHARS:
        return name
    end = _ENDING.search(name)
    tail = end[0] if end else ""
    return name[: NAME_CHARS - len(tail) - 1].rstrip(". ") + "…" + tail


def ending(name: str) -> str:
    """What follows the last point of a name, in small letters; may be empty."""
    found = _ENDING.search(name)
    return found[1].lower() if found else ""


def require_fitting(limits: FileLimits, name: str, size: int, others: Collection[ChatFile]) -> None:
    """Nothing, if a file of that name and size may join the others of its chat.

    :raises FileTypeRefused: its ending is not taken
    :raises InputInvalid: there is nothing in it
    :raises FileTooLarge: it is too large, or there would be too much in the chat
    """
    if ANY_ENDING not in limits.endings and ending(name) not in limits.endings:
        allowed = sorted(limits.endings)
        raise FileTypeRefused(f"Only these files are taken: {', '.join(allowed)}.", allowed=allowed)
    if size < 1:
        raise InputInvalid("There is nothing in the file.", field="size")
    if size > limits.file_bytes:
        raise FileTooLarge(
            f"A file may have {limits.file_bytes} bytes; this one has {size}.", limit=limits.file_bytes
        )
    left = limits.chat_bytes - sum(one.size for one in others)
    if size > left or len(others) >= MOST_FILES:
        raise FileTooLarge(
            f"The files of a chat may have {limits.chat_bytes} bytes together, and be {MOST_FILES}.",
            limit=max(0, left) if len(others) < MOST_FILES else 0,
        )


def content_type(name: str, content: bytes) -> str:
    """What is in a file, by its name and by its bytes: what the sender says does not count.

    :raises FileTypeRefused: the bytes are not what the name says
    """
    by_name = _TYPES.get(ending(name), _UNKNOWN)
    if by_name in SHOWN_INLINE:
        picture = _picture(content)  # of whichever sort: cameras and messengers mix up the names
        if picture:
            return picture
    elif _begins_well(ending(name), content):
        return by_name
    raise FileTypeRefused(f"What is in the file is not what its name says: {ending(name)}.")


def _is_mark(character: str) -> bool:
    # Invisible ones, such as those that turn the direction of writing: "exe.fdp" must not look like a PDF.
    return unicodedata.category(character) in {"Cf", "Cc", "Cs"} and character not in _JOINERS + "\t\n\r"


def _picture(content: bytes) -> str:
    for kind, beginnings in _PICTURES.items():
        if content.startswith(beginnings):
            return kind
    return "image/webp" if content[:4] == b"RIFF" and content[8:12] == b"WEBP" else ""


def _begins_well(end: str, content: bytes) -> bool:
    if end == "pdf":
        return b"%PDF-" in content[:_HEAD_BYTES]
    if end == "heic":
        return content[4:8] == b"ftyp"
    beginnings = _BEGINNINGS.get(end)
    return beginnings is None or content.startswith(beginnings)
