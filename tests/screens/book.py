"""The page of all pictures: ``README.md`` beside them."""

from __future__ import annotations

from pathlib import Path

from tests.screens.captions import MAIN, SCENES, STATES, ZNUNY

Look = tuple[str, str, int]
"""Language, colours, width."""

LOOKS: tuple[Look, ...] = (("en", "light", 1400), ("de", "dark", 390))
"""Every state is kept in these."""
MORE: tuple[Look, ...] = (
    ("de", "light", 1400),
    ("en", "dark", 1400),
    ("ar", "light", 1400),
    ("en", "light", 390),
    ("ar", "dark", 390),
)
"""The states of MAIN also in these."""

_LANGUAGES = {"en": "English", "de": "German", "ar": "Arabic"}
_HEIGHT = 190

_HEAD = """# Every screen
Made by `make screens`; do not edit. A click on a picture opens it.
What all of it is for: [features.md](../features.md).

* [On a real Znuny](#on-a-real-znuny)
"""

_WIDGET = """
# States of the chat
These come from a service of cardboard, `tests/widget/fake_bridge.py`, which refuses, waits and
loses connections on command. Names, messages, groups and queues are data, the same in every language.
"""


def file_of(state: str, look: Look) -> str:
    """The picture of a state, as ``tests/widget/shots.py`` calls it."""
    return "-".join([state, *map(str, look)]) + ".png"


def looks_of(state: str) -> tuple[Look, ...]:
    """In which looks a state is kept."""
    return LOOKS + (MORE if state in MAIN else ())


def page(folder: Path) -> str:
    """The page for the pictures in ``znuny/`` and ``widget/`` below the folder. Text in Markdown."""
    lines = [_HEAD + "".join(f"* [{title}](#{_anchor(title)})\n" for title in SCENES.values())]
    lines.append("## On a real Znuny")
    for name, caption in ZNUNY.items():
        lines += _row(folder, caption, sorted((folder / "znuny").glob(f"{name}.??.png"), reverse=True))
    lines.append(_WIDGET)
    for scene, title in SCENES.items():
        lines.append(f"## {title}\nThe scene `{scene}`.")
        for state in (one for one in STATES if one.startswith(f"{scene}-")):
            first = [folder / "widget" / file_of(state, look) for look in looks_of(state)]
            others = sorted(set((folder / "widget").glob(f"{state}-??-*.png")) - set(first))
            lines += _row(folder, STATES[state], [one for one in first if one.exists()] + others)
    return "\n\n".join(lines) + "\n"


def _anchor(title: str) -> str:
    kept = "".join(letter for letter in title.lower() if letter.isalnum() or letter in " -_")
    return kept.replace(" ", "-")


def _row(folder: Path, caption: str, files: list[Path]) -> list[str]:
    shown = [_thumbnail(file.relative_to(folder).as_posix(), f"{caption} ({_look(file)})") for file in files]
    return [f"**{caption}**", "\n".join(shown)]


def _thumbnail(file: str, words: str) -> str:
    words = words.replace('"', "&quot;")
    return f'<a href="{file}"><img src="{file}" height="{_HEIGHT}" alt="{words}" title="{words}"></a>'


def _look(file: Path) -> str:
    parts = file.stem.replace(".", "-").split("-")
    said = [_LANGUAGES[one] for one in parts if one in _LANGUAGES]
    said += [one for one in parts if one in ("light", "dark")]
    return ", ".join([*said, *(f"{one} px" for one in parts if one in ("1400", "390"))])
