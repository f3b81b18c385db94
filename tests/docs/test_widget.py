"""``docs/widget.md``: attributes, events, elements, modules and part names are those of the code."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WIDGET = ROOT / "widget"
TEXT = (ROOT / "docs/widget.md").read_text(encoding="utf-8")
SOURCE = "\n".join(file.read_text(encoding="utf-8") for file in sorted(WIDGET.rglob("*.js")))


def section(title):
    return re.search(rf"^## {re.escape(title)}\n(.*?)(?=^## |\Z)", TEXT, re.DOTALL | re.MULTILINE)[1]


def test_the_tags_attributes_are_those_that_are_read():
    rows = re.findall(r"^\| (`data-.+?) \|", TEXT, re.MULTILINE)
    described = {name for row in rows for name in re.findall(r"data-[a-z-]+", row)}
    config = (WIDGET / "config.js").read_text(encoding="utf-8")
    read = re.findall(r"\bdata\.(\w+)", config)
    assert described == {f"data-{re.sub('[A-Z]', lambda big: '-' + big[0].lower(), name)}" for name in read}


def test_the_events_are_those_that_are_told():
    launcher = (WIDGET / "visitor/launcher.js").read_text(encoding="utf-8")
    for name in re.findall(r"`chatbridge:(\w+)`", TEXT):
        assert f'"{name}"' in launcher or f"chatbridge:{name}" in launcher, name


def test_the_elements_are_those_that_are_defined():
    defined = set(re.findall(r'customElements\.define\("([\w-]+)"', SOURCE))
    assert defined == set(re.findall(r"`(chatbridge-[\w-]+)`", section("What it does to a page")))


@pytest.mark.parametrize("folder", ["core", "ui", "visitor", "desk", "admin"])
def test_every_module_has_its_place(folder):
    modules = {file.stem for file in (WIDGET / folder).glob("*.js")}
    row = re.search(rf"^\| `{folder}/` \| (.+) \|$", section("How it is built"), re.MULTILINE)[1]
    looks = {name for name in modules if name.endswith("style")}
    assert modules - looks - set(re.findall(r"`(\w+)`", row)) - {"icons", "modules"} == set()


def is_made(name):
    """Whether the name stands in the code, or is put together there from two words."""

    def stands(word):
        return re.search(rf"""["'`: ]{re.escape(word)}["'`, :\]]""", SOURCE)

    heads = {head for head in re.findall(r"`([a-z]+[_-])\$\{", SOURCE) if name.startswith(head)}
    tails = {tail for tail in re.findall(r"\}(-[a-z]+)`", SOURCE) if name.endswith(tail)}
    rests = [name.removeprefix(head) for head in heads] + [name.removesuffix(tail) for tail in tails]
    return bool(stands(name)) or any(stands(rest) for rest in rests)


def test_every_part_is_there():
    table = "\n".join(line for line in section("Names for tests").splitlines() if line.startswith("|"))
    names = {name for name in re.findall(r"`([a-z_-]+)`", table) if not name.startswith("data-")}
    assert sorted(name for name in names if not is_made(name)) == []
