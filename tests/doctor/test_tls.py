"""Certificates, with real handshakes."""

from pathlib import Path

import pytest

from bridge.doctor.way_to_otrs import tls
from tests.doctor.certificates import Authority
from tests.doctor.support import always, case, look, site
from tests.env.fixtures import need


@pytest.fixture(scope="module")
def authority(tmp_path_factory) -> Authority:
    need("openssl")
    return Authority(tmp_path_factory.mktemp("authority"))


@pytest.mark.parametrize(
    ("finding", "certificate"),
    [
        ("", {}),
        ("tls.soon", {"ends": 3.5}),
        ("tls.expired", {"begins": -9, "ends": -2}),
        ("tls.expired", {"begins": 2}),
        ("tls.name", {"name": "IP:127.0.0.2"}),
        ("tls.name", {"name": "DNS:help.example.com"}),
    ],
)
def test_the_certificate_of_otrs_and_of_the_public_address(authority, finding, certificate):
    with site(always(), authority.server(**certificate)) as url:
        trusted = {"CHATBRIDGE_OTRS_CA_FILE": str(authority.file)}
        otrs = look("otrs.tls", CHATBRIDGE_OTRS_URL=f"{url}/otrs", **trusted)
        public = look("public.tls", CHATBRIDGE_PUBLIC_URL=f"{url}/chatbridge", **trusted)
    assert (otrs.finding, public.finding) == (finding, finding)
    if finding == "tls.soon":
        assert "3 more days" in otrs.found
    if not finding:
        assert "89 days" in otrs.found


def test_an_authority_that_nobody_knows(authority):
    with site(always(), authority.server()) as url:
        result = look("otrs.tls", CHATBRIDGE_OTRS_URL=f"{url}/otrs")
        assert result.finding == "tls.untrusted"
        assert "CHATBRIDGE_OTRS_CA_FILE" in result.remedy
        assert look("public.tls", CHATBRIDGE_PUBLIC_URL=f"{url}/chatbridge").finding == "tls.untrusted"
        assert look("otrs.interface", CHATBRIDGE_OTRS_URL=f"{url}/otrs").found == "needs otrs.tls"


def test_trust_comes_from_where_the_library_of_the_service_takes_it(authority, monkeypatch):
    with site(always(), authority.server()) as url:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(authority.file))
        assert look("otrs.tls", CHATBRIDGE_OTRS_URL=f"{url}/otrs").state == "ok"
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/no/such/file.pem")
        ours = {"CHATBRIDGE_OTRS_CA_FILE": str(authority.file)}
        result = look("otrs.tls", CHATBRIDGE_OTRS_URL=f"{url}/otrs", **ours)
        assert result.finding == "tls.untrusted"
        assert result.found.endswith("trusted is /no/such/file.pem")


def test_what_is_no_tls():
    with site(always()) as url:
        address = url.replace("http:", "https:")
        assert look("otrs.tls", CHATBRIDGE_OTRS_URL=f"{address}/otrs").finding == "tls.failed"


def test_without_tls_the_password_can_be_read():
    assert tls(case(CHATBRIDGE_OTRS_URL="http://help.example.com/otrs")).finding == "tls.none"
    assert tls(case(CHATBRIDGE_OTRS_URL="http://127.0.0.1/otrs")).state == "ok"


def test_a_folder_of_authorities(authority, tmp_path):
    folder = Path(tmp_path)
    assert look("settings.ca-file", CHATBRIDGE_OTRS_CA_FILE=str(folder)).state == "ok"
