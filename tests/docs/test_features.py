"""``docs/features.md``: every function once, with a place where it is seen and tests that are there."""

import ast
import re
from pathlib import Path

import pytest

from bridge.cli import main
from bridge.settings import Settings
from tests.docs.test_protocol import ALL_COMMANDS, EVENTS

ROOT = Path(__file__).parents[2]
TEXT = (ROOT / "docs/features.md").read_text(encoding="utf-8")
CHAT, RUNNING = range(1, 36), range(36, 44)
TEST = re.compile(r"`(tests/[\w/.]+\.(?:py|js))::([^`]+)`")


def rows():
    """Cells of every row of the tables that begins with a number."""
    lines = [line for line in TEXT.splitlines() if re.match(r"\| \d+ \|", line)]
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines]


def test_every_function_is_there_once_and_in_order():
    assert [int(number) for number, *_ in rows()] == [*CHAT, *RUNNING]


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_no_cell_is_empty(row):
    assert len(row) == 4
    assert all(row)


def names_in(file):
    """The names of the tests in a file of Python or JavaScript."""
    text = (ROOT / file).read_text(encoding="utf-8")
    if file.endswith(".js"):
        return set(re.findall(r'^test\("([^"]+)"', text, re.MULTILINE))
    return {one.name for one in ast.parse(text).body if isinstance(one, ast.FunctionDef)}


def missing(cell):
    return [f"{file}::{name}" for file, name in TEST.findall(cell) if name not in names_in(file)]


@pytest.mark.parametrize("row", [row for row in rows() if int(row[0]) in CHAT], ids=lambda row: row[0])
def test_every_function_has_tests_that_are_there(row):
    assert TEST.search(row[3])
    assert TEST.sub("", row[3]).replace("<br>", "").strip() == "", "nothing but tests"
    assert missing(row[3]) == []


@pytest.mark.parametrize("row", [row for row in rows() if int(row[0]) in RUNNING], ids=lambda row: row[0])
def test_what_is_there_for_those_who_run_it_has_tests_that_are_there(row):
    assert missing(row[2]) == []
    assert (TEST.search(row[2]) is None) is (row[1] == row[2] == "–")


def words():
    """Every text of the widget in English."""
    texts = [file.read_text(encoding="utf-8") for file in (ROOT / "widget/lang").rglob("en.js")]
    return set(re.findall(r'"([^"]*)"', "\n".join(texts)))


def test_what_is_called_by_its_name_on_the_screen_has_that_name():
    named = {one for row in rows() for one in re.findall(r"(?<!\*)\*([^*]+)\*(?!\*)", " ".join(row[1:3]))}
    assert sorted(named - words()) == []


def test_commands_events_settings_and_programs_have_that_name():
    settings = {one.metadata["name"] for one in Settings.__dataclass_fields__.values()}
    for row in rows():
        for code in re.findall(r"`([^`]+)`", TEST.sub("", " ".join(row[1:]))):
            if code.startswith("bridge "):
                assert code.split()[1] in main.commands, code
            elif code.isupper():
                assert code in settings, code
            elif re.fullmatch(r"[a-z]+(\.[a-z_]+)?", code):
                assert code in ALL_COMMANDS | EVENTS, code
