"""A Znuny without the add-on, and what its administrator finds in ``docs/without-add-on.md``."""

import re
from pathlib import Path

from tests.env.people import PEOPLE, agent
from tests.env.znuny import Znuny

WEB_SERVICE = "ChatBridgeStock"
ROOT = Path(__file__).parents[2]
SERVICE_LOGIN = "service"


def start_stock_znuny() -> Znuny:
    """It has the web service, an agent for the service, and Dora, who may only read."""
    znuny = Znuny().start()
    try:
        znuny.setup(
            [
                *PEOPLE,
                agent("dora", "dora", "Dora Agent", "dora@example.com", {"users": "ro"}),
                agent(SERVICE_LOGIN, SERVICE_LOGIN, "Service Agent", "s@example.com", {"users": "rw"}),
            ]
        )
        file = ROOT / "otrs_config" / "ChatBridgeStock.yml"
        znuny.import_web_service(file.read_text(encoding="utf-8"), WEB_SERVICE)
    except BaseException:
        znuny.stop()
        raise
    return znuny


def snippets(kind: str) -> list[str]:
    """The pieces of configuration in the documentation, of ``nginx`` or ``apache``."""
    text = (ROOT / "docs" / "without-add-on.md").read_text(encoding="utf-8")
    return re.findall(rf"^```{kind}\n(.*?)^```", text, re.DOTALL | re.MULTILINE)
