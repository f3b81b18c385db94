"""What people write is cleaned of what no screen or database can hold, and never cut."""

import pytest

from bridge.domain.errors import InputInvalid, MessageEmpty, MessageTooLong
from bridge.domain.people import NAME_CHARS, visitor_name
from bridge.domain.text import MESSAGE_CHARS, PREVIEW_CHARS, clean, clean_line, message_text, preview

KEPT = [
    "Hello",
    "a\nb\n\nc",
    "a\tb",
    "😀👩‍👩‍👧‍👦🏳️‍🌈",
    "مرحبا بالعالم",
    "\u2067مرحبا\u2069 \u200fabc\u200e",
    "你好，世界",
    "e\u0301 ẞ ſ Ǆ",
    "<b>&amp;</b> [% x %] ${x} \\n",
    "𐍈 \U0010ffff",
]


@pytest.mark.parametrize("text", KEPT)
def test_what_is_text_stays_as_it_is(text):
    assert clean(text) == text
    assert message_text(text) == text


@pytest.mark.parametrize(
    ("raw", "cleaned"),
    [
        ("a\x00b", "ab"),
        ("a\x1b[31mb\x07", "a[31mb"),
        ("a\x7f\x80\x85\x9fb", "ab"),
        ("a\x0b\x0cb", "ab"),
        ("a\ud83db\udc00", "ab"),
        ("invoice\u202efdp.exe", "invoicefdp.exe"),
        ("\u202dabc\u202e", "abc"),
        ("a\r\nb\rc\nd", "a\nb\nc\nd"),
        ("a\r\r\nb", "a\n\nb"),
        ("  \n a \n\t", "a"),
        ("\x00 a \x00", "a"),
    ],
    ids=ascii,
)
def test_what_is_none_goes(raw, cleaned):
    assert clean(raw) == cleaned


@pytest.mark.parametrize(
    "text", ["", " ", "\n\t ", "\x00", "\u202e", "\u00a0\u2003", "\u200b\u2060", "\ufeff"]
)
def test_a_message_of_nothing_is_empty(text):
    with pytest.raises(MessageEmpty):
        message_text(text)


@pytest.mark.parametrize("character", ["x", "😀", "م", "\n."])
def test_a_message_may_be_as_long_as_promised_and_no_longer(character):
    longest = character * (MESSAGE_CHARS // len(character))
    assert len(message_text(f"  {longest}\n" if longest[0] != "\n" else longest)) >= MESSAGE_CHARS - 1
    with pytest.raises(MessageTooLong) as refused:
        message_text("." + longest + character)
    assert refused.value.data == {"limit": MESSAGE_CHARS}
    assert str(len("." + longest + character)) in refused.value.message


def test_the_length_is_that_of_the_cleaned_text():
    assert message_text("x" * MESSAGE_CHARS + "\x00" * 10 + " " * 10) == "x" * MESSAGE_CHARS


def test_a_line_has_no_line_ends():
    assert clean_line(" Max \r\n  Mustermann\t\x00 ") == "Max Mustermann"


def test_a_preview_is_one_line_of_the_beginning():
    assert preview("My printer\n is  on fire") == "My printer is on fire"
    assert preview("x" * PREVIEW_CHARS) == "x" * PREVIEW_CHARS
    assert preview("x" * (PREVIEW_CHARS + 1)) == "x" * (PREVIEW_CHARS - 1) + "…"
    assert len(preview("😀" * MESSAGE_CHARS)) == PREVIEW_CHARS


@pytest.mark.parametrize("name", ["Max", "José", "محمد", "小明", "😀", "O'Brien <x>", "x" * NAME_CHARS])
def test_a_visitors_name_is_kept(name):
    assert visitor_name(f" {name}\n") == name


@pytest.mark.parametrize("name", ["", " \n", "\x00", "\u200b", "x" * (NAME_CHARS + 1)], ids=ascii)
def test_a_visitor_needs_a_name_of_reasonable_length(name):
    with pytest.raises(InputInvalid) as refused:
        visitor_name(name)
    assert refused.value.data == {"field": "name"}
