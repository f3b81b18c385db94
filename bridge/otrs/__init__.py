"""The connection to OTRS. OTRS's own spelling of things stays in this package."""

from bridge.otrs.client import GenericInterfaceClient
from bridge.otrs.gateway import OtrsGateway

__all__ = ["GenericInterfaceClient", "OtrsGateway"]
