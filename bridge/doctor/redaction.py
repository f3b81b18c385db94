"""Keeps secrets out of what the doctor says, also where somebody else's error message has one."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import quote, unquote, urlsplit

from bridge.settings import Settings

_SHORTEST = 4


def redactor(settings: Settings) -> Callable[[str], str]:
    """A function that replaces every secret of these settings in a text."""
    plain = [settings.secret_key, settings.otrs_password, *settings.identity_secrets.values()]
    for url in (settings.database_url, settings.redis_url):
        plain.append(urlsplit(url).password or "")
    if settings.smtp is not None:
        plain.append(settings.smtp.password)
    secrets = {form for one in plain for form in (one, quote(one, safe=""), unquote(one))}
    longest_first = sorted((one for one in secrets if len(one) >= _SHORTEST), key=len, reverse=True)

    def redact(text: str) -> str:
        for secret in longest_first:
            text = text.replace(secret, "***")
        return text

    return redact
