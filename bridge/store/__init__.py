"""The database: the log, channels, people, the outbox."""

from bridge.store.database import Database
from bridge.store.engine import make_engine

__all__ = ["Database", "make_engine"]
