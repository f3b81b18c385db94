"""Which font has which character: found by file name in the folders of the settings.

The order is that of taste. A font is opened only when a text has a character that none before it has.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

PREFERRED = (
    "DejaVuSans.ttf",  # Latin, Greek, Cyrillic, Arabic, Hebrew and more
    "NotoSans-Regular.ttf",
    "NotoSansArabic-Regular.ttf",
    "NotoSansHebrew-Regular.ttf",
    "NotoSansThai-Regular.ttf",
    "wqy-zenhei.ttc",  # Chinese, Japanese and Korean
    "DroidSansFallbackFull.ttf",
    "Symbola_hint.ttf",  # emoji and symbols
    "Symbola.ttf",
)
BOLD = {"DejaVuSans.ttf": "DejaVuSans-Bold.ttf", "NotoSans-Regular.ttf": "NotoSans-Bold.ttf"}

SAMPLES = {
    "Latin": "Aß",
    "Greek": "Ω",
    "Cyrillic": "Ж",
    "Hebrew": "ש",
    "Arabic": "ع",
    "Thai": "ท",
    "Chinese": "汉漢",
    "Japanese": "かカ",
    "Korean": "한",
    "emoji": "😀👍",
}
"""Characters by which the doctor knows whether a script can be shown."""

_ENDINGS = (".ttf", ".ttc", ".otf")
_MOST_OF_SCRIPTS = 8

Reader = Callable[[Path], Collection[int]]
"""The characters that a font file has."""


@dataclass
class Fonts:
    """The fonts that a text needs.

    :param reader: opens a font file
    :param extra: file names to look for after the preferred ones
    :ivar used: file → the characters it has, in the order of preference
    """

    folders: Iterable[str]
    reader: Reader
    extra: tuple[str, ...] = ()
    used: dict[Path, Collection[int]] = field(default_factory=dict)

    def missing(self, characters: Iterable[str]) -> set[str]:
        """Take in the fonts that these characters need; those that no font has."""
        files = _files(self.folders)
        lacking = set(characters)
        for name in (*PREFERRED, *self.extra, *_by_script(lacking)):
            if name in files:
                lacking = self._take(files[name], lacking)
            if not lacking:
                break
        return lacking

    def _take(self, file: Path, lacking: set[str]) -> set[str]:
        has = self.used.get(file) or self.reader(file)
        still = {character for character in lacking if ord(character) not in has}
        if len(still) < len(lacking):
            self.used[file] = has
        return still


def _files(folders: Iterable[str]) -> dict[str, Path]:
    found: dict[str, Path] = {}
    for folder in folders:
        for where, _, names in os.walk(folder):
            for name in names:
                if name.endswith(_ENDINGS):
                    found.setdefault(name, Path(where) / name)
    return found


def bold_of(file: Path) -> Path:
    """The bold sister of a font file, where there is one; otherwise itself."""
    sister = file.with_name(BOLD.get(file.name, file.name))
    return sister if sister.exists() else file


def _by_script(characters: Collection[str]) -> Iterator[str]:
    # Unicode's names begin with the script, and so do Noto's files.
    scripts = {unicodedata.name(character, "").partition(" ")[0].title() for character in characters}
    for script in sorted(scripts - {""})[:_MOST_OF_SCRIPTS]:
        yield f"NotoSans{script}-Regular.ttf"
        yield f"NotoSerif{script}-Regular.ttf"


def is_invisible(character: str) -> bool:
    """Whether nothing is lost when it is left out: joiners, marks of direction, choices between shapes."""
    kind = unicodedata.category(character)
    return kind in {"Cf", "Cc", "Zl", "Zp"} or "\ufe00" <= character <= "\ufe0f" or character >= "\U000e0000"


def substitutes(missing: Iterable[str]) -> tuple[dict[int, str], tuple[str, ...]]:
    """What to write for characters that no font has, and the numbers of those a reader would miss."""
    table: dict[int, str] = {}
    shown = []
    for character in sorted(missing):
        if is_invisible(character):
            table[ord(character)] = ""
        else:
            number = f"U+{ord(character):04X}"
            table[ord(character)] = f"[{number}]"
            shown.append(number)
    return table, tuple(shown)
