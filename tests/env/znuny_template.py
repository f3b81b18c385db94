"""The part of a Znuny installation that all its instances share: the unpacked tree and a filled database."""

import hashlib
import shutil
from pathlib import Path

from tests.env import otrs2
from tests.env.cache import template
from tests.env.postgres import Postgres, major_version, make_cluster
from tests.env.processes import give, run

ROOT_LOGIN = "root@localhost"
ROOT_PASSWORD = "root"

# The installation's own settings; everything else is the package's default.
_CONFIG = """\
package Kernel::Config;
use strict;
use warnings;
use utf8;

sub Load {{
    my $Self = shift;

    $Self->{{DatabaseHost}} = '127.0.0.1';
    $Self->{{Database}}     = 'otrs';
    $Self->{{DatabaseUser}} = 'chatbridge';
    $Self->{{DatabasePw}}   = 'none';
    $Self->{{DatabaseDSN}}  = "DBI:Pg:dbname=otrs;host=127.0.0.1;port={database_port};";
    $Self->{{Home}}         = '{home}';
    $Self->{{SecureMode}}   = 1;
    $Self->{{FQDN}}         = '127.0.0.1:{port}';
    $Self->{{HttpType}}     = 'http';
    $Self->{{CheckMXRecord}} = 0;
    $Self->{{CheckEmailInvalidAddress}} = '[.]invalid$';    # the default refuses example.com
    $Self->{{SendmailModule}} = 'Kernel::System::Email::{sendmail}';
    $Self->{{'SendmailModule::Host'}} = '127.0.0.1';
    $Self->{{'SendmailModule::Port'}} = '{mail_port}';
    return 1;
}}

use Kernel::Config::Defaults;
use parent qw(Kernel::Config::Defaults);

1;
"""


def write_config(home: Path, *, database_port: int, port: int, mail_port: int | None = None) -> None:
    """Write ``Kernel/Config.pm``. Without ``mail_port`` (an SMTP server's) OTRS sends no mail."""
    file = home / "Kernel" / "Config.pm"
    file.unlink(missing_ok=True)
    file.write_text(
        _CONFIG.format(
            home=home,
            database_port=database_port,
            port=port,
            sendmail="SMTP" if mail_port else "DoNotSendEmail",
            mail_port=mail_port or 25,
        )
    )
    give(file)


def console(home: Path, *words: str, timeout: float = 120) -> str:
    """Run OTRS's console command and return what it prints. EnvError when it fails."""
    return run(["/usr/bin/perl", "bin/otrs.Console.pl", *words, "--no-ansi"], folder=home, timeout=timeout)


def _unpack(version: str, home: Path) -> None:
    """Debian spreads OTRS over ``/usr/share``, ``/var/lib`` and ``/etc``; put it together again."""
    unpacked = home.parent / "unpacked"
    run(["dpkg-deb", "-x", otrs2.package(version), unpacked], folder=home.parent)
    shutil.move(unpacked / "usr/share/otrs", home)
    (home / "var").unlink()
    shutil.move(unpacked / "var/lib/otrs", home / "var")
    for name in ("Kernel/Config/Files", "Kernel/Config/Backups"):
        link = home / name
        link.unlink()
        shutil.move(home / "var/Config" / Path(name).name, link)
    (home / "Kernel/Config/GenericAgent.pm").unlink()
    for name in ("spool", "run"):
        (home / "var" / name).unlink()
        (home / "var" / name).mkdir()
    for unused in ("scripts/test", "i18n", "var/cron"):
        shutil.rmtree(home / unused, ignore_errors=True)
    shutil.rmtree(unpacked)


def _fill_database(server: Postgres, home: Path) -> None:
    server.database("otrs")
    folder = home / "scripts" / "database"
    for name in ("schema", "initial_insert", "schema-post"):
        (file,) = (
            found
            for found in folder.glob(f"*{name}.postgresql.sql")
            if found.stem.endswith(f"{name}.postgresql")
        )
        run(
            ["psql", "-q", "-X", "-v", "ON_ERROR_STOP=1", "-1", "-f", file,
             "-h", "127.0.0.1", "-p", str(server.port), "-U", "chatbridge", "otrs"],
            folder=home,
        )  # fmt: skip


def _make(version: str, folder: Path) -> None:
    home = folder / "home"
    _unpack(version, home)
    run(["chown", "-R", f"--reference={folder}", home], folder=folder, privileged=True)
    data = folder / "data"
    make_cluster(data)
    server = Postgres(data).start()
    try:
        _fill_database(server, home)
        write_config(home, database_port=server.port, port=80)
        console(home, "Maint::Config::Rebuild", "--cleanup")
        console(home, "Admin::User::SetPassword", ROOT_LOGIN, ROOT_PASSWORD)
    finally:
        server.stop()


def znuny_template(version: str) -> Path:
    """A folder with ``home`` (the tree) and ``data`` (PostgreSQL's), made the first time (about 15 s)."""
    recipe = hashlib.sha256(Path(__file__).read_bytes()).hexdigest()[:10]
    return template(f"znuny-{version}-pg{major_version()}-{recipe}", lambda folder: _make(version, folder))
