"""The package's own unit tests, with the runner that OTRS's console has."""

import re

import pytest

from otrs_config.build import build_opm
from tests.env.znuny import VERSIONS


@pytest.mark.parametrize("version", VERSIONS)
def test_the_packages_unit_tests_pass(start_znuny, version):
    znuny = start_znuny(version)
    znuny.install_package(build_opm("0.0.1"))
    shown = znuny.console("Dev::UnitTest::Run", "--directory", "ChatBridge", "--verbose")
    for name in ("Text", "Token", "Transcript"):
        (count,) = re.findall(rf"ChatBridge/{name}\.t ran (\d+) test", shown)
        assert int(count) > 10
    assert not re.search(r"^\s*not ok", shown, re.MULTILINE | re.IGNORECASE), shown
