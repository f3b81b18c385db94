"""Files: names that hide nothing, limits, and bytes that are what the name says."""

import pytest

from bridge.domain.chats import Audience
from bridge.domain.errors import FileTooLarge, FileTypeRefused, InputInvalid
from bridge.domain.files import (
    ANY_ENDING,
    MOST_FILES,
    NAME_CHARS,
    ChatFile,
    FileLimits,
    content_type,
    ending,
    file_name,
    require_fitting,
)
from tests.people import NOON, new_id

LIMITS = FileLimits(1000, 1500, frozenset({"png", "txt"}))
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 20
JPEG = b"\xff\xd8\xff\xe0" + b"\0" * 20
GIF = b"GIF89a" + b"\0" * 20
WEBP = b"RIFF\0\0\0\0WEBPVP8 "
HTML = b"<html><script>alert(1)</script></html>"
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>'


def a_file(size=100):
    return ChatFile(new_id(), new_id(), 1, Audience.EVERYONE, "a.txt", "", size, NOON)


@pytest.mark.parametrize(
    ("raw", "name"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd"),
        ("C:\\Users\\carla\\Desktop\\printer.png", "printer.png"),
        ("/", None),
        ("..", None),
        (" . ", None),
        ("", None),
        ("\u200b\u200e\n", None),
        (".htaccess", "htaccess"),
        ("name. ", "name"),
        ("a\r\nContent-Type: text/html.png", "html.png"),
        ("a\r\nSet-Cookie: x.png", "a Set-Cookie_ x.png"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("invoice\u2066gpj.exe\u2069", "invoicegpj.exe"),
        ("a\0b.txt", "ab.txt"),
        ('we"ird<name>|?*.txt', "we_ird_name____.txt"),
        ("con.txt", "_con.txt"),
        ("LPT1", "_LPT1"),
        ("console.txt", "console.txt"),
        ("Bildschirmfoto Größe.png", "Bildschirmfoto Größe.png"),
        ("Gro\u0308\u00dfe.png", "Größe.png"),
        ("می\u200cخواهم.pdf", "می\u200cخواهم.pdf"),
        ("你好\u3000世界.txt", "你好 世界.txt"),
        ("👩\u200d👧.png", "👩\u200d👧.png"),
        ("\ud800.txt", "txt"),
    ],
)
def test_a_name_is_safe_and_still_the_name(raw, name):
    if name is None:
        with pytest.raises(InputInvalid):
            file_name(raw)
    else:
        assert file_name(raw) == name


@pytest.mark.parametrize("raw", ["x" * 5000 + ".pdf", "ä" * 300 + ".tar.pdf", "x" * 130])
def test_a_long_name_keeps_its_ending(raw):
    name = file_name(raw)
    assert len(name) <= NAME_CHARS
    assert ending(name) == ending(raw)


@pytest.mark.parametrize(
    ("name", "end"),
    [("a.PDF", "pdf"), ("a.pdf.exe", "exe"), ("a", ""), ("a.", ""), ("a.p df", ""), ("a.ехе", "")],
)
def test_the_ending_is_the_last_one(name, end):
    assert ending(name) == end


@pytest.mark.parametrize("name", ["a.exe", "a.png.exe", "a", "a.svg", "a.html", "a.png\u202e"])
def test_only_listed_endings_are_taken(name):
    with pytest.raises(FileTypeRefused) as refused:
        require_fitting(LIMITS, name, 10, [])
    assert refused.value.data == {"allowed": ["png", "txt"]}
    require_fitting(FileLimits(1000, 1500, frozenset({ANY_ENDING})), name, 10, [])


def test_a_file_has_something_in_it_and_not_too_much():
    require_fitting(LIMITS, "a.PNG", 1000, [])
    with pytest.raises(InputInvalid):
        require_fitting(LIMITS, "a.png", 0, [])
    with pytest.raises(FileTooLarge) as refused:
        require_fitting(LIMITS, "a.png", 1001, [])
    assert refused.value.data == {"limit": 1000}


def test_a_chat_has_room_for_so_much_and_so_many():
    require_fitting(LIMITS, "a.png", 500, [a_file(1000)])
    with pytest.raises(FileTooLarge) as refused:
        require_fitting(LIMITS, "a.png", 501, [a_file(1000)])
    assert refused.value.data == {"limit": 500}
    with pytest.raises(FileTooLarge):
        require_fitting(LIMITS, "a.png", 1, [a_file(1) for _ in range(MOST_FILES)])


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.png", PNG, "image/png"),
        ("a.jpg", JPEG, "image/jpeg"),
        ("a.jpeg", JPEG, "image/jpeg"),
        ("a.gif", GIF, "image/gif"),
        ("a.webp", WEBP, "image/webp"),
        ("a.png", JPEG, "image/jpeg"),
        ("a.pdf", b"\n%PDF-1.7", "application/pdf"),
        (
            "a.docx",
            b"PK\x03\x04...",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
        ),
        ("a.heic", b"\0\0\0\x18ftypheic", "image/heic"),
        ("a.txt", HTML, "text/plain"),
        ("a.xml", SVG, "text/plain"),
        ("a.html", HTML, "application/octet-stream"),
        ("a.svg", SVG, "application/octet-stream"),
        ("a", b"x", "application/octet-stream"),
    ],
)
def test_what_is_in_a_file_is_told_by_name_and_bytes(name, content, kind):
    assert content_type(name, content) == kind


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.png", HTML),
        ("a.jpg", SVG),
        ("a.gif", b"GIF"),
        ("a.webp", b"RIFF\0\0\0\0WAVE"),
        ("a.png", b"\x89PNG"),
        ("a.png", b""),
        ("a.pdf", HTML),
        ("a.pdf", b"x" * 2000 + b"%PDF-1.7"),
        ("a.docx", b"MZ\x90\0"),
        ("a.xls", HTML),
        ("a.heic", HTML),
    ],
)
def test_bytes_that_belie_the_name_are_refused(name, content):
    with pytest.raises(FileTypeRefused):
        content_type(name, content)


def test_only_pictures_are_shown_in_place():
    shown = {
        kind
        for name, content in [
            ("a.png", PNG),
            ("a.gif", GIF),
            ("a.svg", SVG),
            ("a.pdf", b"%PDF-"),
            ("a.txt", HTML),
        ]
        if ChatFile("", "", 1, Audience.EVERYONE, name, kind := content_type(name, content), 1, NOON).inline
    }
    assert shown == {"image/png", "image/gif"}
