"""Content-Security-Policy, as far as scripts and connections go (Content Security Policy Level 3)."""

from __future__ import annotations

from collections.abc import Iterable
from urllib.parse import urlsplit

_FALL_BACK = {
    "script-src": ("script-src-elem", "script-src", "default-src"),
    "connect-src": ("connect-src", "default-src"),
}
_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443}
# An allowed scheme also allows the safer one, and browsers let sockets through where HTTP is allowed.
_INCLUDES = {
    "http": {"http", "https", "ws", "wss"},
    "https": {"https", "wss"},
    "ws": {"ws", "wss"},
    "wss": {"wss"},
}


def blocking(headers: Iterable[str], directive: str, page: str, url: str) -> str:
    """What of the policies keeps a page from an address, such as ``script-src 'self'``; empty: nothing.

    :param headers: the values of the header; each may have several policies, separated by commas
    :param directive: ``script-src`` (for an element in the page) or ``connect-src``
    """
    for policy in (policy for header in headers for policy in header.split(",")):
        found = _relevant(policy, directive)
        if found is not None and not _allows(found[1], page, url):
            return " ".join([found[0], *found[1]])
    return ""


def _relevant(policy: str, directive: str) -> tuple[str, list[str]] | None:
    named: dict[str, list[str]] = {}
    for part in policy.split(";"):
        name, *sources = part.split() or [""]
        named.setdefault(name.lower(), sources)  # of several with one name the first holds
    for name in _FALL_BACK[directive]:
        if name in named:
            return name, named[name]
    return None


def _allows(sources: list[str], page: str, url: str) -> bool:
    if "'strict-dynamic'" in sources and url.startswith("http"):
        return False  # only scripts with a nonce or a hash count then, and the chat's has none
    return any(_matches(source, page, url) for source in sources)


def _matches(source: str, page: str, url: str) -> bool:
    wanted, own = urlsplit(url), urlsplit(page)
    port = wanted.port or _PORTS[wanted.scheme]
    if source == "*":
        return True
    if source.lower() == "'self'":
        same_port = port == (own.port or _PORTS[own.scheme])
        usual = port == _PORTS[wanted.scheme] and own.port in {None, _PORTS[own.scheme]}
        return (
            wanted.hostname == own.hostname
            and wanted.scheme in _INCLUDES[own.scheme]
            and (same_port or usual)
        )
    if source.startswith("'"):
        return False
    if source.endswith(":"):
        return wanted.scheme in _INCLUDES.get(source[:-1].lower(), set())
    with_scheme = source if "://" in source else f"{own.scheme}://{source}"
    allowed = _split(with_scheme)
    return (
        wanted.scheme in _INCLUDES.get(allowed[0], set())
        and _host(allowed[1], wanted.hostname or "")
        and (allowed[2] in {"*", str(port)} or (not allowed[2] and port == _PORTS[wanted.scheme]))
        and _path(allowed[3], wanted.path)
    )


def _split(source: str) -> tuple[str, str, str, str]:
    scheme, _, rest = source.partition("://")
    place, slash, path = rest.partition("/")
    host, _, port = place.rpartition(":") if place[-1:] != "]" and ":" in place else (place, "", "")
    return scheme.lower(), host.lower().strip("[]"), port, slash + path


def _host(allowed: str, host: str) -> bool:
    return host.endswith(allowed[1:]) if allowed.startswith("*.") else allowed in {"*", host}


def _path(allowed: str, path: str) -> bool:
    return path.startswith(allowed) if allowed.endswith("/") else allowed in {"", path}
