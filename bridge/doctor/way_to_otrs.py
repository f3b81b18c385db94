"""The way to OTRS's web server: name, port, certificate."""

from __future__ import annotations

import socket
from dataclasses import replace
from urllib.parse import urlsplit

from bridge.doctor.case import Case
from bridge.doctor.http import proxy_for
from bridge.doctor.own_settings import on_this_machine
from bridge.doctor.results import Result, finding, ok
from bridge.doctor.tls import certificate, service_authorities

_SECONDS = 5


def connected(case: Case) -> Result:
    """Is there an OTRS at all?"""
    settings = case.settings
    if not settings.otrs_url:
        return finding("otrs.none", "no OTRS is connected")
    way = "without the add-on" if settings.otrs_way == "stock" else f"agent {settings.otrs_user}"
    return ok(f"{settings.otrs_url}, web service {settings.otrs_webservice}, {way}")


def address(case: Case) -> Result:
    """Does somebody answer there?"""
    return reach(case.settings.otrs_url)


def tls(case: Case) -> Result:
    """Is the way encrypted, and with whom?"""
    url = case.settings.otrs_url
    if url.startswith("https:") and proxy_for(url):
        return ok("the HTTP proxy's matter")
    if url.startswith("https:"):
        result = certificate(url, case.otrs.trust)
        trusted = f"{result.found}; trusted is {service_authorities(case.settings.otrs_ca_file)}"
        return replace(result, found=trusted) if result.finding == "tls.untrusted" else result
    if on_this_machine(url):
        return ok("not needed on this machine")
    return finding("tls.none", f"{url} is not encrypted")


def reach(url: str) -> Result:
    """Whether a TCP connection to the host of an address comes about."""
    if proxy_for(url):
        return ok("through the HTTP proxy of the environment")
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or {"http": 80, "https": 443}[parts.scheme]
    try:
        with socket.create_connection((host, port), _SECONDS) as connection:
            return ok(f"{host} is {connection.getpeername()[0]}, and port {port} is open")
    except socket.gaierror as error:
        return finding("address.unknown", f"{host}: {error.strerror}")
    except OSError as error:
        return finding("address.closed", f"{host}, port {port}: {error.strerror or error}")
