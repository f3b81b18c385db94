"""The OTRS stand-in: a small server that speaks the same REST as an OTRS with the add-on, for trying things.

It knows nothing of the rest of the bridge: both keep to ``docs/otrs-operations.md``.
"""

from bridge.sandbox.app import create_sandbox
from bridge.sandbox.config import SandboxConfig

__all__ = ["SandboxConfig", "create_sandbox"]
