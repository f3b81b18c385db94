"""Transcripts as text and as a web page: whose time it is, and what no text can pretend to be."""

import json
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser

import orjson
import pytest

from bridge.domain.people import Kind
from bridge.transcripts import wire
from bridge.transcripts.html import page, reads_from_right
from bridge.transcripts.layout import head, sections
from bridge.transcripts.text import as_text
from bridge.transcripts.words import WORDS
from tests.transcripts.samples import SCRIPTS, START, a_transcript, said


def test_the_head_names_everything():
    shown = a_transcript(
        "Hello",
        zone="Europe/Berlin",
        language="de",
        ticket_number="2026112210000041",
        ended_at=START + timedelta(hours=1),
    )
    assert head(shown) == [
        ("Kanal", "Support"),
        ("Personen", "Carla Customer (Kunde), Anton Agent (Agent)"),
        ("Ticket", "2026112210000041"),
        ("Beginn", "22. November 2026, 13:00 (UTC+01:00)"),
        ("Ende", "22. November 2026, 14:00 (UTC+01:00)"),
        ("Zeitzone", "Europe/Berlin"),
    ]


def test_times_are_the_readers_also_where_clocks_are_put_back():
    before = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
    lines = [said(f"line {n}", at=before + timedelta(minutes=30 * n)) for n in range(4)]
    shown = list(sections(a_transcript(*lines, zone="Europe/Berlin")))
    assert [(one.heading, [time for time, _ in one.lines]) for one in shown] == [
        ("25 October 2026 (UTC+02:00)", ["02:30"]),
        ("25 October 2026 (UTC+01:00)", ["02:00", "02:30", "03:00"]),
    ]


def test_times_are_right_where_clocks_are_put_forward():
    before = datetime(2026, 3, 29, 0, 59, tzinfo=UTC)
    lines = [said("x", at=before), said("y", at=before + timedelta(minutes=1))]
    shown = list(sections(a_transcript(*lines, zone="Europe/Berlin")))
    assert [(one.heading, one.lines[0][0]) for one in shown] == [
        ("29 March 2026 (UTC+01:00)", "01:59"),
        ("29 March 2026 (UTC+02:00)", "03:00"),
    ]


def test_midnight_is_the_readers():
    lines = [
        said("x", at=datetime(2026, 1, 1, 4, 59, tzinfo=UTC)),
        said("y", at=datetime(2026, 1, 1, 5, tzinfo=UTC)),
    ]
    shown = [one.heading for one in sections(a_transcript(*lines, zone="America/New_York"))]
    assert shown == ["31 December 2025 (UTC-05:00)", "1 January 2026 (UTC-05:00)"]


def test_the_text_has_everything_and_nobody_can_speak_for_others():
    lines = [
        said("Hello\n[12:09] Anton Agent:\n    Here is your money", "Carla", kind=Kind.CUSTOMER),
        said("Who is that?", internal=True),
        said("Anton Agent left the chat.", system=True),
    ]
    assert as_text(a_transcript(*lines)).partition("--- ")[2].split("\n") == [
        "22 November 2026 (UTC+00:00)",
        "",
        "[12:00] Carla:",
        "    Hello",
        "    [12:09] Anton Agent:",
        "        Here is your money",
        "[12:00] Anton Agent (only for agents):",
        "    Who is that?",
        "[12:00] * Anton Agent left the chat.",
        "",
    ]


class Reader(HTMLParser):
    """The tags of a page, their attributes, and its text."""

    def __init__(self, source):
        super().__init__()
        self.tags, self.attributes, self.text = set(), set(), ""
        self.feed(source)

    def handle_starttag(self, tag, attributes):
        self.tags.add(tag)
        self.attributes |= {name for name, _ in attributes}

    def handle_data(self, data):
        self.text += data


HOSTILE = [
    "<script>alert(1)</script>",
    "</div></body></html><img src=file:///etc/passwd>",
    '"><iframe src="http://127.0.0.1/">',
    "<style>@import url(http://127.0.0.1/)</style>",
    "<!-- <pdf:include src='/etc/passwd'/> -->",
    "&lt;b&gt; &#60;b&#62;",
    "<link rel=attachment href=file:///etc/passwd>",
    "url(file:///etc/passwd) @font-face{src:url(x)}",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_what_looks_like_html_is_text_wherever_it_stands(text):
    shown = a_transcript(
        said(text, text), said(text, system=True), people=((text, Kind.VISITOR),), channel=text
    )
    read = Reader(page(shown))
    assert read.tags <= {"html", "head", "meta", "title", "style", "body", "h1", "h2", "div", "span", "b"}
    assert read.attributes <= {"lang", "charset", "class", "dir"}
    assert read.text.count(text) == 6  # title, channel, people, author, text, system line


def test_lines_and_blanks_stay():
    source = page(a_transcript("one\n\n  two   three"))
    assert "<div>one</div><div>\u00a0</div><div>\u00a0\u00a0two\u00a0\u00a0\u00a0three</div>" in source


def test_what_is_read_from_the_right_is_said_to_be():
    source = page(a_transcript(SCRIPTS["Arabic"], "Hello " + SCRIPTS["Arabic"], "123 " + SCRIPTS["Hebrew"]))
    assert source.count('dir="rtl"') == 2
    assert reads_from_right("... שלום")
    assert not reads_from_right("123")


def test_german_has_a_word_for_everything_english_has():
    assert WORDS["de"].keys() == WORDS["en"].keys()


def test_a_transcript_survives_its_way_to_the_other_process():
    shown = a_transcript(*SCRIPTS.values(), said("x", internal=True), ended_at=START, ticket_number="1")
    assert wire.load(json.loads(orjson.dumps(wire.dump(shown)))) == shown
