"""Settings that can be used and are no good idea, and those that cannot be used."""

import pytest

from bridge.doctor import diagnose, exit_code
from bridge.doctor.redaction import redactor
from tests.doctor.support import KEY, SETTINGS, case, look
from tests.sandbox.server import CONFIG


@pytest.mark.parametrize(
    ("name", "settings", "finding"),
    [
        ("public-url", {"CHATBRIDGE_PUBLIC_URL": "https://help.example.com/chatbridge"}, ""),
        ("public-url", {"CHATBRIDGE_PUBLIC_URL": "http://localhost:8080/chatbridge"}, ""),
        ("public-url", {"CHATBRIDGE_PUBLIC_URL": "http://[::1]:8080/chatbridge"}, ""),
        ("public-url", {"CHATBRIDGE_PUBLIC_URL": "http://help.example.com/chatbridge"}, "public-url.plain"),
        ("secrets", {"CHATBRIDGE_OTRS_URL": "http://127.0.0.1/otrs"}, ""),
        ("secrets", {"CHATBRIDGE_IDENTITY_SECRETS": ""}, ""),
        (
            "secrets",
            {"CHATBRIDGE_OTRS_URL": "http://127.0.0.1/otrs", "CHATBRIDGE_IDENTITY_SECRETS": ""},
            "secrets.none",
        ),
        ("secrets", {"CHATBRIDGE_IDENTITY_SECRETS": f"otrs-1:{KEY}"}, "secrets.same"),
        ("secrets", {"CHATBRIDGE_SECRET_KEY": "secret-" * 6}, "secrets.weak"),
        ("secrets", {"CHATBRIDGE_IDENTITY_SECRETS": "a:" + "x" * 40}, "secrets.weak"),
        (
            "secrets",
            {"CHATBRIDGE_OTRS_URL": "http://127.0.0.1/otrs", "CHATBRIDGE_OTRS_PASSWORD": ""},
            "secrets.password",
        ),
        ("origins", {"CHATBRIDGE_ALLOWED_ORIGINS": "https://www.example.com,http://localhost:3000"}, ""),
        ("origins", {"CHATBRIDGE_ALLOWED_ORIGINS": "http://www.example.com"}, "origins.plain"),
        ("origins", {"CHATBRIDGE_OTRS_URL": "https://help.example.com/otrs"}, "origins.otrs"),
        ("origins", {"CHATBRIDGE_OTRS_URL": "http://127.0.0.1:8081/otrs"}, ""),
        (
            "origins",
            {
                "CHATBRIDGE_OTRS_URL": "https://help.example.com/otrs",
                "CHATBRIDGE_PUBLIC_URL": "https://help.example.com/chatbridge",
            },
            "",
        ),
        ("ca-file", {"CHATBRIDGE_OTRS_CA_FILE": "/no/such/file.pem"}, "ca-file.unreadable"),
        ("ca-file", {"CHATBRIDGE_OTRS_CA_FILE": __file__}, "ca-file.unreadable"),
    ],
)
def test_settings_that_are_no_good_idea(name, settings, finding):
    result = look(f"settings.{name}", **settings)
    assert result.finding == finding, result
    assert bool(result.remedy) is bool(finding)


@pytest.mark.parametrize(
    "settings",
    [
        {"CHATBRIDGE_SECRET_KEY": "short"},
        {"CHATBRIDGE_PORT": "many"},
        {"DATABASE_URL": "postgresql+psycopg://user:pass/word@host:port/db"},
        {"CHATBRIDGE_OTRS_URL": "https://user:password@help.example.com/otrs"},
    ],
)
def test_settings_that_cannot_be_used(settings):
    (result,) = diagnose({**SETTINGS, **settings})
    assert (result.name, result.finding) == ("settings", "settings.unusable")
    assert "pass" not in result.found
    assert exit_code([result]) == 2


def test_without_an_otrs_its_links_are_left_out():
    assert look("otrs").finding == "otrs.none"
    skipped = look("otrs.interface")
    assert (skipped.state, skipped.found) == ("skipped", "there is no OTRS")


def test_secrets_are_not_told():
    urls = {
        "DATABASE_URL": "postgresql+psycopg://chat:data%2Fbase@db/chat",
        "REDIS_URL": "redis://:re-dis@cache/0",
    }
    redact = redactor(case(**urls).settings)
    said = f"{KEY} {CONFIG.secret} {CONFIG.service_password} data%2Fbase data/base re-dis and more"
    assert redact(said) == "*** *** *** *** *** *** and more"
