"""The web service for an OTRS without the add-on."""

from pathlib import Path

WEB_SERVICE = "ChatBridgeStock"


def web_service() -> str:
    """What an administrator imports."""
    file = Path(__file__).parents[2] / "otrs_config" / "ChatBridgeStock.yml"
    return file.read_text(encoding="utf-8")
