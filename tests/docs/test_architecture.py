"""``docs/architecture.md`` names files and functions that are there, and every package of the service."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/architecture.md").read_text(encoding="utf-8")
PLACES = re.findall(r"`((?:bridge|tasks|tests|widget|otrs_config|domain|services|store|web)/[\w./*]*)`", TEXT)


def is_there(place):
    """A folder, a file, or ``module.function`` without ``.py``."""
    path = ROOT / place if (ROOT / place.partition("/")[0]).is_dir() else ROOT / "bridge" / place
    module, function = path.with_suffix(".py"), path.suffix.removeprefix(".")
    if path.exists() or not function:
        return path.exists()
    return module.is_file() and f"def {function}(" in module.read_text(encoding="utf-8")


@pytest.mark.parametrize("place", sorted(set(PLACES)))
def test_what_it_names_is_there(place):
    assert is_there(place)


def test_every_package_of_the_service_has_its_line():
    packages = {file.parent.name for file in (ROOT / "bridge").glob("*/__init__.py")}
    described = set(re.findall(r"^\| `bridge/(\w+)/` \|", TEXT, re.MULTILINE))
    assert described == packages
