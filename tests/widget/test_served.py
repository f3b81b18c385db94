"""What browsers get of the modules: less text, the same meaning; and how much it is."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.widget.sizes import LIMITS, WIDGET, sizes
from widget.served import served

TSC = WIDGET.parent / "node_modules" / ".bin" / "tsc"
OPTIONS = [
    "--ignoreConfig", "--allowJs", "--noCheck", "--removeComments", "--target", "esnext",
    "--module", "esnext", "--moduleResolution", "bundler",
]  # fmt: skip


def compiled(folder: Path, out: Path) -> dict[str, str]:
    """Every module as TypeScript understands it, printed in one form."""
    files = [str(path) for path in sorted(folder.rglob("*.js"))]
    subprocess.run([TSC, *OPTIONS, "--rootDir", folder, "--outDir", out, *files], check=True)
    return {str(path.relative_to(out)): path.read_text() for path in out.rglob("*.js")}


def test_what_is_served_means_what_is_written(tmp_path: Path) -> None:
    if not TSC.exists():
        reason = "TypeScript is not installed (npm install)"
        pytest.fail(reason) if os.environ.get("CI") == "true" else pytest.skip(reason)
    for path in WIDGET.rglob("*.js"):
        copy = tmp_path / "served" / path.relative_to(WIDGET)
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(served(path.read_text()))
    written = compiled(WIDGET, tmp_path / "a")
    assert len(written) > 40
    assert compiled(tmp_path / "served", tmp_path / "b") == written


@pytest.mark.parametrize(
    ("source", "wanted"),
    [
        ("/** Doc. */\nconst a = 1; // why\n", "const a = 1;\n"),
        ('const u = "http://x"; // y\n', 'const u = "http://x";\n'),
        ("const r = /[/'\"`]\\/*/g; /* z */\n", "const r = /[/'\"`]\\/*/g;\n"),
        ("const h = a / b / c; // d\n", "const h = a / b / c;\n"),
        (
            "x(`a // b\n  ${y(`/* ${z} */`, { k: 1 })} c`); // d\n",
            "x(`a // b\n  ${y(`/* ${z} */`, { k: 1 })} c`);\n",
        ),
    ],
)
def test_comments_go_and_what_looks_like_one_stays(source: str, wanted: str) -> None:
    assert served(source) == wanted


def test_text_without_an_end_is_refused() -> None:
    with pytest.raises(ValueError, match="line 2"):
        served("a;\n/* no end")


@pytest.mark.skipif(not shutil.which("node"), reason="needs Node.js")
def test_the_widget_stays_light() -> None:
    told = {name: brotli for name, (brotli, _) in sizes().items()}
    assert {name for name, total in told.items() if total > LIMITS.get(name.split()[-1], 1) * 1000} == set()
