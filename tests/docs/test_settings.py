"""Settings: read from the environment, refused loudly, and described exactly as they are."""

import io
import re
from dataclasses import fields
from pathlib import Path

import pytest
from dotenv import dotenv_values

from bridge.parsing import origin_of
from bridge.settings import Settings, SettingsError, load

ROOT = Path(__file__).parents[2]
META = {one.metadata["name"]: one.metadata for one in fields(Settings)}
REQUIRED = {"CHATBRIDGE_SECRET_KEY": "k" * 40}

# | `NAME`, secret | `default` | `example` | what it does |
ROW = re.compile(r"^\| `([A-Z_]+)`(, secret)? \| (.+?) \| (.+?) \| (.+) \|$", re.MULTILINE)


def described():
    rows = ROW.findall((ROOT / "docs/configuration.md").read_text(encoding="utf-8"))
    assert len({name for name, *_ in rows}) == len(rows), "a setting is described twice"
    return {name: (bool(lock), default, example, text) for name, lock, default, example, text in rows}


def test_every_setting_is_described_in_the_order_of_the_code_and_nothing_else():
    assert list(described()) == list(META)


@pytest.mark.parametrize("name", META)
def test_the_description_has_the_right_default_and_an_example_that_works(name):
    secret, default, example, text = described()[name]
    meta = META[name]
    assert secret is meta["secret"]
    shown = {None: "must be set", "": "empty"}.get(meta["default"], f"`{meta['default']}`")
    assert default == shown
    value = re.fullmatch("`(.+)`", example)
    assert value, example
    meta["parse"](value[1])
    assert len(text) > 30


def example_lines():
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    return re.findall(r"^(#?)([A-Z_]+)=(.*)$", text, re.MULTILINE)


def test_the_example_file_has_every_setting_with_its_default():
    lines = example_lines()
    assert [name for _, name, _ in lines] == list(META), "also in the order of bridge/settings.py"
    assert {name: value for _, name, value in lines} == {n: m["default"] or "" for n, m in META.items()}
    assert [name for mark, name, _ in lines if not mark] == list(REQUIRED)


def test_the_example_file_without_comments_is_the_default():
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    values = dotenv_values(stream=io.StringIO(re.sub("^#(?=[A-Z_]+=)", "", text, flags=re.MULTILINE)))
    assert set(values) == set(META)
    assert load({**values, **REQUIRED}) == load(REQUIRED)


# How they are read.


def test_a_secret_of_its_own_is_all_that_must_be_set():
    settings = load(REQUIRED)
    assert settings.embedded
    assert settings.origins == {"http://127.0.0.1:8080"}
    assert settings.otrs_url == ""


def test_everything_that_is_wrong_is_named_at_once():
    wrong = {"CHATBRIDGE_PORT": "0", "CHATBRIDGE_OTRS_URL": "otrs", "CHATBRIDGE_LOG_LEVEL": "loud"}
    with pytest.raises(SettingsError) as refused:
        load(wrong)
    lines = str(refused.value).splitlines()
    expected = [name for name in META if name in {*wrong, *REQUIRED}]
    assert [line.partition(":")[0] for line in lines] == expected


WRONG = [
    ("CHATBRIDGE_SECRET_KEY", "short"),
    ("CHATBRIDGE_SECRET_KEY", ""),
    ("CHATBRIDGE_PUBLIC_URL", ""),
    ("CHATBRIDGE_PUBLIC_URL", "help.example.com"),
    ("CHATBRIDGE_PUBLIC_URL", "ftp://help.example.com"),
    ("CHATBRIDGE_PUBLIC_URL", "https://help.example.com/?a=b"),
    ("CHATBRIDGE_PUBLIC_URL", "https://help.example.com:99999/chatbridge"),
    ("CHATBRIDGE_PUBLIC_URL", "https://user:secret@help.example.com/chatbridge"),
    ("CHATBRIDGE_ALLOWED_ORIGINS", "*"),
    ("CHATBRIDGE_ALLOWED_ORIGINS", "null"),
    ("CHATBRIDGE_ALLOWED_ORIGINS", "https://www.example.com/"),
    ("CHATBRIDGE_ALLOWED_ORIGINS", "https://www.example.com/shop"),
    ("CHATBRIDGE_ALLOWED_ORIGINS", "www.example.com"),
    ("CHATBRIDGE_ALLOWED_ORIGINS", "https://*.example.com/"),
    ("CHATBRIDGE_ALLOWED_ORIGINS", "https://www.example.com:443"),
    ("CHATBRIDGE_ALLOWED_ORIGINS", "https://www.example.com:x"),
    ("CHATBRIDGE_ALLOWED_ORIGINS", "https://"),
    ("CHATBRIDGE_ALLOWED_ORIGINS", "https://WWW.example.com"),
    ("CHATBRIDGE_IDENTITY_SECRETS", "x" * 40),
    ("CHATBRIDGE_IDENTITY_SECRETS", "otrs-1:short"),
    ("CHATBRIDGE_SMTP_URL", "mail.example.com"),
    ("CHATBRIDGE_SMTP_URL", "smtp://mail.example.com?tls=maybe"),
    ("CHATBRIDGE_SMTP_URL", "smtp://mail.example.com?tsl=none"),
    ("CHATBRIDGE_SMTP_URL", "smtp://mail.example.com:x"),
    ("CHATBRIDGE_SMTP_URL", "smtp://mail.example.com/path"),
    ("CHATBRIDGE_MAIL_FROM", "support"),
    ("CHATBRIDGE_PDF_ENGINE", "word"),
    ("CHATBRIDGE_FONT_DIRS", ","),
    ("CHATBRIDGE_IDENTITY_SECRETS", f":{'x' * 40}"),
    ("CHATBRIDGE_IDENTITY_SECONDS", "15m"),
    ("CHATBRIDGE_IDENTITY_SECONDS", "-900"),
    ("CHATBRIDGE_IDENTITY_SECONDS", "59"),
    ("CHATBRIDGE_IDENTITY_SECONDS", "1e3"),
    ("CHATBRIDGE_OTRS_URL", "https://help.example.com/otrs?x"),
    ("DATABASE_URL", "postgres://user@host/db"),
    ("DATABASE_URL", "chat.db"),
    ("DATABASE_URL", ""),
    ("REDIS_URL", "localhost:6379"),
    ("CHATBRIDGE_WEB_PROCESSES", "0"),
    ("CHATBRIDGE_LOG_LEVEL", "verbose"),
]


@pytest.mark.parametrize(("name", "value"), WRONG)
def test_what_cannot_be_used_is_refused_with_what_is_expected(name, value):
    with pytest.raises(SettingsError, match=f"^{name}: expected .+"):
        load({**REQUIRED, name: value})


@pytest.mark.parametrize("name", [name for name, meta in META.items() if meta["secret"]])
def test_a_secret_can_come_from_a_file(tmp_path, name):
    values = {
        "CHATBRIDGE_SECRET_KEY": "k" * 40,
        "CHATBRIDGE_IDENTITY_SECRETS": f"otrs-1:{'s' * 40}",
        "CHATBRIDGE_OTRS_PASSWORD": "secret",
        "DATABASE_URL": "postgresql+psycopg://chat:secret@db/chat",
        "REDIS_URL": "redis://:secret@redis:6379/0",
        "CHATBRIDGE_SMTP_URL": "smtp://chat:secret@mail.example.com",
    }
    file = tmp_path / "secret"
    file.write_text(f" {values[name]}\n")
    usual = {**REQUIRED, "CHATBRIDGE_MAIL_FROM": "chat@example.com"}
    environ = {**usual, f"{name}_FILE": str(file)}
    if name in REQUIRED:
        del environ[name]
    assert load(environ) == load({**usual, name: values[name]})
    with pytest.raises(SettingsError, match="not both"):
        load({**environ, name: values[name]})
    with pytest.raises(SettingsError, match=f"readable file in {name}_FILE"):
        load({**environ, f"{name}_FILE": str(tmp_path / "missing")})


def test_only_secrets_come_from_files(tmp_path):
    assert load({**REQUIRED, "CHATBRIDGE_PORT_FILE": str(tmp_path / "x")}) == load(REQUIRED)


def test_secrets_are_not_shown_by_accident():
    secrets = {
        "CHATBRIDGE_SECRET_KEY": "own-secret" * 4,
        "CHATBRIDGE_IDENTITY_SECRETS": f"otrs-1:{'otrs-secret' * 4}",
        "CHATBRIDGE_OTRS_PASSWORD": "pass-secret",
        "DATABASE_URL": "postgresql+psycopg://chat:db-secret@db/chat",
        "REDIS_URL": "redis://:redis-secret@redis:6379/0",
        "CHATBRIDGE_SMTP_URL": "smtp://chat:mail-secret@mail.example.com",
        "CHATBRIDGE_MAIL_FROM": "chat@example.com",
    }
    assert {name for name, meta in META.items() if meta["secret"]} == set(secrets) - {"CHATBRIDGE_MAIL_FROM"}
    assert "secret" not in repr(load(secrets)).replace("secret_", "")
    with pytest.raises(SettingsError) as refused:
        load({**secrets, "CHATBRIDGE_SECRET_KEY": "x-secret", "DATABASE_URL": "mysql://a:b-secret@c/d"})
    assert "-secret" not in str(refused.value)


def test_two_keys_hold_while_one_is_replaced():
    keys = f"otrs-1:{'a' * 32}, otrs-2:{'b:' * 16} ,"
    assert load({**REQUIRED, "CHATBRIDGE_IDENTITY_SECRETS": keys}).identity_secrets == {
        "otrs-1": "a" * 32,
        "otrs-2": "b:" * 16,
    }


@pytest.mark.parametrize(
    ("url", "understood"),
    [
        ("", None),
        ("smtp://mail.example.com", ("mail.example.com", 587, "", "", "starttls")),
        ("smtp://a%40b:p%2Fw@mail:2525?tls=tls", ("mail", 2525, "a@b", "p/w", "tls")),
        ("smtp://mail?tls=tls", ("mail", 465, "", "", "tls")),
        ("smtp://127.0.0.1?tls=none", ("127.0.0.1", 25, "", "", "none")),
    ],
)
def test_the_mail_server_is_one_address(url, understood):
    environ = {**REQUIRED, "CHATBRIDGE_SMTP_URL": url, "CHATBRIDGE_MAIL_FROM": "Support <chat@example.com>"}
    assert load(environ).smtp == understood


def test_a_mail_server_needs_a_sender():
    with pytest.raises(SettingsError, match="CHATBRIDGE_MAIL_FROM"):
        load({**REQUIRED, "CHATBRIDGE_SMTP_URL": "smtp://mail.example.com"})


def test_several_processes_need_redis():
    with pytest.raises(SettingsError, match=r"CHATBRIDGE_WEB_PROCESSES.*REDIS_URL"):
        load({**REQUIRED, "CHATBRIDGE_WEB_PROCESSES": "2"})
    assert load({**REQUIRED, "CHATBRIDGE_WEB_PROCESSES": "2", "REDIS_URL": "redis://r:6379/0"})


def test_a_peer_is_asked_before_it_is_given_up():
    with pytest.raises(SettingsError, match="CHATBRIDGE_SOCKET_IDLE_SECONDS"):
        load({**REQUIRED, "CHATBRIDGE_SOCKET_PING_SECONDS": "75"})


def test_origins_are_those_of_the_service_and_those_that_are_allowed():
    environ = {
        **REQUIRED,
        "CHATBRIDGE_PUBLIC_URL": "https://help.example.com/chatbridge/",
        "CHATBRIDGE_ALLOWED_ORIGINS": "https://www.example.com, http://[::1]:8000 ,,https://b.example.com:8443",
    }
    settings = load(environ)
    assert settings.public_url == "https://help.example.com/chatbridge"
    assert settings.origins == {
        "https://help.example.com",
        "https://www.example.com",
        "http://[::1]:8000",
        "https://b.example.com:8443",
    }


@pytest.mark.parametrize(
    ("url", "origin"),
    [
        ("https://Help.Example.com/otrs", "https://help.example.com"),
        ("https://help.example.com:443/x", "https://help.example.com"),
        ("http://help.example.com:80", "http://help.example.com"),
        ("http://help.example.com:443", "http://help.example.com:443"),
        ("http://[2001:db8::1]:8080/x", "http://[2001:db8::1]:8080"),
    ],
)
def test_an_origin_is_written_as_browsers_do(url, origin):
    assert origin_of(url) == origin
