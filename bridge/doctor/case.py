"""What the checks look at, and what one of them learns for the next."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from typing import TYPE_CHECKING

from bridge.doctor.http import Web
from bridge.doctor.tls import public_trust, service_trust
from bridge.domain.directory import Directory
from bridge.domain.errors import OtrsError

if TYPE_CHECKING:
    from bridge.app import Bridge
    from bridge.settings import Settings


@dataclass(frozen=True, slots=True)
class LookedUp:
    """OTRS's directory or why there is none, and our time before and after the question."""

    answer: Directory | OtrsError
    before: datetime
    after: datetime

    @property
    def clock_difference(self) -> timedelta:
        """By how much OTRS's clock is before (negative: behind) ours, beyond what the question took."""
        if isinstance(self.answer, OtrsError):
            return timedelta()
        second = timedelta(seconds=1)  # OTRS tells whole seconds
        if self.answer.clock > self.after:
            return self.answer.clock - self.after
        return min(timedelta(), self.answer.clock + second - self.before)


@dataclass
class Case:
    """One examination of the wired service."""

    bridge: Bridge
    objection: str = ""
    """Why OTRS does not let the service agent call, although the password is right; empty: it does."""

    @property
    def settings(self) -> Settings:
        """The service's settings."""
        return self.bridge.settings

    @cached_property
    def otrs(self) -> Web:
        """The way to OTRS, with the trust and the patience of the service's client."""
        return Web(service_trust(self.settings.otrs_ca_file), self.settings.otrs_timeout)

    @cached_property
    def public(self) -> Web:
        """The way to the public address, as near to a browser's as can be."""
        return Web(public_trust(self.settings.otrs_ca_file), 8)

    @cached_property
    def directory(self) -> LookedUp:
        """OTRS's directory, asked once with the service's own client."""
        context = self.bridge.context
        before = context.clock()
        answer: Directory | OtrsError
        try:
            answer = context.otrs.directory()
        except OtrsError as error:
            answer = error
        return LookedUp(answer, before, context.clock())
