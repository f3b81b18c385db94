"""The words of the stand-in's pages: English in the templates, German here."""

from __future__ import annotations

from collections.abc import Callable

from bridge.sandbox.config import Language

_SHARED = {
    "OTRS stand-in": "OTRS-Ersatz",
    "OTRS stand-in – not an OTRS": "OTRS-Ersatz zum Ausprobieren – kein OTRS",
    "Pages": "Seiten",
    "Name": "Name",
    "Login": "Anmeldename",
    "Customers": "Kunden",
    "by": "von",
    "Not visible for the customer": "Für den Kunden nicht sichtbar",
    "A demo page with made-up people, in place of OTRS's own.": (
        "Eine Vorführseite mit erfundenen Personen, anstelle der echten von OTRS."
    ),
}

_START = {
    "Try ChatBridge without an OTRS": "ChatBridge ohne OTRS ausprobieren",
    "This small server answers the bridge as an OTRS with the add-on would, and has a few of its pages, made "
    "plain. Its people and tickets are made up, live in memory and are gone when it stops.": (
        "Dieser kleine Server antwortet der Bridge wie ein OTRS mit der Erweiterung und hat einige seiner "
        "Seiten in einfacher Form. Personen und Tickets sind erfunden, liegen nur im Arbeitsspeicher und "
        "sind weg, wenn er endet."
    ),
    "Visitor page": "Besucherseite",
    "The web site of a made-up shop, with a chat in the corner.": (
        "Der Webauftritt eines erfundenen Ladens, mit einem Chat in der Ecke."
    ),
    "Agent page": "Agentenseite",
    "Where agents work: dashboard, queues, tickets. The chat sits in the toolbar.": (
        "Wo Agenten arbeiten: Übersicht, Queues, Tickets. Der Chat sitzt in der Werkzeugleiste."
    ),
    "Customer page": "Kundenseite",
    "The portal where customers see their own tickets.": "Das Portal, in dem Kunden ihre Tickets sehen.",
    "The whole way in a minute": "Der ganze Weg in einer Minute",
    "Open the visitor page and ask for a chat.": "Öffnen Sie die Besucherseite und fragen Sie dort an.",
    "Open the agent page beside it, come in as Anton, and accept the request.": (
        "Öffnen Sie daneben die Agentenseite, melden Sie sich als Anton an und nehmen Sie die Anfrage an."
    ),
    "Write a few words on both sides.": "Schreiben Sie auf beiden Seiten ein paar Worte.",
    "Let Anton create a phone ticket. The chat closes by itself, and the ticket on his dashboard holds every "
    "message.": (
        "Lassen Sie Anton ein Telefon-Ticket anlegen. Der Chat schließt sich von selbst, und das Ticket in "
        "seiner Übersicht enthält jede Nachricht."
    ),
    "What if OTRS fails?": "Und wenn OTRS ausfällt?",
    "Stop the web service, put a chat on a ticket, and watch it wait. Start it again: the ticket comes, "
    "once.": (
        "Halten Sie den Webservice an, übergeben Sie einen Chat an ein Ticket und sehen Sie zu, wie er "
        "wartet. Starten Sie ihn wieder: Das Ticket kommt, genau einmal."
    ),
    "The web service is stopped.": "Der Webservice ist angehalten.",
    "The web service closes every connection.": "Der Webservice schließt jede Verbindung.",
    "The web service does its work, but its answers get lost.": (
        "Der Webservice tut seine Arbeit, aber seine Antworten gehen verloren."
    ),
    "Start the web service": "Webservice starten",
    "How it fails": "Wie er ausfällt",
    "It says that it is unavailable": "Er meldet, dass er nicht verfügbar ist",
    "It closes every connection": "Er schließt jede Verbindung",
    "It does its work, but its answers get lost": "Er tut seine Arbeit, aber die Antworten gehen verloren",
    "Stop the web service": "Webservice anhalten",
    "People": "Personen",
    "What for": "Wofür",
    "agent, works in the queues of the group users, may add notes in Sales": (
        "Agent, arbeitet in den Queues der Gruppe users, darf in Sales Notizen anfügen"
    ),
    "agent, works in the queues of the group users": "Agent, arbeitet in den Queues der Gruppe users",
    "agent, works in Sales only: sees no chat requests of the group users": (
        "Agentin, arbeitet nur in Sales: sieht keine Chat-Anfragen der Gruppe users"
    ),
    "customer of Acme Ltd": "Kundin der Acme Ltd",
    "customer of Globex GmbH": "Kundin der Globex GmbH",
    "Two agents at the same time need two browsers, or a private window: a browser can be one agent only, as "
    "in OTRS.": (
        "Zwei Agenten zugleich brauchen zwei Browser oder ein privates Fenster: Ein Browser kann nur ein "
        "Agent sein, wie in OTRS."
    ),
    "To connect a real OTRS": "Ein echtes OTRS anschließen",
    "Stop this, give the bridge the address of your OTRS in place of this one, and install the add-on there. "
    "The README has the five steps.": (
        "Beenden Sie dies, geben Sie der Bridge statt dieser Adresse die Ihres OTRS und installieren Sie "
        "dort die Erweiterung. Die fünf Schritte stehen im README."
    ),
    "This stand-in's own address, as the bridge knows it:": (
        "Die Adresse dieses Ersatzes, wie die Bridge sie kennt:"
    ),
}

_AGENT = {
    "Toolbar": "Werkzeugleiste",
    "Dashboard": "Übersicht",
    "Queues": "Queues",
    "Log out": "Abmelden",
    "Tickets, newest first": "Tickets, neueste zuerst",
    "Logged-in users": "Angemeldete Benutzer",
    "Agents": "Agenten",
    "None.": "Niemand.",
    "All": "Alle",
    "Ticket": "Ticket",
    "Title": "Titel",
    "State": "Status",
    "Queue": "Queue",
    "Customer": "Kunde",
    "Owner": "Besitzer",
    "Priority": "Priorität",
    "Created": "Erstellt",
    "Created by": "Erstellt von",
    "No tickets here.": "Hier gibt es keine Tickets.",
    "No articles yet.": "Noch keine Artikel.",
    "Ticket information": "Ticket-Informationen",
    "Customer information": "Kunden-Informationen",
    "Not here": "Das gibt es hier nicht",
    "There is no such ticket, or you may not see it.": (
        "Dieses Ticket gibt es nicht, oder Sie dürfen es nicht sehen."
    ),
    "The stand-in has only a few of OTRS's pages, and this is none of them.": (
        "Der Ersatz hat nur einige der Seiten von OTRS, und diese gehört nicht dazu."
    ),
    "Back to the dashboard": "Zurück zur Übersicht",
    "Who are you?": "Wer sind Sie?",
    "Choose an agent. There is no password here.": "Wählen Sie einen Agenten, ohne Passwort.",
    "Choose a customer. There is no password here.": "Wählen Sie einen Kunden, ohne Passwort.",
    "Groups:": "Gruppen:",
    "Customer portal": "Kundenportal",
    "My tickets": "Meine Tickets",
}

_DATA = {
    "new": "neu",
    "open": "offen",
    "closed successful": "erfolgreich geschlossen",
    "closed unsuccessful": "erfolglos geschlossen",
    "pending reminder": "warten zur Erinnerung",
    "merged": "zusammengefasst",
    "1 very low": "1 sehr niedrig",
    "2 low": "2 niedrig",
    "3 normal": "3 normal",
    "4 high": "4 hoch",
    "5 very high": "5 sehr hoch",
}

_SHOP = {
    "Lamps that get repaired": "Lampen, die man reparieren kann",
    "Lamps": "Lampen",
    "Repairs": "Reparaturen",
    "Every Ferrowick lamp is made of parts that come apart again. If one fails, we send it; if you cannot "
    "fit it, we do.": (
        "Jede Lampe von Ferrowick besteht aus Teilen, die sich wieder lösen lassen. Geht eines kaputt, "
        "schicken wir es; und wer es nicht einbauen kann, für den tun wir es."
    ),
    "A question? Ask us in the chat, in the corner of this page.": (
        "Eine Frage? Fragen Sie uns im Chat, in der Ecke dieser Seite."
    ),
    "A desk lamp shining on a book": "Eine Schreibtischlampe, die auf ein Buch scheint",
    "The table lamp. Shade of linen, foot of cast iron.": "Die Tischlampe. Leinenschirm, gusseiserner Fuß.",
    "The pendant lamp. Spun steel in four colours.": "Die Hängelampe. Gedrückter Stahl in vier Farben.",
    "The reading lamp. Stays where you put it.": "Die Leselampe. Bleibt, wo man sie hinstellt.",
    "Bring it, send it, or ask for the part. Most repairs take two days, and we tell you the price before we "
    "start.": (
        "Bringen, schicken oder das Teil bestellen. Die meisten Reparaturen dauern zwei Tage, und den Preis "
        "nennen wir vorher."
    ),
    "Ferrowick does not exist. This page belongs to the": "Ferrowick gibt es nicht. Diese Seite gehört zum",
    " of ChatBridge and shows how the chat looks on a web site.": (
        " von ChatBridge und zeigt, wie der Chat auf einer Website aussieht."
    ),
}

GERMAN = {**_SHARED, **_START, **_AGENT, **_DATA, **_SHOP}


def translator(language: Language) -> Callable[[str], str]:
    """Turns an English text of the templates into the language.

    :raises KeyError: from the translator, when a text has no German; a test looks at all of them
    """
    if language == "de":
        return GERMAN.__getitem__
    return str
