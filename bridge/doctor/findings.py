"""Everything that can be the matter, and the remedies. ``docs/operations/doctor.md`` has the same table."""

from __future__ import annotations

from enum import StrEnum
from typing import NamedTuple


class State(StrEnum):
    """How a link of the chain is. ``warning``: it works, but not well or not for long."""

    OK = "ok"
    WARNING = "warning"
    WRONG = "wrong"
    SKIPPED = "skipped"


class Finding(NamedTuple):
    """Something that can be the matter."""

    state: State
    remedy: str


def _wrong(remedy: str) -> Finding:
    return Finding(State.WRONG, remedy)


def _warning(remedy: str) -> Finding:
    return Finding(State.WARNING, remedy)


def _unchecked(remedy: str) -> Finding:
    return Finding(State.SKIPPED, remedy)


FINDINGS: dict[str, Finding] = {
    "settings.unusable": _wrong("Mend the settings; docs/configuration.md describes them."),
    "public-url.plain": _wrong(
        "Set CHATBRIDGE_PUBLIC_URL to an https address: identities and chats travel over it."
    ),
    "secrets.none": _wrong(
        "Set CHATBRIDGE_IDENTITY_SECRETS=otrs-1:SECRET with ChatBridge::Secret from OTRS's system "
        "configuration."
    ),
    "secrets.same": _wrong(
        "Give CHATBRIDGE_SECRET_KEY a secret of its own (openssl rand -base64 48): OTRS must not know it."
    ),
    "secrets.weak": _wrong("Replace it by a random one: openssl rand -base64 48."),
    "secrets.password": _wrong("Set CHATBRIDGE_OTRS_PASSWORD to the service agent's password."),
    "origins.plain": _warning("Name the https address of that web site in CHATBRIDGE_ALLOWED_ORIGINS."),
    "origins.otrs": _warning(
        "If agents open OTRS there, put OTRS and the service under one host, or add that origin to "
        "CHATBRIDGE_ALLOWED_ORIGINS."
    ),
    "ca-file.unreadable": _wrong(
        "CHATBRIDGE_OTRS_CA_FILE must name a readable file with certificates (PEM)."
    ),
    "database.unreachable": _wrong(
        "Start the database, check DATABASE_URL; for a new database run `bridge migrate`."
    ),
    "schema.old": _wrong("Run `bridge migrate`, then restart the service."),
    "redis.unreachable": _wrong("Start Redis, check REDIS_URL. Until then only one process hears of news."),
    "redis.refused": _wrong("Check user and password in REDIS_URL and what that user may do."),
    "service.down": _wrong(
        "Start it: `bridge serve` (Procfile: web). Check CHATBRIDGE_HOST and CHATBRIDGE_PORT."
    ),
    "service.other": _wrong("Another program has this port: stop it, or set CHATBRIDGE_PORT."),
    "service.unready": _wrong("Its log says why. Does it run with the same settings as this command?"),
    "service.version": _warning("Restart the service: it still runs the version before the upgrade."),
    "worker.none": _wrong("Start `bridge worker` (Procfile: worker); without it nothing goes to OTRS."),
    "worker.other": _wrong(
        "Start `bridge worker`, and give the chat a Redis database of its own: another application uses "
        "this one."
    ),
    "beat.never": _wrong(
        "Start exactly one `bridge beat` (Procfile: beat); without Redis restart the service. After a start "
        "it takes up to CHATBRIDGE_DIRECTORY_SECONDS."
    ),
    "beat.late": _wrong(
        "Start exactly one `bridge beat` (Procfile: beat); without Redis restart the service. After a start "
        "it takes up to CHATBRIDGE_DIRECTORY_SECONDS."
    ),
    "outbox.stuck": _wrong(
        "Nobody works on the hand-overs: restart worker and beat, and look into their logs."
    ),
    "outbox.waiting": _warning("They are tried again by themselves; remove the reason."),
    "mail.unreachable": _wrong(
        "Check host and port in CHATBRIDGE_SMTP_URL, whether that server runs, and firewalls."
    ),
    "mail.tls": _wrong(
        "Say in CHATBRIDGE_SMTP_URL what the server offers: tls=starttls (port 587) or tls=tls (port "
        "465). For a certificate of your own authority name its file in CHATBRIDGE_SMTP_CA_FILE."
    ),
    "mail.login": _wrong(
        "Check user and password in CHATBRIDGE_SMTP_URL; special characters are written as %XX."
    ),
    "mail.plain": _warning("Use tls=starttls: conversations and the password travel readable."),
    "pdf.engine": _wrong(
        "Install it (pip install 'chatbridge[pdf]' and Pango), or set CHATBRIDGE_PDF_ENGINE=auto."
    ),
    "pdf.fonts": _warning(
        "Install fonts-dejavu-core fonts-noto-core fonts-wqy-zenhei fonts-symbola (Debian), or name the "
        "folder of such fonts in CHATBRIDGE_FONT_DIRS."
    ),
    "otrs.none": _warning(
        "Set CHATBRIDGE_OTRS_URL; without an OTRS only visitors can chat, and with nobody."
    ),
    "address.unknown": _wrong("Check the host's name in the setting and this machine's DNS."),
    "address.closed": _wrong(
        "Check address and port in the setting, whether that web server runs, and firewalls. A public "
        "address that only this machine cannot reach: let its name lead to the web server here, too "
        "(/etc/hosts)."
    ),
    "tls.none": _warning("Use https: the service agent's password and the chats travel readable."),
    "tls.expired": _wrong("Renew the web server's certificate."),
    "tls.soon": _warning("Renew the web server's certificate."),
    "tls.name": _wrong("Use the name that the certificate is for, or get one for this name."),
    "tls.untrusted": _wrong(
        "Let the web server send the whole chain. If the certificate comes from an authority of your "
        "own, name that authority's file in CHATBRIDGE_OTRS_CA_FILE."
    ),
    "tls.failed": _wrong("Is this an https port? Check the scheme and the port of the address."),
    "interface.empty": _wrong(
        "Either there is no valid web service of that name: install the add-on or import ChatBridge.yml "
        "(without the add-on ChatBridgeStock.yml), and compare CHATBRIDGE_OTRS_WEBSERVICE. Or OTRS lacks the "
        "Perl module REST::Client, as Debian's "
        "packages do: apt install librest-client-perl, then restart its web server."
    ),
    "interface.not-found": _wrong(
        "CHATBRIDGE_OTRS_URL must be the address up to /otrs, without index.pl: below it is "
        "nph-genericinterface.pl."
    ),
    "interface.forbidden": _wrong(
        "Allow this machine's address for nph-genericinterface.pl in OTRS's web server."
    ),
    "interface.redirect": _wrong(
        "Set CHATBRIDGE_OTRS_URL to the place that it redirects to: redirects are not followed."
    ),
    "interface.failed": _wrong("Look into OTRS's log and its web server's error log."),
    "interface.not-json": _wrong(
        "CHATBRIDGE_OTRS_URL leads to something else, or a login page stands before it."
    ),
    "interface.late": _wrong("OTRS is overloaded, or a firewall swallows the connection; see its logs."),
    "operations.missing": _wrong(
        "Upgrade the add-on; then update the web service with the ChatBridge.yml of this version (without "
        "the add-on with its ChatBridgeStock.yml)."
    ),
    "credentials.wrong": _wrong(
        "Check CHATBRIDGE_OTRS_USER and CHATBRIDGE_OTRS_PASSWORD, and that this agent is valid in OTRS."
    ),
    "rights.group": _wrong(
        "Make the group chatbridge-service in OTRS, or set it valid, and give the service agent rw in it."
    ),
    "rights.missing": _wrong("Give the service agent rw in the group chatbridge-service."),
    "rights.many": _warning(
        "Take the other groups from the service agent: it needs chatbridge-service only."
    ),
    "version.differs": _warning("Bring the add-on and the service to the same version."),
    "version.unreadable": _wrong("Bring the add-on and the service to the same version."),
    "clock.differs": _wrong(
        "Set both clocks by NTP (timedatectl): tokens of OTRS are refused when the clocks differ."
    ),
    "secret.none": _wrong(
        "Set ChatBridge::Secret in OTRS's system configuration: at least 32 characters, and the same in "
        "CHATBRIDGE_IDENTITY_SECRETS."
    ),
    "secret.name": _wrong(
        "Add a pair of that name to CHATBRIDGE_IDENTITY_SECRETS; the name is ChatBridge::SecretKeyID in OTRS."
    ),
    "secret.differs": _wrong("Copy ChatBridge::Secret from OTRS into CHATBRIDGE_IDENTITY_SECRETS again."),
    "secret.untold": _warning("Upgrade the add-on: this one cannot show which secret it has."),
    "agents.group": _wrong("Make that group in OTRS, or give the channel another one."),
    "agents.none": _wrong("Give at least one agent rw in that group: nobody would see the requests."),
    "members.none": _wrong(
        "List at least one agent for that group in CHATBRIDGE_STOCK_AGENTS, such as anton:rw: nobody would "
        "see the requests."
    ),
    "service-agent.wrong": _wrong(
        "Check CHATBRIDGE_OTRS_USER and CHATBRIDGE_OTRS_PASSWORD, or leave the password empty: then there "
        "is no agent for the service."
    ),
    "csp.blocks": _wrong(
        "Put the service under OTRS's own host (/chatbridge/, otrs_config/README.md), where the policy "
        "of OTRS's pages allows it; set CHATBRIDGE_PUBLIC_URL and ChatBridge::WidgetURL to that."
    ),
    "public.not-mounted": _wrong(
        "Let the web server pass /chatbridge/ on to the service (otrs_config/README.md has the lines), "
        "reload it, and compare CHATBRIDGE_PUBLIC_URL."
    ),
    "public.down": _wrong(
        "The web server does not reach the service: start it, and compare address and port in the web "
        "server's lines with CHATBRIDGE_HOST and CHATBRIDGE_PORT."
    ),
    "public.refused": _wrong(
        "Let everybody reach /chatbridge/ in the web server: no login, no list of addresses."
    ),
    "public.redirect": _wrong("Set CHATBRIDGE_PUBLIC_URL to the place that it redirects to."),
    "public.failed": _wrong("Look into the error logs of the web server and of the service."),
    "widget.missing": _wrong("Let the web server pass on everything below /chatbridge/, also .js files."),
    "widget.changed": _wrong(
        "Something on the way changes the scripts or keeps old ones: exempt /chatbridge/ from caches and "
        "filters."
    ),
    "socket.upgrade-apache": _wrong(
        "Apache does not pass the upgrade on: add `upgrade=websocket` to its line `ProxyPass "
        "/chatbridge/ …` (needs 2.4.47 or newer)."
    ),
    "socket.upgrade-nginx": _wrong(
        "nginx does not pass the upgrade on: its location /chatbridge/ needs `proxy_set_header Upgrade "
        "$http_upgrade;` and `proxy_set_header Connection $chatbridge_connection;` with the map of "
        "otrs_config/README.md."
    ),
    "socket.upgrade": _wrong(
        "The proxy does not pass the upgrade on. Apache: `upgrade=websocket` in the line ProxyPass. "
        "nginx: `proxy_http_version 1.1;` and the headers Upgrade and Connection. Others: switch "
        "WebSockets on."
    ),
    "socket.http-1.0": _wrong(
        "The proxy speaks HTTP/1.0 to the service. nginx: add `proxy_http_version 1.1;` to the location "
        "/chatbridge/."
    ),
    "socket.origin": _wrong(
        "The web server must leave the header Origin as it is. Otherwise: restart the service, so that "
        "it has the CHATBRIDGE_PUBLIC_URL of now."
    ),
    "socket.refused": _wrong("The web server refuses /chatbridge/socket: allow it for everybody."),
    "socket.not-mounted": _wrong(
        "Let the web server pass on everything below /chatbridge/, also /chatbridge/socket."
    ),
    "socket.down": _wrong(
        "The web server does not reach the service for WebSockets: look at a separate line for "
        "/chatbridge/socket and its port."
    ),
    "socket.full": _wrong("Raise CHATBRIDGE_SOCKETS_MAX, or start more web processes."),
    "socket.unsupported": _wrong(
        "Start the service with `bridge serve`; other servers cannot hold its sockets."
    ),
    "socket.silent": _wrong(
        "The upgrade came through, but messages do not: look for something that buffers or inspects "
        "WebSockets."
    ),
    "socket.failed": _wrong("Look into the error logs of the web server and of the service."),
    "doctor.failed": _unchecked("This is a fault of the check itself; please report it."),
    "doctor.late": _unchecked("Something on the way swallows what is sent; firewalls do that. Try again."),
}

UNCHECKED = frozenset({"settings.unusable", "doctor.failed", "doctor.late"})
"""Findings that say: this could not be checked."""
