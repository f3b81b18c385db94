"""The add-on's Perl is set as its profile says, and perlcritic has nothing to say against it."""

import difflib
import re
import shutil
import subprocess

import pytest

from otrs_config.build import HERE, SOURCE

SOURCES = sorted(path for path in SOURCE.rglob("*") if path.suffix in (".pm", ".t"))
#: Of Debian 12. Other versions align a few lines otherwise.
PERLTIDY = "20220613"


def need(program: str) -> str:
    """The program's path, or the test is skipped."""
    found = shutil.which(program)
    if found is None:
        pytest.skip(
            f"{program} is not installed (python -m tests.env.packages, as root on Debian, installs it)"
        )
    return found


def test_there_is_something_to_look_at():
    assert len(SOURCES) > 20


def test_it_is_tidy():
    program = need("perltidy")
    version = re.search(r"v(\d{8})", subprocess.run([program, "-v"], capture_output=True, text=True).stdout)
    if version is None or version[1] != PERLTIDY:
        pytest.skip(f"perltidy is {version and version[1]}, and the sources are set with {PERLTIDY}")
    differences = []
    for path in SOURCES:
        source = path.read_text()
        tidied = subprocess.run(
            [program, f"-pro={HERE / '.perltidyrc'}", "-se"],
            input=source,
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        name = str(path.relative_to(SOURCE))
        differences += difflib.unified_diff(
            source.splitlines(), tidied.splitlines(), name, "tidied", lineterm=""
        )
    assert not differences, "\n".join(differences)


def test_perlcritic_has_no_objection():
    program = need("perlcritic")
    done = subprocess.run(
        [program, "--profile", HERE / ".perlcriticrc", "--quiet", *SOURCES], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr
