"""The way without the add-on, as far as it needs no OTRS: the article, the marker, when something is sent."""

from __future__ import annotations

from datetime import timedelta

import pytest

from bridge.domain.errors import OtrsMisconfigured, OtrsRefused, OtrsSignIn, OtrsUnavailable
from bridge.otrs.fields import Fields
from bridge.otrs.stock_article import body, marker, subject, title
from bridge.otrs.stock_once import QUIET, Once
from bridge.settings import load
from tests.otrs.stock_support import AT, said
from tests.services.conftest import engine, migrated_mariadb, migrated_postgres, template, world  # noqa: F401

KEY = "6f1c0a52-37a5-4f6e-b1c7-0f5d8f2f9c11"


# The article.


def test_the_article_is_html_in_which_nothing_that_was_said_is_html():
    text = body(
        [said("<script>alert('x')</script> & \"more\"\r\nsecond line\0 \U0001f600", chatter_name="<i>")]
    )
    assert "<script" not in text
    assert "&lt;script&gt;alert(&#x27;x&#x27;)&lt;/script&gt; &amp; &quot;more&quot;<br/>second line " in text
    assert "&#128512;" in text
    assert "&lt;i&gt;" in text
    assert "\0" not in text


def test_days_and_times_are_utc_and_say_so():
    text = body([said("today"), said("tomorrow", at=AT + timedelta(hours=8)), said("left", system=True)])
    assert text.count("(UTC)") == 3
    assert text.index("2026-11-22 (UTC)") < text.index("18:40:00") < text.index("2026-11-23 (UTC)")
    assert "<i" in text


def test_an_article_without_a_line_is_one_all_the_same():
    assert "<p>" in body([])


def test_a_marker_cannot_be_chosen_and_means_nothing_in_a_search():
    assert marker(KEY) == marker(KEY)
    assert marker(KEY) != marker(KEY[:-1] + "2")
    assert marker(KEY).startswith("Chat ")
    assert marker(KEY)[5:].isalnum()
    assert subject(KEY, internal=False) != subject(KEY, internal=True)
    assert title("Printer", KEY) == f"Printer [{marker(KEY)}]"
    assert title("", KEY) == f"[{marker(KEY)}]"
    assert len(title("x" * 1000, KEY)) < 255


def test_identifiers_of_an_answer():
    answer = Fields("TicketSearch", {"TicketID": ["2", 3], "Wrong": "2", "Worse": [True], "Empty": [""]})
    assert answer.ids("TicketID") == ["2", "3"]
    assert answer.ids("Missing") == []
    assert answer.maybe_items("Missing") == []
    for name in ("Wrong", "Worse", "Empty"):
        with pytest.raises(OtrsMisconfigured, match=name):
            answer.ids(name)


# Once.


class Otrs:
    """Something that keeps what it is sent, and may fail before or after."""

    def __init__(self, world):  # noqa: F811
        self.once = Once(world.context.db, world.clock)
        self.clock = world.clock
        self.kept = []
        self.down = False
        self.fails = None
        self.doubtful = False

    def look(self):
        if self.down:
            raise OtrsUnavailable("down")
        return self.kept[0] if self.kept else None

    def send(self):
        if isinstance(self.fails, OtrsRefused | OtrsSignIn):
            raise self.fails
        self.kept.append("it")
        if self.fails:
            raise self.fails
        return "it"

    def do(self):
        return self.once.do("step", self.look, lambda: self.send, doubtful=self.doubtful)

    def waits(self):
        with pytest.raises(OtrsUnavailable):
            self.do()


@pytest.fixture
def otrs(world):  # noqa: F811
    return Otrs(world)


def test_a_call_is_sent_and_then_found(otrs):
    assert otrs.do() == ("it", False)
    assert otrs.do() == ("it", True)
    assert otrs.kept == ["it"]


def test_a_lost_answer_is_found(otrs):
    otrs.fails = OtrsUnavailable("late")
    otrs.waits()
    assert otrs.do() == ("it", True)


def test_a_lost_call_is_sent_again_after_a_quiet_time(otrs):
    otrs.fails = OtrsUnavailable("lost")
    otrs.waits()
    otrs.kept.clear()
    otrs.fails = None
    otrs.waits()
    otrs.clock.forward(seconds=QUIET.total_seconds() - 1)
    otrs.waits()
    otrs.clock.forward(seconds=1)
    assert otrs.do() == ("it", False)


def test_time_in_which_otrs_does_not_answer_does_not_count(otrs):
    otrs.fails = OtrsUnavailable("lost")
    otrs.waits()
    otrs.kept.clear()
    otrs.waits()
    otrs.down = True
    otrs.clock.forward(seconds=3600)
    otrs.waits()
    otrs.down = False
    otrs.waits()
    otrs.clock.forward(seconds=QUIET.total_seconds() / 2)
    otrs.waits()
    assert otrs.kept == []


@pytest.mark.parametrize("refusal", [OtrsRefused("no"), OtrsSignIn("again")], ids=lambda one: one.code)
def test_what_certainly_was_not_done_is_sent_again_at_once(otrs, refusal):
    otrs.fails = refusal
    with pytest.raises(type(refusal)):
        otrs.do()
    otrs.fails = None
    assert otrs.do() == ("it", False)


def test_what_may_have_been_sent_is_not_sent_at_once(otrs):
    otrs.doubtful = True
    otrs.waits()
    otrs.clock.forward(seconds=QUIET.total_seconds() - 1)
    otrs.waits()
    otrs.clock.forward(seconds=1)
    assert otrs.do() == ("it", False)


def test_an_otrs_that_is_down_costs_no_waiting_afterwards(otrs):
    otrs.down = True
    otrs.waits()
    otrs.down = False
    assert otrs.do() == ("it", False)


# Who is a member.


def settings(**more):
    return load({"CHATBRIDGE_SECRET_KEY": KEY, **more})


def test_members_of_the_channels_are_listed_in_the_settings():
    listed = "anton:rw, anton:rw@admin,berta:note ,cem@example.com:ro@sales"
    groups = settings(CHATBRIDGE_STOCK_AGENTS=listed, CHATBRIDGE_DEFAULT_GROUP="support").stock_groups
    assert set(groups) == {"anton", "berta", "cem@example.com"}
    assert set(groups["anton"]) == {"support", "admin"}
    assert {"rw", "note", "ro", "create"} <= groups["anton"]["support"]
    assert groups["berta"] == {"support": {"ro", "note"}}
    assert groups["cem@example.com"] == {"sales": {"ro"}}
