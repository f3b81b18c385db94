"""The surroundings of ``bridge run``: settings for a first try, and the OTRS stand-in beside it."""

from __future__ import annotations

import os
import secrets
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from werkzeug.serving import make_server

from bridge.domain.errors import OtrsUnavailable
from bridge.domain.policy import Policy
from bridge.sandbox import SandboxConfig, create_sandbox
from bridge.services import directory
from bridge.services.context import Context
from bridge.settings import Settings

_HOST = "127.0.0.1"
_KEY_FILE = Path("var/secret-key")
_START_SECONDS = 10
_STOP_SECONDS = 5

_NOTICE = """
ChatBridge is running. Nothing of it is an OTRS: the stand-in plays its part, and forgets all when you stop.

  Visitor        {otrs}/shop
  Agent          {otrs}/otrs/index.pl      (anton and cem have the channel, berta has not)
  Customer       {otrs}/otrs/customer.pl   (carla)
  Stand-in       {otrs}/                   (what it holds, and a switch that makes OTRS unreachable)
  Service        {bridge}/healthz

Open the visitor and the agent side by side, write as the visitor, accept as anton, create a phone ticket.

Your own OTRS or Znuny: install the add-on (otrs_config/README.md), then set CHATBRIDGE_OTRS_URL,
CHATBRIDGE_OTRS_PASSWORD and CHATBRIDGE_IDENTITY_SECRETS (docs/configuration.md) and start again.

Ctrl-C stops everything.
"""


@contextmanager
def surroundings(
    environ: Mapping[str, str], port: int, otrs_port: int
) -> Iterator[tuple[dict[str, str], str]]:
    """The environment for a first try, and what to tell the person; the stand-in runs meanwhile.

    What is set already stays. With ``CHATBRIDGE_OTRS_URL`` set there is no stand-in.
    """
    values = dict(environ)
    port = _free(int(values.setdefault("CHATBRIDGE_PORT", str(port))))
    values["CHATBRIDGE_PORT"] = str(port)
    values.setdefault("CHATBRIDGE_PUBLIC_URL", f"http://{_HOST}:{port}/chatbridge")
    values.setdefault("CHATBRIDGE_SECRET_KEY", _kept_key())
    values.pop("REDIS_URL", None)
    bridge = values["CHATBRIDGE_PUBLIC_URL"]
    if values.get("CHATBRIDGE_OTRS_URL"):
        yield values, f"\nChatBridge is running at {bridge}, for {values['CHATBRIDGE_OTRS_URL']}.\n"
        return
    otrs_port = _free(otrs_port)
    otrs = f"http://{_HOST}:{otrs_port}"
    values["CHATBRIDGE_OTRS_URL"] = f"{otrs}/otrs"
    values["CHATBRIDGE_OTRS_PASSWORD"] = secrets.token_urlsafe(24)
    values["CHATBRIDGE_IDENTITY_SECRETS"] = f"otrs-1:{secrets.token_urlsafe(48)}"
    values["CHATBRIDGE_ALLOWED_ORIGINS"] = otrs
    command = [sys.executable, "-m", "bridge", "sandbox", "--port", str(otrs_port)]
    stand_in = subprocess.Popen(command, env=values)  # noqa: S603  (our own command)
    try:
        yield values, _NOTICE.format(otrs=otrs, bridge=bridge)
    finally:
        stand_in.terminate()
        try:
            stand_in.wait(_STOP_SECONDS)
        except subprocess.TimeoutExpired:
            stand_in.kill()


def first_steps(context: Context) -> None:
    """In a first try agents are known, and there for visitors without being asked. What was set stays."""
    with context.db.write() as tx:
        if tx.policy.read().version == 0:
            tx.policy.save(Policy(version=1, external_needs_question=False))
    patience = time.monotonic() + _START_SECONDS
    while time.monotonic() < patience:
        with suppress(OtrsUnavailable):  # the stand-in is about to answer
            directory.refresh(context)
            return
        time.sleep(0.1)


def serve_stand_in(settings: Settings, host: str, port: int) -> None:
    """Serve the OTRS stand-in until the process is told to end."""
    (key_id, secret), *_ = settings.identity_secrets.items()
    config = SandboxConfig(
        bridge_url=settings.public_url,
        secret=secret,
        secret_key_id=key_id,
        service_user=settings.otrs_user,
        service_password=settings.otrs_password,
    )
    server = make_server(host, port, create_sandbox(config), threaded=True)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        server.server_close()


def _free(port: int) -> int:
    """This port, or one that is free if it is taken."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((_HOST, port))
        except OSError:
            probe.bind((_HOST, 0))
        return int(probe.getsockname()[1])


def _kept_key() -> str:
    """The service's own key, the same at every start, so that visitors' chats survive one."""
    if not _KEY_FILE.exists():
        _KEY_FILE.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(_KEY_FILE, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(48))
    return _KEY_FILE.read_text(encoding="utf-8")
