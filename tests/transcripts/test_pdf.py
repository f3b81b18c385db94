"""Transcripts as PDF: in every script, by a process that can do nothing else and does not run for ever."""

import importlib
import io
import re
import subprocess
import sys
import threading
from pathlib import Path
from unicodedata import normalize

import pytest
from pypdf import PdfReader

from bridge.domain.errors import ServerBusy, TranscriptFailed, TranscriptTooLong
from bridge.transcripts import parts, renderer
from bridge.transcripts.renderer import PdfRenderer
from tests.env.fixtures import need
from tests.patience import SECONDS, until
from tests.transcripts.glyphs import boxes, text_of
from tests.transcripts.samples import SCRIPTS, a_transcript, said

FOLDERS = ("/usr/share/fonts", "/usr/local/share/fonts")


HEBREW = [f"{one}{two}לום" for one in "אבגדהו" for two in "זחטיכלמנסע"]
HOSTILE = [
    '<img src="/etc/hostname"> <link rel="attachment" href="file:///etc/hostname">',
    '<pdf:include src="/etc/hostname"/><object data="file:///etc/hostname">',
]
INVISIBLE = ["a\u200db", "c\ufe0fd", "e\u2066f", "g\u00adh", "i\U000e0067j"]


def draw(engine, *lines, folders=FOLDERS, **fields):
    return PdfRenderer(engine, folders).pdf(a_transcript(*lines, **fields))


@pytest.fixture(scope="module", params=["xhtml2pdf", "weasyprint"])
def engine(request):
    """Each library in turn."""
    need("pdftotext")
    need("fc-list")
    try:
        importlib.import_module(f"bridge.transcripts.by_{request.param}")
    except (ImportError, OSError) as error:
        pytest.skip(f"{request.param} cannot be used here: {error}")
    return request.param


@pytest.fixture(scope="module")
def drawn(engine):
    """Everything that people write, drawn."""
    return draw(
        engine,
        *SCRIPTS.values(),
        *INVISIBLE,
        *HOSTILE,
        " ".join(HEBREW),
        "w" * 1000,
        said("psst", internal=True),
        zone="Europe/Berlin",
        language="de",
        ticket_number="4711",
    )


def test_every_script_can_be_read_back_and_nothing_is_a_box(drawn):
    text = text_of(drawn)
    lacking = [name for name, sample in SCRIPTS.items() if normalize("NFKC", sample) not in text]
    assert lacking == []
    assert boxes(drawn) == set()


def test_what_nobody_sees_is_not_missed(drawn):
    text = text_of(drawn)
    assert "U+" not in text
    assert "fehlt die Schrift" not in text


def test_the_head_is_in_it(drawn):
    text = text_of(drawn)
    for part in (
        "Chatprotokoll",
        "Kanal: Support",
        "Carla Customer (Kunde)",
        "Ticket: 4711",
        "Europe/Berlin",
    ):
        assert part in text
    assert "Seite 1" in text
    assert "(nur für Agenten)" in text


def test_a_long_text_from_the_right_goes_on_in_the_next_line(drawn):
    text = text_of(drawn)
    assert re.findall("[א-ע][א-ע]לום", text) == HEBREW
    assert " ".join(HEBREW) not in text, "it goes over several lines"


def test_a_word_without_end_is_broken_and_stays_on_the_page(drawn):
    assert sum(line.count("w") for line in text_of(drawn).split("\n") if set(line) == {"w"}) == 1000


def test_what_looks_like_html_stays_text(drawn):
    text = text_of(drawn)
    assert '<img src="/etc/hostname">' in text
    assert '<pdf:include src="/etc/hostname"/>' in text
    assert Path("/etc/hostname").read_text().strip() not in text.replace("/etc/hostname", "")
    assert not PdfReader(io.BytesIO(drawn)).attachments


def test_characters_without_a_font_are_named_and_not_left_out(engine, tmp_path):
    text = text_of(draw(engine, "a \U000105c0 b", folders=[str(tmp_path), *FOLDERS]))
    assert "a [U+105C0] b" in text.replace("\n", " ")
    assert "no font for some characters" in text


def test_without_any_font_nothing_is_lost_without_a_word():
    text = text_of(draw("xhtml2pdf", "Привет Hello", folders=["/nonexistent"]))
    assert "[U+041F]" in text
    assert "no font for some characters" in text


def test_a_long_chat_is_drawn_in_parts_whose_pages_count_on(engine, monkeypatch):
    monkeypatch.setattr(parts, "_PART_WEIGHT", 10_000)
    long = a_transcript(*(f"line {number} " + "word " * 100 for number in range(60)))
    whole = parts.as_pdf(long, importlib.import_module(f"bridge.transcripts.by_{engine}"), FOLDERS)
    pages = [page.extract_text() for page in PdfReader(io.BytesIO(whole)).pages]
    assert len(pages) >= 4
    assert [f"Page {number}" in text for number, text in enumerate(pages, 1)] == [True] * len(pages)
    told = re.findall(r"line (\d+) ", "".join(pages))
    assert [int(number) for number in told] == list(range(60))


# Bounds.


def test_what_is_over_all_bounds_is_refused():
    with pytest.raises(TranscriptTooLong):
        draw("auto", *("x" * 4000 for _ in range(600)))
    with pytest.raises(TranscriptTooLong):
        draw("auto", *("\n" * 4000 for _ in range(20)))


def test_one_that_takes_too_long_is_stopped():
    slow = PdfRenderer("xhtml2pdf", FOLDERS, seconds=0.2)
    with pytest.raises(TranscriptFailed, match="too long"):
        slow.pdf(a_transcript("x"))


def test_one_that_breaks_is_told_of_without_its_text(monkeypatch, caplog):
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(TranscriptFailed):
        draw("xhtml2pdf", "my secret")
    assert "ended with 1" in caplog.text
    assert "my secret" not in caplog.text


def test_two_are_drawn_at_once_two_wait_and_others_are_sent_away(monkeypatch):
    going, most, lock, done = 0, 0, threading.Lock(), threading.Event()

    def run(*args, **options):
        nonlocal going, most
        with lock:
            going += 1
            most = max(most, going)
        done.wait(SECONDS)
        with lock:
            going -= 1
        return subprocess.CompletedProcess([], 0, b"%PDF-", b"")

    monkeypatch.setattr(renderer.subprocess, "run", run)
    one = PdfRenderer("auto", FOLDERS)
    threads = [threading.Thread(target=one.pdf, args=(a_transcript("x"),)) for _ in range(4)]
    for thread in threads:
        thread.start()
    until(lambda: one._queue._value == 0)
    with pytest.raises(ServerBusy):
        one.pdf(a_transcript("x"))
    done.set()
    for thread in threads:
        thread.join()
    assert most == 2
    assert one.pdf(a_transcript("x")) == b"%PDF-"


# What the process may do.


CLOSED = """
import sys, tempfile
from bridge.transcripts import guard
guard.limit()
guard.close_up(["/usr/share/fonts"], tempfile.mkdtemp())
"""
FORBIDDEN = [
    "open('/etc/passwd')",
    "open('/proc/self/environ')",
    "open('/usr/share/fonts/../../../etc/passwd')",
    "open('/usr/share/fonts/x', 'w')",
    "import os; os.open('/etc/passwd', os.O_RDONLY)",
    "import socket; socket.create_connection(('127.0.0.1', 1))",
    "import socket; socket.getaddrinfo('example.com', 80)",
    "import subprocess; subprocess.run(['true'])",
    "import os; os.system('true')",
    "import os; os.fork()",
    "import os; os.execv('/bin/true', ['true'])",
]
TRY = """
for code in sys.stdin.read().split(chr(10)):
    try:
        exec(code)
    except PermissionError:
        continue
    print(code)
"""


def in_the_process(code, told=""):
    """Run this in a process that is closed up as the drawing one is; what it says."""
    command = [sys.executable, "-I", "-c", CLOSED + code]
    done = subprocess.run(command, input=told, capture_output=True, text=True, check=False)
    return done.stdout + done.stderr


def test_the_process_reads_no_file_talks_to_nobody_and_starts_nothing():
    assert in_the_process(TRY, "\n".join(FORBIDDEN)) == ""


def test_the_process_takes_no_more_memory_than_it_may():
    assert "MemoryError" in in_the_process("bytearray(2 << 30)")


def test_the_process_gets_none_of_the_services_secrets(monkeypatch):
    monkeypatch.setenv("CHATBRIDGE_SECRET_KEY", "x" * 40)
    assert "CHATBRIDGE_SECRET_KEY" not in renderer._environment()
