"""The add-on in OTRS's pages: where the script tag is, where it is not, and that no setting breaks a page."""

import pytest
import requests

from tests.env.processes import EnvError
from tests.znuny.addon import archive, browser, line, page, said_by_anton, script_tags, zoom

PAYLOADS = [
    "<img src=x onerror=\"document.title='pwned'\">",
    "<script>document.title='pwned'</script>",
    "<svg/onload=document.title='pwned'>",
    "</span></div><iframe srcdoc='<script>parent.document.title=`pwned`</script>'></iframe>",
    'https://example.com/"onmouseover="document.title=\'pwned\'"x="',
    "https://example.com/'><img src=x onerror=document.title='pwned'>",
    "javascript:document.title='pwned' data:text/html,<script>1</script>",
    "https://javascript:document.title='pwned'@x/ http://[::1]/`${1}`",
    "&lt;img src=x onerror=document.title='pwned'&gt; &#60;script&#62; &amp;lt;",
    "[% PERL %] [% Env('UserID') %] <OTRS_CONFIG_DatabasePw> %s ${x} ]]> <!-- --> \\x3cscript\\x3e",
    "\u202egnihtemos\u202c مرحبا بالعالم \u2066x\u2069 עברית 你好 😀👩‍👩‍👧",
]


@pytest.fixture
def setting(znuny):
    """Call it with a setting and its value; afterwards the old values are back."""
    changed = {}

    def change(name, value):
        changed.setdefault(name, znuny.console("Admin::Config::Read", "--setting-name", name))
        znuny.set_config(name, value)

    yield change
    defaults = {"ChatBridge::Enabled": "1", "ChatBridge::WidgetURL": "/chatbridge/widget/chatbridge.js"}
    for name in changed:
        znuny.set_config(name, defaults.get(name) or znuny.addon.secret)


@pytest.mark.browser
def test_nothing_that_people_write_is_run(znuny, chromium):
    messages = [line(text, name=text[:200]) for text in PAYLOADS]
    messages += [line(text, "Customer", "carla", "") for text in PAYLOADS]
    answer = archive(znuny, *messages, InternalMessages=[said_by_anton(text) for text in PAYLOADS])
    context = chromium.new_context()
    try:
        for script, user, action in (
            (
                "index.pl",
                "anton",
                f"AgentTicketZoom;TicketID={answer['TicketID']};ArticleID={answer['ArticleID']}",
            ),
            (
                "index.pl",
                "anton",
                f"AgentTicketZoom;TicketID={answer['TicketID']};ArticleID={answer['InternalArticleID']}",
            ),
            ("customer.pl", "carla", f"CustomerTicketZoom;TicketNumber={answer['TicketNumber']}"),
        ):
            tab = context.new_page()
            errors = []
            tab.on("dialog", lambda dialog, errors=errors: errors.append(dialog.message))
            tab.goto(f"{znuny.url}/{script}?Action=Login;User={user};Password={user}")
            tab.goto(f"{znuny.url}/{script}?Action={action}")
            tab.wait_for_selector(".ArticleChat .Text, .ChatProtocol .Text, .Text")
            for link in tab.query_selector_all(".ArticleChat a"):
                link.dispatch_event("mouseover")
            assert "pwned" not in tab.title()
            assert not errors
            shown = tab.inner_text("body")
            missing = [text for text in PAYLOADS if text.split()[0] not in shown]
            assert not missing
            tab.close()
    finally:
        context.close()


@pytest.mark.parametrize(
    "action",
    [
        "AgentTicketPhone",
        "AgentDashboard",
        "AgentTicketQueue",
        "AgentPreferences",
        "AgentCustomerSearch",
        "NoSuchAction",
    ],
)
def test_whole_agent_pages_have_one_tag(znuny, action):
    html = page(znuny, browser(znuny), action)
    if "</body>" in html:
        assert [tag["data-role"] for tag in script_tags(html)] == ["agent"]


def test_popups_have_none(znuny):
    answer = archive(znuny, line("x"))
    session = browser(znuny)
    for action in (
        "AgentTicketNote",
        "AgentTicketOwner",
        "AgentTicketHistory",
        "AgentTicketCompose;ResponseID=1",
    ):
        html = page(znuny, session, f"{action};TicketID={answer['TicketID']};ArticleID={answer['ArticleID']}")
        assert "</body>" in html
        assert script_tags(html) == []


def test_the_public_area_has_a_visitors_tag(znuny):
    html = requests.get(f"{znuny.url}/public.pl", timeout=60).text
    (tag,) = script_tags(html)
    assert tag["data-role"] == "visitor"
    assert "data-token-url" not in tag
    assert tag["data-lang"]


def test_the_ticket_of_a_page_is_told_only_to_who_may_see_it(znuny):
    answer = archive(znuny, line("x"))
    session = browser(znuny, "berta")
    for parameter in (f"TicketID={answer['TicketID']}", f"TicketNumber={answer['TicketNumber']}"):
        (tag,) = script_tags(page(znuny, session, f"AgentTicketZoom;{parameter}"))
        assert "data-ticket-id" not in tag
        assert "data-ticket-number" not in tag


def test_a_wrong_address_is_not_accepted(znuny):
    with pytest.raises(EnvError, match="regex"):
        znuny.set_config("ChatBridge::WidgetURL", "javascript:alert(1)")


@pytest.mark.parametrize(
    ("name", "url"),
    list(
        enumerate(
            ['/x"><script>marker(1)</script>', "//evil.example/x.js", "javascript:marker(1)", "", "x.js"]
        )
    ),
)
def test_a_wrong_address_in_a_file_gives_a_page_without_a_chat(znuny, name, url):
    """Files in Kernel/Config/Files are not checked by SysConfig."""
    file = znuny.home / "Kernel" / "Config" / "Files" / f"ZZZZ{name}.pm"
    assignment = f"$_[1]->{{'ChatBridge::WidgetURL'}} = '{url}'"
    file.write_text(f"package Kernel::Config::Files::ZZZZ{name}; sub Load {{ {assignment} }} 1;")
    file.chmod(0o644)
    try:
        html = page(znuny, browser(znuny), "AgentDashboard")
    finally:
        file.unlink()
    assert "</body>" in html
    assert script_tags(html) == []
    assert "marker(1)" not in html


def test_a_widget_on_another_server_can_be_set(znuny, setting):
    setting("ChatBridge::WidgetURL", "https://chat.example.com/w.js?a=1&b=2")
    (tag,) = script_tags(page(znuny, browser(znuny), "AgentDashboard"))
    assert tag["src"] == "https://chat.example.com/w.js?a=1&b=2"


def test_switched_off_there_is_neither_tag_nor_token(znuny, setting):
    setting("ChatBridge::Enabled", "0")
    session = browser(znuny)
    assert script_tags(page(znuny, session, "AgentDashboard")) == []
    answer = session.get(f"{znuny.url}/index.pl?Action=AgentChatBridgeToken", timeout=60)
    assert answer.json()["Error"]["ErrorCode"] == "Token.Disabled"


def test_a_short_secret_gives_no_token(znuny, setting):
    setting("ChatBridge::Secret", "")
    answer = browser(znuny).get(f"{znuny.url}/index.pl?Action=AgentChatBridgeToken", timeout=60)
    assert answer.json()["Error"]["ErrorCode"] == "Token.Failed"
    assert "Token" not in answer.json()


def test_other_views_of_a_chat_article_work(znuny):
    answer = archive(znuny, *[line(text) for text in PAYLOADS])
    session = browser(znuny)
    ids = f"TicketID={answer['TicketID']};ArticleID={answer['ArticleID']}"
    for action in (
        "AgentTicketForward",
        "AgentTicketPrint",
        "AgentTicketHistory",
        "AgentTicketCompose;ResponseID=1",
    ):
        response = session.get(f"{znuny.url}/index.pl?Action={action};{ids}", timeout=60)
        assert response.status_code == 200
        assert response.content[:4] == b"%PDF" or "</body>" in response.text
        assert "<img src=x" not in response.text
    for view in ("Small", "Medium", "Preview"):
        html = page(znuny, session, f"AgentTicketStatusView;View={view}")
        assert "</body>" in html
        assert "<img src=x" not in html
    assert "<img src=x" not in zoom(znuny, answer)
