"""The files of a chat: what Archive takes, and what is stored of it."""

from __future__ import annotations

import base64
import binascii
import re

from bridge.sandbox.parameters import Parameters
from bridge.sandbox.world import File

MAX_FILES = 200
MAX_NAME_BYTES = 200
_MEDIA_TYPE = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+(?:; ?charset=[\w-]+)?", re.ASCII)
_CONTROL = re.compile("[\x00-\x1f\x7f-\x9f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
_UNSAFE = re.compile(r'[/\\:*?"<>|]')


def read_files(parameters: Parameters) -> tuple[tuple[File, ...], tuple[File, ...]]:
    """Those for the customer and those for agents only.

    :raises OperationError: something is wrong with one
    """
    items = parameters.objects("Files")
    if len(items) > MAX_FILES:
        raise parameters.invalid("Files", f"must have at most {MAX_FILES} files")
    found = [_file(item) for item in items]
    visible, internal = ([file for file, to_see in found if to_see is side] for side in (True, False))
    return _named_apart(visible), _named_apart(internal)


def _file(item: Parameters) -> tuple[File, bool]:
    for needed in ("Filename", "ContentType", "Content"):
        if needed not in item:
            raise item.invalid(needed, "is missing")
    name, content_type = item.raw("Filename"), item.raw("ContentType")
    if not 1 <= len(name) <= 255:
        raise item.invalid("Filename", "must have 1 to 255 characters")
    if len(content_type) > 100 or not _MEDIA_TYPE.fullmatch(content_type):
        raise item.invalid("ContentType", "must be a media type, as text/plain")
    visible = item.raw("VisibleForCustomer")
    if visible not in ("", "0", "1"):
        raise item.invalid("VisibleForCustomer", "must be 0 or 1")
    try:
        content = base64.b64decode(item.raw("Content"), validate=True)
    except (binascii.Error, ValueError) as error:
        raise item.invalid("Content", "must be Base64") from error
    return File(_clean(name), content_type, content), visible == "1"


def _clean(name: str) -> str:
    name = " ".join(_UNSAFE.sub("_", _CONTROL.sub("", name)).split()).lstrip(". ")
    stem, dot, ending = name.rpartition(".")
    if not stem or not 1 <= len(ending) <= 15:
        stem, dot, ending = name, "", ""
    while len(f"{stem}{dot}{ending}".encode()) > MAX_NAME_BYTES:
        stem = stem[:-1]
    return f"{stem}{dot}{ending}" or "file"


def _named_apart(files: list[File]) -> tuple[File, ...]:
    """Each with a name of its own, as OTRS may overwrite a file by its namesake."""
    seen: set[str] = set()
    result = []
    for file in files:
        name, number = file.name, 1
        stem, dot, ending = name.rpartition(".")
        while name.lower() in seen:
            number += 1
            name = f"{stem}-{number}{dot}{ending}" if dot else f"{file.name}-{number}"
        seen.add(name.lower())
        result.append(File(name, file.content_type, file.content))
    return tuple(result)
