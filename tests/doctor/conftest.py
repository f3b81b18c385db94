"""What the doctor's tests share."""

from pathlib import Path

import pytest

from tests.databases import template

__all__ = ["template"]


@pytest.fixture(autouse=True)
def _no_trust_of_the_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whom a machine trusts besides is not for the tests."""
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE", "SSL_CERT_FILE", "SSL_CERT_DIR"):
        monkeypatch.delenv(name, raising=False)


@pytest.fixture(scope="session")
def template_database(template: Path) -> str:
    """The address of a migrated, empty SQLite file that nobody writes to."""
    return f"sqlite:///{template}"
