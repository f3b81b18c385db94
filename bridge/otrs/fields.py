"""Reads fields of OTRS's answers: IDs that are strings or numbers, flags, seconds since 1970, dates."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import TypeVar

from bridge.domain.errors import OtrsMisconfigured

_Word = TypeVar("_Word", bound=str)


class Fields:
    """A JSON object of an answer with its place in it, which error messages name.

    Every reader raises `OtrsMisconfigured` when the value cannot be what it should.
    """

    __slots__ = ("_place", "_values")

    def __init__(self, place: str, values: Mapping[str, object]) -> None:
        self._place = place
        self._values = values

    def id(self, name: str) -> str:
        """An identifier that must be there."""
        text = self.text(name)
        if not text:
            raise self._error(name)
        return text

    def text(self, name: str) -> str:
        """Text; empty when it is missing or null."""
        value = self._values.get(name)
        if value is None:
            return ""
        if isinstance(value, str):
            return value
        if isinstance(value, int) and not isinstance(value, bool):
            return str(value)
        raise self._error(name)

    def maybe_text(self, name: str) -> str | None:
        """Text; none when it is missing or null."""
        return None if self._values.get(name) is None else self.text(name)

    def one_of(self, name: str, words: tuple[_Word, ...]) -> _Word:
        """One of these words."""
        text = self.text(name)
        for word in words:
            if word == text:
                return word
        raise self._error(name)

    def flag(self, name: str) -> bool:
        """``0``, ``1``, ``"0"``, ``"1"``, ``""``, true, false; missing is no."""
        value = self._values.get(name)
        if value in (None, "", "0", 0):
            return False
        if value in ("1", 1):
            return True
        raise self._error(name)

    def time(self, name: str) -> datetime | None:
        """Whole seconds since 1970 as aware UTC; none for missing, empty or 0."""
        text = self.text(name)
        if text in ("", "0"):
            return None
        try:
            return datetime.fromtimestamp(int(text), UTC)
        except (ValueError, OverflowError, OSError) as error:
            raise self._error(name) from error

    def date(self, name: str) -> date | None:
        """``YYYY-MM-DD``; none for missing or empty."""
        text = self.text(name)
        if not text:
            return None
        try:
            return date.fromisoformat(text)
        except ValueError as error:
            raise self._error(name) from error

    def items(self, name: str) -> list[Fields]:
        """A list of objects that must be there."""
        value = self._values.get(name)
        if not isinstance(value, list):
            raise self._error(name)
        return [_object(f"{self._place}.{name}[{n}]", item) for n, item in enumerate(value)]

    def maybe_items(self, name: str) -> list[Fields]:
        """A list of objects; empty when it is missing."""
        return [] if self._values.get(name) is None else self.items(name)

    def ids(self, name: str) -> list[str]:
        """A list of identifiers; empty when it is missing."""
        value = self._values.get(name)
        if value is None:
            return []
        if not isinstance(value, list) or not all(
            isinstance(item, str | int) and not isinstance(item, bool) and item != "" for item in value
        ):
            raise self._error(name)
        return [str(item) for item in value]

    def object(self, name: str) -> Fields:
        """An object that must be there."""
        return _object(f"{self._place}.{name}", self._values.get(name))

    def texts(self) -> dict[str, frozenset[str]]:
        """This object as a mapping of names to lists of text."""
        result = {}
        for name, value in self._values.items():
            if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
                raise self._error(name)
            result[name] = frozenset(value)
        return result

    def _error(self, name: str) -> OtrsMisconfigured:
        return _not_understood(f"{self._place}.{name}", self._values.get(name))


def _object(place: str, value: object) -> Fields:
    if not isinstance(value, dict):
        raise _not_understood(place, value)
    return Fields(place, value)


def _not_understood(place: str, value: object) -> OtrsMisconfigured:
    return OtrsMisconfigured(
        f"The answer of OTRS is not understood: {place} is {type(value).__name__}. "
        "Do the versions of the bridge and of the add-on belong together?"
    )
