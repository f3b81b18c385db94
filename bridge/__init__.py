"""ChatBridge: live chat for OTRS Community Edition and Znuny."""

__version__ = "0.1.0"
