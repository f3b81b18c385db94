"""Archive in a real OTRS: once in spite of crashes, safe in spite of everything that people write."""

import base64
import re
import uuid
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from tests.znuny.addon import (
    START,
    archive,
    attached,
    browser,
    call,
    line,
    new_ticket,
    page,
    perl,
    said_by_anton,
    zoom,
)

CRASH = Path(__file__).with_name("addon_crash.pl").read_text()

ARTICLE_IDS = ("ArticleID", "InternalArticleID", "FileArticleID", "InternalFileArticleID")
ARTICLES = """
    SELECT a.id, a.is_visible_for_customer, s.name, a.create_by,
           (SELECT count(*) FROM article_data_otrs_chat c WHERE c.article_id = a.id),
           (SELECT count(*) FROM ticket_history h WHERE h.article_id = a.id)
    FROM article a JOIN article_sender_type s ON s.id = a.article_sender_type_id
    WHERE a.ticket_id = %s ORDER BY a.id
"""


def rows(znuny, sql, *values):
    with znuny.db() as connection:
        return connection.execute(sql, values).fetchall()


def lines(znuny, article):
    return rows(
        znuny,
        """SELECT chat_participant_type, chat_participant_id, chat_participant_name, message_text,
                  system_generated, create_time
           FROM article_data_otrs_chat WHERE article_id = %s ORDER BY id""",
        article,
    )


def user_id(znuny, login):
    return rows(znuny, "SELECT id FROM users WHERE login = %s", login)[0][0]


def files(znuny, ids):
    """(place of the article in `ids`, name, size) of all attachments."""
    found = rows(
        znuny,
        """SELECT article_id, filename, content_size FROM article_data_mime_attachment
           WHERE article_id = ANY(%s) ORDER BY id""",
        ids,
    )
    return [(ids.index(article), name, size) for article, name, size in found]


def test_a_crash_at_any_write_to_the_database_doubles_and_loses_nothing(znuny):
    """The first call crashes before its first, its second, … its last write; then comes the repeated call."""
    anton, anna = user_id(znuny, "anton"), user_id(znuny, "anna")
    old = archive(znuny, line("before"), title="crash old")
    chat = {
        "UserLogin": "chatbridge",
        "Password": znuny.addon.password,
        "ActingUserLogin": "anton",
        "Messages": [line("one"), said_by_anton("two")],
        "InternalMessages": [said_by_anton("secret")],
        "Files": [
            attached("one.bin", bytes(range(256))),
            attached("two.txt", b""),
            attached("secret.txt", for_customer=False),
        ],
    }
    results = perl(
        znuny,
        CRASH,
        [
            chat | {"Key": "crash-new-%s", "Target": new_ticket("crash %s", OwnerLogin="anna")},
            chat | {"Key": "crash-old-%s", "Target": {"Type": "Existing", "TicketID": old["TicketID"]}},
        ],
    )
    assert Counter(r["crashed"] for r in results)[False] == 2, (
        "each series ends with a call that did not crash"
    )
    assert len(results) > 40

    expected = [
        (1, "customer", anton, 2, 1),
        (0, "agent", anton, 1, 1),
        (1, "system", anton, 0, 1),
        (0, "system", anton, 0, 1),
    ]
    every_file = [(2, "one.bin", "256"), (2, "two.txt", "0"), (3, "secret.txt", "7")]
    on_the_old_ticket = []
    for entry in results:
        answer, number = entry["result"], entry["write"]
        assert "Error" not in answer, entry
        ids = [int(answer[name]) for name in ARTICLE_IDS]
        assert files(znuny, ids) == every_file, entry
        if entry["key"].startswith("crash-old"):
            assert answer["TicketID"] == old["TicketID"]
            on_the_old_ticket += ids
            continue
        (ticket,) = rows(
            znuny,
            "SELECT id, tn, user_id, customer_user_id, customer_id, create_by FROM ticket WHERE title = %s",
            f"crash {number}",
        )
        assert ticket[2:] == (anna, "carla", "acme", anton), entry
        assert (str(ticket[0]), ticket[1]) == (answer["TicketID"], answer["TicketNumber"])
        articles = rows(znuny, ARTICLES, ticket[0])
        assert [a[0] for a in articles] == ids, entry
        assert [a[1:] for a in articles] == expected, entry
        history = rows(
            znuny,
            """SELECT t.name FROM ticket_history h JOIN ticket_history_type t ON t.id = h.history_type_id
               WHERE h.ticket_id = %s""",
            ticket[0],
        )
        assert Counter(name for (name,) in history)["NewTicket"] == 1, entry

    articles = rows(znuny, ARTICLES, old["TicketID"])[1:]
    assert [a[0] for a in articles] == sorted(on_the_old_ticket)
    assert {a[1:] for a in articles} == set(expected)


def test_eight_calls_at_once_make_one_ticket(znuny):
    key = str(uuid.uuid4())

    def once(_):
        return archive(znuny, *[line(f"{n}") for n in range(200)], title="eight", Key=key)

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(once, range(8)))
    codes = {a["Error"]["ErrorCode"] for a in answers if "Error" in a}
    assert codes <= {"Archive.InProgress"}
    assert len({a["TicketID"] for a in answers if "Error" not in a}) == 1
    (ticket,) = rows(znuny, "SELECT id FROM ticket WHERE title = 'eight'")
    ((_, _, _, _, written, _),) = rows(znuny, ARTICLES, ticket[0])
    assert written == 200


def test_a_key_that_somebody_works_on_is_in_progress_until_its_time_is_over(znuny):
    key = str(uuid.uuid4())
    archive(znuny, line("x"), title="lease", Key=key)
    lease = "UPDATE chatbridge_archive SET done = 0, lease_until = %s WHERE archive_key = %s RETURNING 1"
    assert rows(znuny, lease, START * 2, key)
    assert archive(znuny, line("x"), Key=key)["Error"]["ErrorCode"] == "Archive.InProgress"
    assert rows(znuny, lease, 0, key)
    assert archive(znuny, line("x"), title="lease", Key=key)["Repeated"] == 0
    assert len(rows(znuny, "SELECT 1 FROM ticket WHERE title = 'lease'")) == 1


def test_an_unfinished_key_keeps_its_target(znuny):
    key = str(uuid.uuid4())
    first = archive(znuny, line("x"), title="target", Key=key)
    rows(
        znuny,
        "UPDATE chatbridge_archive SET done = 0, lease_until = 0 WHERE archive_key = %s RETURNING 1",
        key,
    )
    other = {"Type": "Existing", "TicketID": first["TicketID"]}
    assert (
        archive(znuny, line("x"), Key=key, Target=other)["Error"]["ErrorCode"] == "Archive.InvalidParameter"
    )


def test_lines_are_written_as_otrs_wants_them(znuny):
    znuny.add_customer("ann", "ann", "Ann Other", "ann@example.com", "acme")
    answer = archive(
        znuny,
        line("a < b & 'c' \"d\"\nnext\r\nlast"),
        said_by_anton("see https://example.com/?a=1&b='2 or (http://example.org/x).", Time=START + 60),
        line("hi", "Customer", "ann", ""),
        line("bye", "Customer", "nobody", "Nobody"),
        said_by_anton("Anton joined", SystemGenerated=1),
    )
    visitor, agent, customer, unknown, system = lines(znuny, answer["ArticleID"])
    assert visitor[0] == "Public"
    assert re.fullmatch(r"chatbridge-visitor-[0-9a-f]{40}", visitor[1])
    assert visitor[2] == "Max"
    assert visitor[3] == "a &lt; b &amp; &#39;c&#39; &quot;d&quot;<br/>next<br/>last"
    assert str(visitor[5]) == "2026-11-22 18:40:00"
    assert agent[:3] == ("User", str(user_id(znuny, "anton")), "Anton Agent")
    anchor = '<a href="{0}" target="_blank" rel="noopener noreferrer">{0}</a>'
    assert agent[3] == (
        f"see {anchor.format('https://example.com/?a=1&amp;b=')}&#39;2 or "
        f"({anchor.format('http://example.org/x')})."
    )
    assert str(agent[5]) == "2026-11-22 18:41:00"
    assert customer[:3] == ("Customer", "ann", "Ann Other")
    assert (unknown[0], unknown[2]) == ("Public", "Nobody")
    assert (system[4], system[3]) == (1, "Anton joined")


def test_times_are_in_the_time_zone_of_otrs(znuny):
    znuny.set_config("OTRSTimeZone", "Europe/Berlin")
    try:
        answer = archive(znuny, line("x"))
    finally:
        znuny.set_config("OTRSTimeZone", "UTC")
    assert str(lines(znuny, answer["ArticleID"])[0][5]) == "2026-11-22 19:40:00"


def test_long_text_is_split_between_words_and_never_inside_an_entity(znuny):
    words = " ".join(f"<{n}>" for n in range(4000))
    wall = "&" * 20_000
    zalgo = "e" + "\u0301" * 9000
    family = "👩‍👩‍👧" * 1500
    links = " ".join("https://example.com/" + "a" * 700 for _ in range(20))
    answer = archive(znuny, *[line(text) for text in (words, wall, zalgo, family, links)])
    stored = lines(znuny, answer["ArticleID"])
    assert max(len(row[3]) for row in stored) <= 3800
    for row in stored:
        rest = re.sub(r'<a href="[^"<>]*" target="_blank" rel="noopener noreferrer">|</a>|<br/>', "", row[3])
        rest = re.sub(r"&(?:amp|lt|gt|quot|#39);", "", rest)
        assert not set(rest) & set("<>&\"'")
    text = "".join(row[3] for row in stored)
    assert text.count("&lt;") == 4000
    assert text.count("&amp;") == 20_000
    assert text.count("\u0301") == 9000
    assert text.count("👩‍👩‍👧") == 1500
    assert text.count("<a ") == 20


def test_a_huge_chat_is_stored(znuny):
    answer = archive(znuny, *[line(f"message {n}") for n in range(5000)])
    assert len(lines(znuny, answer["ArticleID"])) == 5000


RECIPIENTS = """
    my $Home; BEGIN { $Home = shift @ARGV } use lib $Home, "$Home/Kernel/cpan-lib";
    use JSON (); use Kernel::System::ObjectManager;
    local $Kernel::OM = Kernel::System::ObjectManager->new(
        'Kernel::Output::HTML::Layout' => { UserID => 1, Lang => 'en' } );
    my $Article = JSON->new->utf8->decode( do { local $/; <STDIN> } );
    print JSON->new->ascii->encode(
        [ $Kernel::OM->Get('Kernel::Output::HTML::Layout')->ArticleCustomerRecipientsGet( %{$Article} ) ] );
"""


def test_nobody_gets_a_reply_who_was_not_in_the_chat(znuny):
    """OTRS itself looks for parts of logins: "3" (an agent's ID) finds x3x, "carla" finds acarlas."""
    anton = user_id(znuny, "anton")
    znuny.add_customer(f"a{anton}a", "x", "Wrong Person", "wrong@example.com", "other")
    znuny.add_customer("acarlas", "x", "Wrong Too", "wrong.too@example.com", "other")
    visitor = archive(znuny, line("hello"), said_by_anton("hi"))
    customer = archive(znuny, line("hello", "Customer", "carla", "Carla Customer"), said_by_anton("hi"))
    session = browser(znuny)
    for answer, expected in ((visitor, []), (customer, ["carla"])):
        article = {"TicketID": answer["TicketID"], "ArticleID": answer["ArticleID"]}
        assert perl(znuny, RECIPIENTS, article) == expected
        reply = (
            f"AgentTicketCompose;TicketID={article['TicketID']};ArticleID={article['ArticleID']};ResponseID=1"
        )
        html = page(znuny, session, reply)
        assert 'name="Body"' in html
        assert "wrong" not in html.lower()
        assert "carla@example.com" in html


def test_the_heading_names_the_visitor(znuny):
    answer = archive(
        znuny,
        said_by_anton("Max started a chat", SystemGenerated=1),
        line("hello", name="Max Mustermann <anton@example.com>"),
        said_by_anton("hi"),
    )
    heading = re.search(
        r"<h2>(.*?)</h2>", zoom(znuny, answer).partition('class="WidgetSimple Expanded')[2], re.S
    )[1]
    assert "Max Mustermann  anton example.com" in heading
    number = answer["TicketNumber"]
    customer_page = page(
        znuny,
        browser(znuny, "carla", "customer.pl"),
        f"CustomerTicketZoom;TicketNumber={number}",
        "customer.pl",
    )
    assert "Max Mustermann  anton example.com" in customer_page


def test_it_is_a_ticket_like_any_other(znuny):
    """Creator, owner, lock, article and history are the acting agent's."""
    anton, anna = user_id(znuny, "anton"), user_id(znuny, "anna")
    taken = archive(
        znuny, line("x"), Target=new_ticket("with owner", OwnerLogin="anna", PriorityID="4", StateID="2")
    )
    free = archive(znuny, line("x"), title="without owner")
    ticket = """SELECT t.create_by, t.user_id, l.name, t.ticket_priority_id, t.ticket_state_id, t.customer_id
                FROM ticket t JOIN ticket_lock_type l ON l.id = t.ticket_lock_id WHERE t.id = %s"""
    assert rows(znuny, ticket, taken["TicketID"]) == [(anton, anna, "lock", 4, 2, "acme")]
    assert rows(znuny, ticket, free["TicketID"]) == [(anton, anton, "unlock", 3, 4, "acme")]
    by = "SELECT DISTINCT create_by FROM ticket_history WHERE ticket_id = %s"
    assert rows(znuny, by, taken["TicketID"]) == [(anton,)]


def test_a_ticket_that_is_merged_or_removed_takes_no_chat(znuny):
    answer = archive(znuny, line("x"), title="to be merged")
    existing = {"Type": "Existing", "TicketID": answer["TicketID"]}
    for state in ("merged", "removed"):
        assert rows(
            znuny,
            """UPDATE ticket SET ticket_state_id = (SELECT id FROM ticket_state WHERE name = %s)
               WHERE id = %s RETURNING 1""",
            state,
            answer["TicketID"],
        )
        znuny.console("Maint::Cache::Delete")
        denied = archive(znuny, line("y"), Target=existing)
        assert denied["Error"]["ErrorCode"] == "Archive.AccessDenied"
        assert call(znuny, "TicketSearch", Query="to be merged")["Tickets"] == []


def test_agents_are_told_about_a_customers_new_ticket(znuny):
    """With the agents of the queue as recipients, as OTRS's own notification for new tickets has them."""
    rows(
        znuny,
        "INSERT INTO personal_queues (user_id, queue_id) VALUES (%s, 2) RETURNING 1",
        user_id(znuny, "anna"),
    )
    mails = "SELECT raw_message FROM mail_queue WHERE recipient LIKE '%%anna@example.com%%'"
    before = len(rows(znuny, mails))
    archive(znuny, line("my printer smokes"), title="told")
    archive(znuny, line("I call you"), title="told too", SenderType="agent")
    secret = [said_by_anton("among us")]
    archive(znuny, line("and we talk"), title="told once", InternalMessages=secret, Files=[attached("a.txt")])
    new = rows(znuny, mails)[before:]
    assert len(new) == 3
    assert b"my printer smokes" in base64.b64decode(new[0][0])
    assert b"among us" not in base64.b64decode(new[2][0])


def test_the_owner_is_told_when_a_chat_goes_onto_the_ticket(znuny):
    """By OTRS's own notifications, for a follow-up of the customer's and for a note."""
    mine = archive(znuny, line("x"), Target=new_ticket("annas", OwnerLogin="anna"))
    mails = "SELECT raw_message FROM mail_queue WHERE recipient LIKE '%%anna@example.com%%'"
    before = len(rows(znuny, mails))
    existing = {"Type": "Existing", "TicketID": mine["TicketID"]}
    archive(znuny, line("it smokes again"), Target=existing)
    archive(znuny, said_by_anton("I have called them"), Target=existing, SenderType="agent")
    new = [base64.b64decode(mail) for (mail,) in rows(znuny, mails)[before:]]
    assert len(new) == 2
    assert b"it smokes again" in new[0]
    assert b"I have called them" in new[1]


def test_where_the_database_cannot_keep_emoji_they_become_entities(znuny):
    """OTRS on MySQL and MariaDB replaces characters outside the BMP."""
    script = """
        my $Home; BEGIN { $Home = shift @ARGV } use lib $Home, "$Home/Kernel/cpan-lib";
        use JSON (); use Kernel::System::ObjectManager; use Kernel::System::DB;
        local $Kernel::OM = Kernel::System::ObjectManager->new();
        my $Get = \\&Kernel::System::DB::GetDatabaseFunction;
        { no warnings 'redefine';
          *Kernel::System::DB::GetDatabaseFunction = sub { $_[1] eq 'Type' ? 'mysql' : $Get->(@_) } }
        my $Messages = JSON->new->utf8->decode( do { local $/; <STDIN> } );
        print JSON->new->ascii->encode( [ $Kernel::OM->Get('Kernel::System::ChatBridge::Transcript')
            ->Lines( Key => 'a-key-of-mine', Messages => $Messages ) ] );
    """
    plain, flood = "a 😀 ü 你", "👩‍👩‍👧" * 2000
    lines_made = perl(znuny, script, [line(plain, name="Max 😀"), line(flood)])
    assert lines_made[0]["MessageText"] == "a &#128512; ü 你"
    assert lines_made[0]["ChatterName"] == "Max"
    assert max(len(made["MessageText"]) for made in lines_made) <= 3800
    assert all(re.fullmatch(r"(&#\d+;|\u200d)+", made["MessageText"]) for made in lines_made[1:])
    assert "".join(made["MessageText"] for made in lines_made[1:]).count("&#128103;") == 2000
