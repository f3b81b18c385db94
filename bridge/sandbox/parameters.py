"""The parameters of an operation, and its refusals."""

from __future__ import annotations

import re
from collections.abc import Mapping


class OperationError(Exception):
    """A refusal. `kind` is one of those in ``docs/otrs-operations.md``, "Errors"."""

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(f"{kind}: {message}")
        self.kind = kind
        self.message = message


class Parameters:
    """A JSON object of the call. Readers raise `OperationError`, naming the parameter."""

    def __init__(self, values: Mapping[str, object], place: str = "") -> None:
        self._values = values
        self._place = place

    def text(self, name: str, length: int = 0) -> str:
        """Text or a number as text, trimmed; empty when it is missing. `length`: its limit, if any."""
        text = self.raw(name).strip()
        if length and len(text) > length:
            raise self.invalid(name, "is too long")
        return text

    def raw(self, name: str) -> str:
        """Text or a number as text, as it is; empty when it is missing."""
        value = self._values.get(name)
        if value is None:
            return ""
        if isinstance(value, bool) or not isinstance(value, str | int):
            raise self.invalid(name, "must be a string")
        return str(value)

    def required(self, name: str, length: int = 0) -> str:
        """Text that must be there."""
        text = self.text(name, length)
        if not text:
            raise self.missing(name)
        return text

    def id(self, name: str) -> int | None:
        """A positive whole number; none when it is missing or empty."""
        text = self.text(name)
        if text and not re.fullmatch(r"[1-9][0-9]{0,17}", text):
            raise self.invalid(name, "must be a positive number")
        return int(text) if text else None

    def required_id(self, name: str) -> int:
        """A positive whole number that must be there."""
        number = self.id(name)
        if number is None:
            raise self.missing(name)
        return number

    def object(self, name: str) -> Parameters:
        """An object that must be there."""
        value = self._values.get(name)
        if value is None:
            raise self.missing(name)
        if not isinstance(value, dict):
            raise self.invalid(name, "must be an object")
        return Parameters(value, f"{self._place}{name}.")

    def objects(self, name: str) -> list[Parameters]:
        """A list of objects; empty when it is missing."""
        value = self._values.get(name)
        if value is None:
            return []
        if not isinstance(value, list):
            raise self.invalid(name, "must be a list")
        result = []
        for number, item in enumerate(value):
            place = f"{self._place}{name}[{number}]"
            if not isinstance(item, dict):
                raise OperationError("InvalidParameter", f"{place} must be an object.")
            result.append(Parameters(item, f"{place}."))
        return result

    def __contains__(self, name: str) -> bool:
        return self._values.get(name) is not None

    def invalid(self, name: str, reason: str) -> OperationError:
        """The refusal of a value."""
        return OperationError("InvalidParameter", f"{self._place}{name} {reason}.")

    def missing(self, name: str) -> OperationError:
        """The refusal for want of a value."""
        return OperationError("MissingParameter", f"{self._place}{name} is missing.")
