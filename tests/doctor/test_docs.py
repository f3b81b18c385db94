"""``docs/operations/doctor.md`` says what the code says, and every finding was provoked."""

import re
from pathlib import Path

import pytest

from bridge.doctor.chain import CHECKS
from bridge.doctor.findings import FINDINGS

HERE = Path(__file__).parent
PAGE = (HERE.parents[1] / "docs" / "operations" / "doctor.md").read_text()


def rows(heading: str) -> list[list[str]]:
    """The table below a heading, without its first two lines."""
    section = PAGE.split(f"\n## {heading}\n", 1)[1].split("\n## ", 1)[0]
    lines = [line for line in section.splitlines() if line.startswith("|")]
    return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines[2:]]


def test_the_page_has_every_check_in_its_order():
    assert [row[0].strip("`") for row in rows("The links")] == [check.name for check in CHECKS]


def test_the_page_has_every_finding_with_its_remedy():
    table = {row[0].strip("`"): (row[1], row[3]) for row in rows("What can be the matter")}
    assert table == {code: (finding.state, finding.remedy) for code, finding in FINDINGS.items()}
    assert list(table) == list(FINDINGS)


def test_the_sample_has_every_check():
    sample = PAGE.split("```")[1]
    assert re.findall(r"^(?:ok|warning|wrong|skipped) +([a-z.-]+)", sample, re.M) == [c.name for c in CHECKS]


@pytest.mark.parametrize("code", FINDINGS)
def test_every_finding_is_provoked_in_a_test(code):
    tests = [file.read_text() for file in HERE.glob("test_*.py") if file.name != Path(__file__).name]
    assert any(f'"{code}"' in text for text in tests)
