"""Ports of what administrators set."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Protocol

from bridge.domain.channels import Channel, ChannelRecord
from bridge.domain.policy import Policy


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
