"""The add-on's Perl is set as its profile says, and perlcritic has nothing to say against it."""

import difflib
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
    told = subprocess.run([program, "-v"], check=True, capture_output=True, text=True).stdout
    if PERLTIDY not in told:
        pytest.skip(
            f"this is another perltidy than {PERLTIDY}, with which the sources are set: {told.strip()}"
        )
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
        [program, "--profile", HERE / ".perlcriticrc", "--quiet", *SOURCES],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
