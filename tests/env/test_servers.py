"""The servers of the tests themselves: they start, work, do not collide, and leave nothing behind."""

import os
import signal
import smtplib
import subprocess
import sys
from email.message import EmailMessage
from pathlib import Path

import pytest
import redis as redis_client
import requests

from tests.env import packages
from tests.env.fixtures import need
from tests.env.mariadb import MariaDB
from tests.env.postgres import Postgres
from tests.env.processes import EnvError, Process, answers, free_port, new_folder, remove_folder
from tests.env.redis import RedisServer
from tests.env.website import Website
from tests.patience import SECONDS, until

ROOT = Path(__file__).parents[2]


@pytest.mark.services
def test_postgres_databases_are_separate_and_can_be_copied(postgres):
    first = postgres.database()
    with first.connect() as connection:
        connection.execute("CREATE TABLE note (text text)")
        connection.execute("INSERT INTO note VALUES ('ä☃')")
    copy = postgres.database(template=first.name)
    other = postgres.database()
    with copy.connect() as connection:
        assert connection.execute("SELECT text FROM note").fetchall() == [("ä☃",)]
    with other.connect() as connection:
        assert connection.execute("SELECT to_regclass('note')").fetchone() == (None,)
    for database in (first, copy, other):
        database.drop()


@pytest.mark.services
def test_mariadb_keeps_four_byte_characters(mariadb):
    database = mariadb.database()
    with database.connect(autocommit=True) as connection, connection.cursor() as cursor:
        cursor.execute("CREATE TABLE note (text VARCHAR(20))")
        cursor.execute("INSERT INTO note VALUES ('😀')")
        cursor.execute("SELECT text FROM note")
        assert cursor.fetchall() == (("😀",),)
    database.drop()


@pytest.mark.services
def test_redis_comes_back_empty_on_the_same_port():
    need("redis-server")
    server = RedisServer().start()
    with redis_client.Redis.from_url(server.url) as client:
        client.set("a", "b")
    server.kill()
    assert not answers(server.port)
    server.start()
    with redis_client.Redis.from_url(server.url) as client:
        assert client.get("a") is None
    server.stop()


@pytest.mark.services
@pytest.mark.parametrize(("server", "program"), [(Postgres, "postgres"), (MariaDB, "mariadbd")])
def test_a_killed_database_comes_back_with_its_data(server, program):
    need(program)
    killed = server().start()
    database = killed.database()
    connection = database.connect()
    cursor = connection.cursor()
    cursor.execute("CREATE TABLE note (number INT)")
    cursor.execute("INSERT INTO note VALUES (7)")
    connection.commit()
    killed.kill()
    assert not answers(killed.port)
    killed.start()
    with database.connect() as again, again.cursor() as cursor:
        cursor.execute("SELECT number FROM note")
        assert list(cursor.fetchall()) == [(7,)]
    killed.stop()


@pytest.mark.services
def test_the_mail_server_keeps_mails_and_can_refuse(smtp_server):
    mail = EmailMessage()
    mail["From"], mail["To"], mail["Subject"] = "a@example.com", "b@example.com", "Grüße"
    mail.set_content("Tschüß")
    with smtplib.SMTP("127.0.0.1", smtp_server.port) as client:
        client.send_message(mail)
        (kept,) = smtp_server.wait_for("b@example.com")
        assert kept["Subject"] == "Grüße"
        assert kept.get_content().strip() == "Tschüß"
        smtp_server.refuse = "451 later"
        with pytest.raises(smtplib.SMTPResponseException):
            client.send_message(mail)
    smtp_server.clear()


def test_a_web_site_has_the_script_tag():
    site = Website("de").start()
    site.embed("http://127.0.0.1:1/chatbridge", channel='a"b')
    page = requests.get(site.url, timeout=60)
    site.stop()
    assert (
        '<script type="module" src="http://127.0.0.1:1/chatbridge/widget/chatbridge.js"'
        ' data-role="visitor" data-lang="de" data-channel="a&quot;b"></script>' in page.text
    )


def test_a_server_that_does_not_start_says_why():
    folder = new_folder("test")
    process = Process("broken", ["sh", "-c", "echo no such luck; exit 3"], folder=folder)
    with pytest.raises(EnvError, match=r"(?s)broken ended with 3.*no such luck"):
        process.wait_until(lambda: False)
    remove_folder(folder)


def test_ports_are_given_out_once():
    ports = [free_port() for _ in range(50)]
    assert len(set(ports)) == 50


@pytest.mark.services
@pytest.mark.parametrize("end", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_nothing_is_left_of_a_run_that_is_killed(end):
    need("postgres")
    script = (
        "import os, time; from tests.env.postgres import Postgres;"
        " p = Postgres().start(); print(p.port, p._folder, flush=True); time.sleep(60)"
    )
    run = subprocess.Popen([sys.executable, "-c", script], cwd=ROOT, stdout=subprocess.PIPE, text=True)
    assert run.stdout is not None
    port, folder = run.stdout.readline().split()
    assert answers(int(port))
    os.kill(run.pid, end)
    run.wait(SECONDS)
    until(lambda: not answers(int(port)) and not Path(folder).exists())


@pytest.mark.services
def test_a_stopped_server_leaves_nothing():
    need("postgres")
    server = Postgres().start()
    folder = server._folder
    server.stop()
    assert folder is not None
    assert not folder.exists()
    assert not answers(server.port)


def test_packages_are_named_once():
    assert len(packages.wanted()) == len(set(packages.wanted()))
