"""The ``bridge`` command: everything that one runs by hand."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path

import click
from dotenv import load_dotenv

from bridge import __version__, app, demo, doctor
from bridge.domain.errors import OtrsError
from bridge.domain.people import NAME_CHARS, Kind
from bridge.domain.text import clean_line
from bridge.server import Server
from bridge.services import directory, handover, removal, retention
from bridge.settings import Settings, SettingsError, load
from bridge.store.migrate import is_current, upgrade


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="bridge")
def main() -> None:
    """ChatBridge: live chat for OTRS Community Edition and Znuny.

    Settings come from the environment, in development also from a file .env; docs/configuration.md lists
    them.
    """


@main.command()
@click.option("--port", default=8080, show_default=True, help="The chat service's port.")
@click.option("--otrs-port", default=8081, show_default=True, help="The OTRS stand-in's port.")
def run(port: int, otrs_port: int) -> None:
    """Try it: the whole chat in one process on SQLite, with an OTRS stand-in. Ctrl-C ends it.

    With CHATBRIDGE_OTRS_URL set it connects to that OTRS instead of the stand-in.
    """
    load_dotenv(".env")
    with demo.surroundings(os.environ, port, otrs_port) as (environ, notice):
        settings = _settings(environ)
        bridge = app.build(settings)
        upgrade(bridge.engine)
        if not os.environ.get("CHATBRIDGE_OTRS_URL"):
            demo.first_steps(bridge.context)
        bridge.engine.dispose()
        click.echo(notice)
        Server(settings).run()


@main.command()
def serve() -> None:
    """The web process: HTTP and the sockets."""
    settings = _settings()
    bridge = app.build(settings)
    if not is_current(bridge.engine):
        sys.exit("The database has not the newest schema: run `bridge migrate` first.")
    bridge.engine.dispose()
    Server(settings).run()


@main.command()
def worker() -> None:
    """The background worker: hand-overs to OTRS, the directory. Needs REDIS_URL."""
    settings = _with_redis(_settings())
    argv = ["worker", "--pool=threads", f"--concurrency={settings.worker_threads}"]
    argv += ["--without-gossip", "--without-mingle", f"--loglevel={settings.log_level}"]
    app.build(settings).celery.worker_main(argv)


@main.command()
@click.option(
    "--schedule", default="var/beat-schedule", show_default=True, help="Where it notes its last runs."
)
def beat(schedule: str) -> None:
    """The clock for the background worker; exactly one of it. Needs REDIS_URL."""
    settings = _with_redis(_settings())
    Path(schedule).parent.mkdir(parents=True, exist_ok=True)
    argv = ["beat", f"--schedule={schedule}", f"--loglevel={settings.log_level}", "--pidfile="]
    app.build(settings).celery.start(argv)


@main.command()
def migrate() -> None:
    """Bring the database to the newest schema, and make the default channel if there is none."""
    bridge = app.build(_settings())
    upgrade(bridge.engine)
    app.prepare(bridge)
    click.echo("The database is up to date.")


@main.command()
def refresh() -> None:
    """Fetch agents and groups from OTRS now."""
    try:
        found = directory.refresh(app.build(_settings()).context)
    except OtrsError as error:
        sys.exit(f"OTRS: {error.message}")
    click.echo(f"{found.framework}, add-on {found.add_on_version}, time zone {found.time_zone}:")
    click.echo(f"{len(found.agents)} agents, {len(found.groups)} groups.")


@main.command()
@click.argument("handover_id")
def deliver(handover_id: str) -> None:
    """Deliver one waiting hand-over now, and say how it went."""
    done = handover.deliver(app.build(_settings()).context, handover_id, early=True)
    click.echo("Delivered." if done else "Not delivered; it may be done, refused, taken or waiting again.")


@main.command("retention")
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
def remove_old_chats(dry_run: bool) -> None:
    """Remove the chats whose channel does not keep them any longer; beat does it every hour."""
    found = retention.run(app.build(_settings()).context, dry=dry_run)
    for one in found:
        click.echo(f"{one.channel}: {one.removed.chats} chats {'would go' if dry_run else 'removed'}.")
    if not found:
        click.echo("Every channel keeps its chats for ever.")


@main.command()
@click.argument("kind", type=click.Choice([kind.value for kind in Kind]))
@click.argument("ref", required=False)
@click.option(
    "--ticket", default="", help="Instead of REF: the customer or visitor of the chat on this ticket."
)
@click.option("--chat", default="", help="Instead of REF: the customer or visitor of the chat with this id.")
@click.option("--name", default="Removed", show_default=True, help="What stands where the name was.")
@click.option("--dry-run", is_flag=True, help="Only say what would go.")
def forget(kind: str, ref: str | None, ticket: str, chat: str, name: str, dry_run: bool) -> None:
    """Remove what a person has left behind: name, words and files in all chats.

    REF is the login of an agent or customer, or the id of a visitor. What OTRS has is not touched. The exit
    code is 1 when chats had to be left out because they have not ended or are on their way to OTRS.
    """
    name = clean_line(name)
    if not 1 <= len(name) <= NAME_CHARS:
        sys.exit(f"--name: 1 to {NAME_CHARS} characters.")
    if [bool(ref), bool(ticket), bool(chat)].count(True) != 1:
        sys.exit("Say who: REF, --ticket or --chat.")
    context = app.build(_settings()).context
    found = [] if ref else removal.clients(context, ticket=ticket, chat_id=chat)
    refs = [ref] if ref else [one.ref for one in found if one.kind == kind]
    if not refs:
        sys.exit(f"There is no chat of a {kind}.")
    done = [(one, removal.forget(context, Kind(kind), one, name, dry=dry_run)) for one in refs]
    for one, forgotten in done:
        click.echo(f"{kind} {one}: {'would be changed' if dry_run else 'changed'}: {forgotten.removed}.")
        for chat_id in forgotten.waiting:
            click.echo(f"Left out, as it has not ended or is on its way: {chat_id}")
    sys.exit(1 if any(forgotten.waiting for _, forgotten in done) else 0)


@main.command("doctor")
@click.option("--json", "as_json", is_flag=True, help="For machines: one JSON object.")
def examine(as_json: bool) -> None:
    """Check the chain from browser to OTRS, with the remedy for what is wrong.

    The exit code is 0 when all is well, 1 when something is wrong, 2 when it could not be checked.
    """
    load_dotenv(".env")
    results = []
    for result in doctor.diagnose(os.environ):
        results.append(result)
        if not as_json:
            click.echo(doctor.line(result))
    click.echo(doctor.as_json(results) if as_json else f"\n{doctor.summary(results)}")
    sys.exit(doctor.exit_code(results))


@main.command()
@click.option("--host", default="127.0.0.1", show_default=True)
@click.option("--port", default=8081, show_default=True)
def sandbox(host: str, port: int) -> None:
    """An OTRS stand-in to try the chat with. It is no OTRS, and keeps nothing.

    The chat service must have CHATBRIDGE_OTRS_URL=http://HOST:PORT/otrs and the same
    CHATBRIDGE_IDENTITY_SECRETS, CHATBRIDGE_OTRS_USER and CHATBRIDGE_OTRS_PASSWORD.
    """
    demo.serve_stand_in(_settings(), host, port)


def _settings(environ: dict[str, str] | None = None) -> Settings:
    if environ is None:
        load_dotenv(".env")
        environ = dict(os.environ)
    try:
        settings = load(environ)
    except SettingsError as error:
        sys.exit(f"These settings cannot be used (docs/configuration.md describes them):\n{error}")
    logging.basicConfig(
        level=settings.log_level,
        format="%(asctime)s %(levelname)-7s %(name)s: %(message)s",
        stream=sys.stderr,
    )
    for chatty in ("websockets", "alembic", "werkzeug"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    if settings.database_url.startswith("sqlite:///"):
        Path(settings.database_url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    return settings


def _with_redis(settings: Settings) -> Settings:
    if settings.embedded:
        sys.exit("REDIS_URL is not set: without Redis the web process does this work by itself.")
    return settings
