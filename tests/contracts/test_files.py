"""Archive with files: they are on the ticket once, and only who may see them does."""

import re
from dataclasses import replace
from html import unescape

import pytest

from bridge.domain.handover import ArchivedFile
from tests.contracts.support import again

PICTURE = bytes(range(256)) * 40
TEXT = "Grüße 😀\n".encode()


def attached(name, content=PICTURE, *, for_customer=True, content_type="image/png"):
    return ArchivedFile(name, content_type, content, for_customer)


def downloads(otrs, page, article, script):
    """The files of an article on a page of its ticket: name → content."""
    links = [unescape(link) for link in re.findall(r'href="([^"]*TicketAttachment[^"]*)"', page)]
    found = {}
    for link in dict.fromkeys(link for link in links if f"ArticleID={article};" in link):
        response = otrs.view(script, link.partition("?Action=")[2])
        disposition = response.headers["Content-Disposition"]
        name = re.search(r'filename="?([^";]+)"?', disposition)
        found[name[1]] = response.content
        assert disposition.startswith("attachment")
    return found


def agents_files(otrs, receipt, article):
    return downloads(otrs, otrs.zoom(receipt["TicketID"], article), article, "index.pl")


def customers_files(otrs, receipt, article):
    action = f"CustomerTicketZoom;TicketNumber={receipt['TicketNumber']};ArticleID={article}"
    return downloads(otrs, otrs.view("customer.pl", action).text, article, "customer.pl")


@pytest.fixture
def store(otrs, order):
    """Call it with files; the wire's answer to the hand-over."""

    def archive(*files):
        one = again(order, files=files)
        otrs.gateway().archive(one)
        answer = otrs.call(
            "Archive", ActingUserLogin="anton", Key=one.key, Target={"Type": "New"}, Messages=[]
        )
        assert answer["Repeated"] == 1
        return answer

    return archive


def test_files_go_with_the_chat_as_they_are(otrs, store):
    receipt = store(attached("picture.png"), attached("empty.txt", b""), attached("greeting.txt", TEXT))
    found = agents_files(otrs, receipt, receipt["FileArticleID"])
    assert found == {"picture.png": PICTURE, "empty.txt": b"", "greeting.txt": TEXT}
    assert customers_files(otrs, receipt, receipt["FileArticleID"]) == found
    assert receipt["InternalFileArticleID"] == ""


def test_agents_files_are_for_agents_only(otrs, store):
    receipt = store(attached("shown.png"), attached("hidden.png", for_customer=False))
    assert set(agents_files(otrs, receipt, receipt["FileArticleID"])) == {"shown.png"}
    assert set(agents_files(otrs, receipt, receipt["InternalFileArticleID"])) == {"hidden.png"}
    assert set(customers_files(otrs, receipt, receipt["FileArticleID"])) == {"shown.png"}
    assert "hidden.png" not in otrs.customer_zoom(receipt["TicketNumber"])


def test_a_chat_without_files_has_no_article_for_them(store):
    receipt = store()
    assert (receipt["FileArticleID"], receipt["InternalFileArticleID"]) == ("", "")


def test_the_same_key_brings_no_file_twice(otrs, order):
    one = replace(order, files=(attached("once.png"),))
    first = otrs.gateway().archive(one)
    assert otrs.gateway().archive(one) == replace(first, repeated=True)
    page = otrs.zoom(first.ticket_id, first.article_id)
    ids = {int(found) for found in re.findall(r"ArticleID=(\d+)", page)}
    assert len({number for number in ids if number >= int(first.article_id)}) == 2


def test_files_of_one_name_all_stay(otrs, store):
    receipt = store(*[attached("same.png", bytes([n])) for n in range(60)])
    found = agents_files(otrs, receipt, receipt["FileArticleID"])
    assert sorted(found.values()) == [bytes([n]) for n in range(60)]


def test_names_do_no_harm(otrs, store):
    names = [
        "../../etc/passwd",
        "C:\\autoexec.bat",
        "<script>alert(1)</script>.html",
        "txt.exe\u202egnp.",
        "a\r\nSet-Cookie: x=1.txt",
        "...",
        "ä" * 250 + ".txt",
    ]
    receipt = store(*[attached(name, name.encode()) for name in names])
    found = agents_files(otrs, receipt, receipt["FileArticleID"])
    assert sorted(found.values()) == sorted(name.encode() for name in names)
    for name in found:
        assert not set(name) & set('/\\<>\r\n:"')
    assert "<script>alert(1)" not in otrs.zoom(receipt["TicketID"], receipt["FileArticleID"])


def test_a_big_file_is_stored(otrs, store):
    content = PICTURE * 1000
    receipt = store(attached("big.bin", content, content_type="application/octet-stream"))
    assert agents_files(otrs, receipt, receipt["FileArticleID"]) == {"big.bin": content}
