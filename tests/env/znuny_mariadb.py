"""A Znuny whose database is MariaDB, as OTRS's own installer sets it up: character set utf8 (three bytes)."""

from typing import Any

from tests.env.apache import Apache
from tests.env.cache import copy_tree
from tests.env.mariadb import PASSWORD, MariaDatabase, MariaDB
from tests.env.processes import EnvError, give, new_folder, run
from tests.env.znuny import Znuny
from tests.env.znuny_template import ROOT_LOGIN, ROOT_PASSWORD, console, write_config, znuny_template


class ZnunyOnMariaDB(Znuny):
    """The same as ``Znuny``; its database is read with ``rows``."""

    _mariadb: MariaDB | None = None

    def start(self) -> "ZnunyOnMariaDB":
        """Start MariaDB, fill it, and start the web server; about half a minute, as nothing is cached."""
        self._folder = new_folder("znuny")
        self.home.mkdir()
        copy_tree(znuny_template(self.version) / "home", self.home)
        self._mariadb = MariaDB().start()
        self._fill()
        console(self.home, "Maint::Config::Rebuild", "--cleanup")
        console(self.home, "Admin::User::SetPassword", ROOT_LOGIN, ROOT_PASSWORD)
        self._apache = Apache(self._folder, self.home, self.port, self.bridge_port).start()
        return self

    def _fill(self) -> None:
        server = self._server()
        server.execute("CREATE DATABASE otrs CHARACTER SET utf8")
        folder = self.home / "scripts" / "database"
        for name in ("schema", "initial_insert", "schema-post"):
            (file,) = [
                found
                for found in folder.glob("*.mysql.sql")
                if found.stem.removeprefix("otrs-") == f"{name}.mysql"
            ]
            run(
                ["mariadb", "--no-defaults", "--host=127.0.0.1", f"--port={server.port}", "--user=chatbridge",
                 f"--password={PASSWORD}", "--default-character-set=utf8", "otrs"],
                folder=self.home,
                given=file.read_bytes(),
            )  # fmt: skip
        write_config(self.home, database_port=server.port, port=self.port)
        file = self.home / "Kernel" / "Config.pm"
        text = file.read_text().replace("DBI:Pg:dbname=", "DBI:mysql:database=")
        file.write_text(text.replace("{DatabasePw}   = 'none'", f"{{DatabasePw}}   = '{PASSWORD}'"))
        give(file)

    def _server(self) -> MariaDB:
        if self._mariadb is None:
            raise EnvError("this Znuny is not running")
        return self._mariadb

    def rows(self, statement: str, *values: Any) -> list[tuple[Any, ...]]:
        """What a statement finds; committed at once."""
        connection = MariaDatabase(self._server(), "otrs").connect(autocommit=True)
        with connection, connection.cursor() as cursor:
            cursor.execute(statement, values)
            return list(cursor.fetchall())

    def web_services(self) -> list[str]:
        """The names of the web services."""
        return [name for (name,) in self.rows("SELECT name FROM gi_webservice_config ORDER BY name")]

    def stop(self) -> None:
        """Stop everything of it and remove its folder."""
        super().stop()
        if self._mariadb:
            self._mariadb.stop()
        self._mariadb = None
