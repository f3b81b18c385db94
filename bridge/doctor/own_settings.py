"""The service's own settings: what can be used and is no good idea all the same."""

from __future__ import annotations

from ipaddress import ip_address
from urllib.parse import urlsplit

from bridge.doctor.case import Case
from bridge.doctor.results import Result, finding, ok
from bridge.doctor.tls import problem_of
from bridge.parsing import origin_of

_FEWEST_CHARACTERS = 10
"""A random text of 32 characters has more different ones; ``change-me-change-me-…`` has not."""


def on_this_machine(url: str) -> bool:
    """Whether an address leads to the machine itself."""
    host = urlsplit(url).hostname or ""
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return host == "localhost" or host.endswith(".localhost")


def public_url(case: Case) -> Result:
    """Browsers come over https, or from this machine."""
    url = case.settings.public_url
    if url.startswith("https://"):
        return ok(url)
    if on_this_machine(url):
        return ok(f"{url} (this machine only)")
    return finding("public-url.plain", f"{url} is not encrypted")


def secrets(case: Case) -> Result:
    """There are secrets, different ones, and they look random."""
    settings = case.settings
    shared = settings.identity_secrets
    with_add_on = settings.otrs_url and settings.otrs_way == "addon"
    if with_add_on and not shared:
        return finding("secrets.none", "there is no secret for OTRS's tokens")
    if settings.secret_key in shared.values():
        return finding("secrets.same", "CHATBRIDGE_SECRET_KEY is also in CHATBRIDGE_IDENTITY_SECRETS")
    named = {"CHATBRIDGE_SECRET_KEY": settings.secret_key}
    named |= {f"{name} in CHATBRIDGE_IDENTITY_SECRETS": secret for name, secret in shared.items()}
    weak = [name for name, secret in named.items() if len(set(secret)) < _FEWEST_CHARACTERS]
    if weak:
        return finding("secrets.weak", f"{' and '.join(weak)}: not random")
    if with_add_on and not settings.otrs_password:
        return finding("secrets.password", "the service agent's password is empty")
    return ok(f"keys for tokens: {', '.join(shared) or 'none'}")


def origins(case: Case) -> Result:
    """The web sites that may use the service."""
    settings = case.settings
    plain = [o for o in settings.allowed_origins if o.startswith("http://") and not on_this_machine(o)]
    if plain:
        return finding("origins.plain", f"not encrypted: {', '.join(sorted(plain))}")
    otrs = settings.otrs_url
    if otrs and origin_of(otrs) not in settings.origins and not on_this_machine(otrs):
        return finding("origins.otrs", f"pages of {origin_of(otrs)} may not use the service")
    return ok(", ".join(sorted(settings.origins)))


def ca_file(case: Case) -> Result:
    """The file with one's own certificate authority."""
    file = case.settings.otrs_ca_file
    if not file:
        return ok("none of your own")
    problem = problem_of(file)
    return finding("ca-file.unreadable", f"{file}: {problem}") if problem else ok(file)
