"""Certificates: whom the service trusts, and how a server's certificate looks to it."""

from __future__ import annotations

import os
import socket
import ssl
import time
from pathlib import Path
from urllib.parse import urlsplit

import certifi

from bridge.doctor.results import Result, finding, ok

DAYS_LEFT = 14
"""With fewer days left, a certificate that renews itself would have done so."""

_SECONDS = 8
_DAY = 86400
# X509_V_ERR_… of OpenSSL: not yet valid, expired; other host name, other address.
_OUT_OF_TIME = {9, 10}
_OTHER_NAME = {62, 64}


def service_trust(ca_file: str) -> ssl.SSLContext:
    """Whom the service's calls to OTRS trust."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    _load(context, service_authorities(ca_file))
    return context


def service_authorities(ca_file: str) -> str:
    """The file that it trusts. With the library requests, variables of the environment go before all else."""
    named = os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE")
    return named or ca_file or certifi.where()


def public_trust(ca_file: str) -> ssl.SSLContext:
    """The system's authorities, the usual ones, and one's own: nearly what browsers trust."""
    context = ssl.create_default_context()
    _load(context, certifi.where())
    if ca_file:
        _load(context, ca_file)
    return context


def certificate(url: str, trust: ssl.SSLContext) -> Result:
    """How the certificate of an https address looks."""
    parts = urlsplit(url)
    host, port = parts.hostname or "", parts.port or 443
    try:
        with (
            socket.create_connection((host, port), _SECONDS) as plain,
            trust.wrap_socket(plain, server_hostname=host) as secured,
        ):
            presented = secured.getpeercert() or {}
    except ssl.SSLCertVerificationError as error:
        return _refused(error)
    except (ssl.SSLError, OSError) as error:
        return finding("tls.failed", f"no TLS connection to {host}:{port}: {_reason(error)}")
    days = int((ssl.cert_time_to_seconds(str(presented["notAfter"])) - time.time()) // _DAY)
    if days < DAYS_LEFT:
        return finding("tls.soon", f"the certificate of {host} is good for {days} more days")
    return ok(f"the certificate of {host} is good for {days} days")


def _refused(error: ssl.SSLCertVerificationError) -> Result:
    code = "tls.untrusted"
    if error.verify_code in _OUT_OF_TIME:
        code = "tls.expired"
    elif error.verify_code in _OTHER_NAME:
        code = "tls.name"
    return finding(code, f"the certificate is refused: {error.verify_message}")


def _reason(error: OSError) -> str:
    return getattr(error, "reason", None) or error.strerror or str(error) or type(error).__name__


def problem_of(ca_file: str) -> str:
    """What keeps a file of authorities from being used; empty: nothing."""
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(**_named(ca_file))
    except OSError as error:
        return _reason(error)
    return ""


def _load(context: ssl.SSLContext, place: str) -> None:
    if not problem_of(place):
        context.load_verify_locations(**_named(place))


def _named(place: str) -> dict[str, str]:
    return {"capath" if Path(place).is_dir() else "cafile": place}
