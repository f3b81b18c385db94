"""A real Znuny (or OTRS Community Edition) with its own database and web server."""

import json
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import psycopg
import requests

from tests.env.addon import AddOn, prepare
from tests.env.apache import Apache
from tests.env.cache import copy_tree
from tests.env.otrs2 import VERSIONS
from tests.env.people import Step, agent, customer
from tests.env.postgres import Database, Postgres
from tests.env.processes import EnvError, free_port, new_folder, remove_folder, run
from tests.env.znuny_template import ROOT_LOGIN, ROOT_PASSWORD, console, write_config, znuny_template

__all__ = ["ROOT_LOGIN", "ROOT_PASSWORD", "VERSIONS", "Znuny"]

_SETUP = Path(__file__).with_name("znuny_setup.pl")


class Znuny:
    """One instance of ``version``, a key of VERSIONS; it sends mail to ``mail_port``, or none."""

    def __init__(self, version: str = "6.5.1", mail_port: int | None = None) -> None:
        if version not in VERSIONS:
            raise EnvError(f"no Znuny {version}; there are: {', '.join(VERSIONS)}")
        self.version = version
        self.port = free_port()
        self.bridge_port = free_port()
        self.host = f"http://127.0.0.1:{self.port}"
        self._mail_port = mail_port
        self._addon: AddOn | None = None
        self._folder: Path | None = None
        self._database: Postgres | None = None
        self._apache: Apache | None = None

    @property
    def url(self) -> str:
        """Where OTRS is; ``/index.pl`` and ``/customer.pl`` stand below it."""
        return f"{self.host}/otrs"

    @property
    def home(self) -> Path:
        """OTRS's own folder."""
        return self._running() / "home"

    @property
    def apache(self) -> Apache:
        """Its web server."""
        if self._apache is None:
            raise EnvError("this Znuny is not running")
        return self._apache

    @property
    def addon(self) -> AddOn:
        """The add-on's secret and the service agent's password, after ``prepare``."""
        if self._addon is None:
            raise EnvError("this Znuny has no add-on")
        return self._addon

    def _running(self) -> Path:
        if self._folder is None:
            raise EnvError("this Znuny is not running")
        return self._folder

    def start(self) -> "Znuny":
        """Start database and web server and wait for the login page; the first time ever, install."""
        source = znuny_template(self.version)
        self._folder = new_folder("znuny")
        copy_tree(source, self._folder)
        self._database = Postgres(self._folder / "data")
        write_config(self.home, database_port=self._database.port, port=self.port, mail_port=self._mail_port)
        self._apache = Apache(self._folder, self.home, self.port, self.bridge_port)
        self._database.start()
        self._apache.start()
        answer = requests.get(f"{self.url}/index.pl", timeout=60)
        if answer.status_code != 200 or "LoginBox" not in answer.text:
            raise EnvError(
                f"no login page: {answer.status_code} {answer.text[:300]}\n{self._apache.error_log()}"
            )
        return self

    def prepare(self) -> "Znuny":
        """Install the add-on, its service agent, and the people of ``people.py``."""
        self._addon = prepare(self)
        self.apache.restart()  # as our installation guide says: children may keep old modules
        return self

    def stop(self) -> None:
        """Stop everything of it and remove its folder."""
        if self._apache:
            self._apache.stop()
        if self._database:
            self._database.stop()
        if self._folder:
            remove_folder(self._folder)
        self._apache = self._database = self._folder = None

    def console(self, *words: str, timeout: float = 120) -> str:
        """Run ``bin/otrs.Console.pl`` and return what it prints. EnvError when it fails."""
        return console(self.home, *words, timeout=timeout)

    def database(self) -> Database:
        """OTRS's database."""
        if self._database is None:
            raise EnvError("this Znuny is not running")
        return Database(self._database, "otrs")

    def db(self) -> psycopg.Connection:
        """A new connection to OTRS's database, each statement committed at once."""
        return self.database().connect(autocommit=True)

    def log(self, characters: int = 4000) -> str:
        """The end of OTRS's and Apache's error logs."""
        otrs = self.home / "var" / "log" / "otrs.log"
        own = otrs.read_text(errors="replace")[-characters:] if otrs.exists() else ""
        return own + self.apache.error_log(characters)

    def install_package(self, opm: bytes) -> None:
        """Install a package file with the console, or upgrade to it."""
        file = self._running() / "package.opm"
        file.write_bytes(opm)
        name = re.search(rb"<Name>(.*?)</Name>", opm)
        installed = self.console("Admin::Package::List")
        present = name is not None and f" {name[1].decode()} " in f" {' '.join(installed.split())} "
        self.console("Admin::Package::Upgrade" if present else "Admin::Package::Install", str(file))

    def import_web_service(self, source: str, name: str = "ChatBridge") -> None:
        """Import a web service from YAML text. EnvError when OTRS did not store it."""
        file = self._running() / "web-service.yml"
        file.write_text(source)
        self.console("Admin::WebService::Add", "--name", name, "--source-path", str(file))
        if name not in self.web_services():  # a refused one is not always an error
            raise EnvError(f"OTRS refused the web service {name}:\n{self.log()}")

    def web_services(self) -> list[str]:
        """The names of the web services."""
        with self.db() as connection:
            rows = connection.execute("SELECT name FROM gi_webservice_config ORDER BY name").fetchall()
        return [name for (name,) in rows]

    # Setting up. Several steps in one ``setup`` cost one start of Perl (about a second).

    def setup(self, steps: Sequence[Step]) -> list[Any]:
        """Carry out steps of ``znuny_setup.pl`` and return their results."""
        script = self._running() / _SETUP.name
        if not script.exists():  # the web user may not be able to read where the tests are
            script.write_text(_SETUP.read_text())
        return json.loads(
            run(["/usr/bin/perl", script, self.home], folder=self.home, given=json.dumps(steps))
        )

    def add_ticket(self, title: str, customer_login: str, owner: str = ROOT_LOGIN, queue: str = "Raw") -> int:
        """Add an open ticket with one phone article in HTML and return its TicketID."""
        step = ("ticket", {"title": title, "customer": customer_login, "owner": owner, "queue": queue})
        return int(self.setup([step])[0])

    def browse(self, login: str, password: str, script: str = "index.pl") -> requests.Session:
        """Log in as an agent, or as a customer with ``customer.pl``. EnvError when OTRS says no."""
        session = requests.Session()
        form = {"Action": "Login", "User": login, "Password": password}
        page = session.post(f"{self.url}/{script}", data=form, timeout=60)
        if "Action=Logout" not in page.text:
            raise EnvError(f"{login} could not log in: {page.status_code}\n{self.log()}")
        return session

    def set_config(self, name: str, value: Any) -> None:
        """Set one SysConfig setting, a text or a structure, and deploy it."""
        self.setup([("config", {name: value})])

    def add_agent(
        self,
        login: str,
        password: str,
        name: str,
        email: str,
        groups: Mapping[str, str | Sequence[str]] | None = None,
        language: str = "en",
    ) -> int:
        """Add an agent and return its UserID. ``groups``: permissions by group (made when missing)."""
        (user_id,) = self.setup([agent(login, password, name, email, groups, language)])
        return int(user_id)

    def add_customer(
        self,
        login: str,
        password: str,
        name: str,
        email: str,
        customer_id: str = "acme",
        language: str = "en",
    ) -> str:
        """Add a customer user, and its company when that is new; returns the login."""
        (added,) = self.setup([customer(login, password, name, email, customer_id, language)])
        return str(added)
