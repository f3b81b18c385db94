"""The public address: what browsers come through before they are at the service."""

from __future__ import annotations

from bridge.doctor.case import Case
from bridge.doctor.http import NoReply, Reply, proxy_for
from bridge.doctor.results import Result, finding, ok
from bridge.doctor.tls import certificate
from bridge.doctor.way_to_otrs import reach
from bridge.widget import Widget

_DOWN = {502, 503, 504}
_NO_REPLY = {"unknown": "address.unknown", "closed": "address.closed", "tls": "tls.failed"}


def address(case: Case) -> Result:
    """Does somebody answer there?"""
    return reach(case.settings.public_url)


def tls(case: Case) -> Result:
    """Is the certificate good?"""
    url = case.settings.public_url
    if not url.startswith("https:"):
        return ok("not used")
    return ok("the HTTP proxy's matter") if proxy_for(url) else certificate(url, case.public.trust)


def health(case: Case) -> Result:
    """Does the web server pass requests on to the service?"""
    url = f"{case.settings.public_url}/healthz"
    try:
        reply = case.public.get(url)
    except NoReply as error:
        return finding(_NO_REPLY.get(error.kind, "public.failed"), f"{url}: {error}")
    if reply.status != 200:
        return finding(_code(reply), f"{url}: HTTP {reply.status} {reply.location}".rstrip())
    if (reply.json() or {}).get("status") != "ok":
        return finding("public.not-mounted", f"{url}: something else answers")
    return ok(f"{url} answers")


def widget(case: Case) -> Result:
    """Do the widget's scripts arrive as they are?"""
    missing, changed = [], []
    installed = Widget()
    scripts = {name: one for name, one in installed.assets.items() if name.endswith(".js")}
    for name, script in scripts.items():
        try:
            reply = case.public.get(f"{case.settings.public_url}/widget/{installed.version}/{name}")
        except NoReply as error:
            return finding("public.failed", f"{name}: {error}")
        if reply.status != 200:
            missing.append(f"{name} (HTTP {reply.status})")
        elif reply.body != script.body or "javascript" not in _type(reply):
            changed.append(name)
    if missing:
        return finding("widget.missing", _few(missing))
    if changed:
        return finding("widget.changed", f"not as installed: {_few(changed)}")
    return ok(f"{len(scripts)} scripts arrive as installed")


def _code(reply: Reply) -> str:
    if reply.status in _DOWN:
        return "public.down"
    if reply.status in {401, 403}:
        return "public.refused"
    if 300 <= reply.status < 400:
        return "public.redirect"
    return "public.not-mounted" if reply.status in {404, 405} else "public.failed"


def _type(reply: Reply) -> str:
    return reply.headers.get("Content-Type", "")


def _few(names: list[str]) -> str:
    shown = ", ".join(names[:3])
    return shown if len(names) <= 3 else f"{shown} and {len(names) - 3} more"
