"""``docs/screens/README.md`` shows every screen, and nothing lies there that it does not show."""

import re
from pathlib import Path

import pytest

from tests.screens.book import file_of, looks_of, page
from tests.screens.captions import MAIN, SCENES, STATES, ZNUNY
from tests.widget import shots

FOLDER = Path(__file__).parents[2] / "docs" / "screens"
TEXT = (FOLDER / "README.md").read_text(encoding="utf-8")
SHOWN = set(re.findall(r'<img src="([^"]+)"', TEXT))
MOST_BYTES = 12_000_000


def test_every_scene_of_the_widget_is_named():
    assert set(SCENES) == set(shots.SCENES)
    assert [name for name in shots.SCENES if f"`{name}`" not in TEXT] == []


@pytest.mark.parametrize("state", STATES)
def test_every_state_is_shown_in_its_looks(state):
    assert {f"widget/{file_of(state, look)}" for look in looks_of(state)} <= SHOWN


@pytest.mark.parametrize("name", ZNUNY)
def test_every_picture_of_a_real_znuny_is_shown(name):
    assert f"znuny/{name}.en.png" in SHOWN


def test_main_screens_are_screens():
    assert set(STATES) >= MAIN


def test_the_page_is_the_one_that_belongs_to_the_pictures():
    assert page(FOLDER) == TEXT


def test_no_picture_lies_there_without_being_shown():
    assert {file.relative_to(FOLDER).as_posix() for file in FOLDER.rglob("*.png")} == SHOWN


def test_the_pictures_do_not_make_the_repository_heavy():
    assert sum(file.stat().st_size for file in FOLDER.rglob("*.png")) < MOST_BYTES
