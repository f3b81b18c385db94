"""Archive: a chat on a ticket, once, as the acting agent and with that agent's rights."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import pytest

from bridge.domain.errors import OtrsRefused, OtrsUnavailable
from bridge.domain.handover import ExistingTicket
from tests.contracts.support import again, said, seen, towards

HOSTILE = (
    "<img src=x onerror=alert(1)> ]]> &lt;b&gt; <br><br><br> </script><script>alert(2)</script> "
    "\"quotes' 100% [% 1 + 1 %] ${x} \\ 😀👩‍👩‍👧 مرحبا 你好 ẞ"
)


def test_a_chat_becomes_a_ticket_with_every_message_in_order(otrs, order, word):
    texts = [f"{word}-{number}" for number in range(1, 41)]
    lines = [
        said(
            *(("agent", "anton", "Anton Agent") if n % 2 else ("customer", "carla", "Carla Customer")),
            text,
            n,
        )
        for n, text in enumerate(texts)
    ]
    receipt = otrs.gateway().archive(replace(order, lines=tuple(lines)))
    assert receipt.ticket_id.isdigit()
    assert receipt.ticket_number.isdigit()
    assert receipt.article_id.isdigit()
    assert receipt.internal_article_id is None
    assert not receipt.repeated

    for page in (otrs.zoom(receipt.ticket_id, receipt.article_id), otrs.customer_zoom(receipt.ticket_number)):
        text = seen(page)
        places = [text.index(f"{said} ") for said in texts]
        assert places == sorted(places)
        assert "Carla Customer" in text
        assert "Anton Agent" in text
        assert "18:40" in text
        assert "19:19" in text


def test_the_same_key_never_makes_a_second_one(otrs, order, word):
    gateway = otrs.gateway()
    first = gateway.archive(order)
    assert gateway.archive(order) == replace(first, repeated=True)
    other = replace(
        order,
        target=ExistingTicket("99999"),
        lines=(said("visitor", "visitor-1", "Max", "something else"),),
    )
    assert gateway.archive(other) == replace(first, repeated=True)
    assert len(gateway.tickets("anton", word)) == 1
    assert "something else" not in otrs.zoom(first.ticket_id, first.article_id)


@pytest.mark.parametrize("agent", ["berta", "colleague", "chatbridge", "nobody"])
def test_a_keys_result_is_for_the_agent_who_began_it(otrs, order, agent):
    receipt = otrs.gateway().archive(order)
    other = otrs.colleague if agent == "colleague" else agent
    with pytest.raises(OtrsRefused) as denied:
        otrs.gateway().archive(replace(order, agent=other))
    assert receipt.ticket_number not in denied.value.message
    assert otrs.gateway().archive(order) == replace(receipt, repeated=True)


def test_the_same_key_at_the_same_time_makes_one(otrs, order, word):
    def archive(_):
        try:
            return otrs.gateway().archive(order)
        except OtrsUnavailable:
            return None

    with ThreadPoolExecutor(6) as pool:
        receipts = [receipt for receipt in pool.map(archive, range(6)) if receipt]
    last = otrs.gateway().archive(order)
    assert receipts
    assert {(r.ticket_id, r.article_id) for r in receipts} == {(last.ticket_id, last.article_id)}
    assert sum(not receipt.repeated for receipt in receipts) == 1
    assert len(otrs.gateway().tickets("anton", word)) == 1
    page = seen(otrs.zoom(last.ticket_id, last.article_id))
    assert page.count("Hello") == 1


def test_different_keys_make_different_tickets(otrs, order, word):
    with ThreadPoolExecutor(4) as pool:
        receipts = list(pool.map(otrs.gateway().archive, [again(order) for _ in range(4)]))
    assert len({receipt.ticket_number for receipt in receipts}) == 4
    assert len(otrs.gateway().tickets("anton", word)) == 4


def test_a_chat_goes_onto_a_ticket_that_is_there(otrs, order, word):
    gateway = otrs.gateway()
    first = gateway.archive(order)
    more = again(
        order,
        target=ExistingTicket(first.ticket_id),
        lines=(said("visitor", "visitor-7", "Max Visitor", f"{word} attached", 5),),
    )
    second = gateway.archive(more)
    assert (second.ticket_id, second.ticket_number) == (first.ticket_id, first.ticket_number)
    assert second.article_id != first.article_id
    assert gateway.archive(more) == replace(second, repeated=True)
    page = seen(otrs.zoom(second.ticket_id, second.article_id))
    assert f"{word} attached" in page
    assert "Max Visitor" in page


def test_agents_lines_are_for_agents_only(otrs, order, word):
    internal = (said("agent", "anton", "Anton Agent", f"{word} secret", 2),)
    receipt = otrs.gateway().archive(replace(order, internal_lines=internal))
    assert receipt.internal_article_id.isdigit()
    assert receipt.internal_article_id != receipt.article_id
    assert f"{word} secret" in seen(otrs.zoom(receipt.ticket_id, receipt.internal_article_id))
    assert f"{word} secret" not in otrs.customer_zoom(receipt.ticket_number)


def test_hostile_text_is_shown_as_text(otrs, order):
    lines = (
        said("customer", "carla", f"Carla {HOSTILE}"[:100], HOSTILE),
        said("visitor", "visitor-<script>", "<b>Max</b>", "two\nlines", 1),
        said("agent", "anton", "", "<br>" * 500, 2, system=True),
    )
    target = towards(order, title=f"{HOSTILE} {order.target.title}")
    receipt = otrs.gateway().archive(replace(order, lines=lines, target=target))
    for page in (otrs.zoom(receipt.ticket_id, receipt.article_id), otrs.customer_zoom(receipt.ticket_number)):
        assert "<img src=x" not in page
        assert "<script>alert(2)" not in page
        assert "<b>Max" not in page
        text = seen(page)
        assert HOSTILE in text
        assert "<b>Max</b>" in text
        assert "two lines" in text
        assert text.count("<br>") >= 500


def test_long_text_is_cut_nowhere(otrs, order):
    numbers = [f"<{number:05d}>" for number in range(2500)]
    lines = (said("customer", "carla", "Carla Customer", " ".join(numbers)),)
    receipt = otrs.gateway().archive(replace(order, lines=lines))
    page = seen(otrs.zoom(receipt.ticket_id, receipt.article_id))
    places = [page.find(number) for number in numbers]
    assert -1 not in places
    assert places == sorted(places)


def test_control_characters_do_no_harm(otrs, order, word):
    fields = {
        "ActingUserLogin": "anton",
        "Key": order.key,
        "Target": {"Type": "New", "QueueID": order.target.queue_id, "Title": f"NUL\0 {word}"},
        "Messages": [
            {
                "ChatterType": "Public",
                "ChatterID": "visitor-1",
                "ChatterName": "Ma\0x",
                "Text": "be\0fo\x07re\r\nafter",
                "Time": "1795372800",
                "SystemGenerated": 0,
            }
        ],
    }
    answer = otrs.call("Archive", **fields)
    page = seen(otrs.zoom(answer["TicketID"], answer["ArticleID"]))
    assert "before after" in page
    assert f"NUL {word}" in page


def test_a_visitor_without_an_account_is_named_on_the_ticket(otrs, order, word):
    target = towards(order, customer="guest@example.net")
    otrs.gateway().archive(replace(order, target=target, customer_name="Max Visitor"))
    (hit,) = otrs.gateway().tickets("anton", word)
    assert hit.customer == "guest@example.net"


def test_nobody_need_be_the_customer(otrs, order, word):
    otrs.gateway().archive(replace(order, target=towards(order, customer="", owner=None)))
    (hit,) = otrs.gateway().tickets("anton", word)
    assert hit.customer == ""


@pytest.mark.parametrize(
    "change",
    [
        {"queue_id": "99999"},
        {"queue_id": "0"},
        {"priority_id": "99"},
        {"state_id": "99"},
        {"state_id": "6"},
        {"owner": "berta"},
        {"owner": "nobody"},
        {"customer": "no such customer"},
        {"title": " "},
    ],
    ids=str,
)
def test_a_wrong_choice_makes_no_ticket(otrs, order, word, change):
    with pytest.raises(OtrsRefused):
        otrs.gateway().archive(replace(order, target=towards(order, **change)))
    assert otrs.gateway().tickets("anton", word) == []


def test_the_rights_are_the_acting_agents_and_a_refused_key_stays_free(otrs, order, word):
    with pytest.raises(OtrsRefused):
        otrs.gateway().archive(replace(order, agent="berta"))
    assert otrs.gateway().tickets("anton", word) == []
    assert not otrs.gateway().archive(order).repeated


@pytest.mark.parametrize("ticket", ["99999", "0", "x"])
def test_a_forged_ticket_is_refused(otrs, order, ticket):
    with pytest.raises(OtrsRefused):
        otrs.gateway().archive(replace(order, target=ExistingTicket(ticket)))


def test_a_foreign_ticket_is_refused_like_one_that_does_not_exist(otrs, order):
    ticket = otrs.gateway().archive(order)
    foreign = again(order, agent="berta", target=ExistingTicket(ticket.ticket_id))
    with pytest.raises(OtrsRefused) as denied:
        otrs.gateway().archive(foreign)
    with pytest.raises(OtrsRefused) as missing:
        otrs.gateway().archive(replace(foreign, target=ExistingTicket("99999")))
    assert denied.value.message.replace(ticket.ticket_id, "99999") == missing.value.message


@pytest.mark.parametrize(
    "key", ["short", "x" * 65, "with blanks in it", "ümläuts-and-more", "'; DROP TABLE x"]
)
def test_a_key_that_is_none_is_refused(otrs, order, key):
    with pytest.raises(OtrsRefused, match="Key"):
        otrs.gateway().archive(replace(order, key=key))


def test_too_many_messages_are_refused(otrs, order, word):
    line = said("customer", "carla", "Carla Customer", "x")
    with pytest.raises(OtrsRefused, match="5000"):
        otrs.gateway().archive(replace(order, lines=(line,) * 5001))
    assert otrs.gateway().tickets("anton", word) == []


def test_somebody_who_has_left_otrs_still_has_said_it(otrs, order):
    lines = (
        said("agent", "gone", "Gerda Gone", "I was here"),
        said("customer", "gone", "Karl Gone", "Me too"),
    )
    receipt = otrs.gateway().archive(replace(order, key=str(uuid.uuid4()), lines=lines))
    page = seen(otrs.zoom(receipt.ticket_id, receipt.article_id))
    assert "Gerda Gone" in page
    assert "Karl Gone" in page
