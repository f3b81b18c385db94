# --
# Copyright (C) 2026 the ChatBridge authors
# --
# SPDX-License-Identifier: GPL-3.0-or-later
# --

package Kernel::Language::de_ChatBridge;

use strict;
use warnings;
use utf8;

sub Data {
    my $Self = shift;

    my %Translation = (
        'Shows the chat on agent, customer and public pages.' =>
            'Zeigt den Chat auf den Seiten der Agenten, der Kunden und im öffentlichen Bereich.',
        'Address of the chat\'s script. It should be on the same server as this system, usually below /chatbridge/.' =>
            'Adresse des Chat-Skripts. Sie sollte auf demselben Server wie dieses System liegen, in der Regel unter /chatbridge/.',
        'Secret that this system shares with the chat service. It is generated at installation and signs the identity of agents and customers: at least 32 characters, and nobody else may know it.'
            => 'Geheimnis, das dieses System mit dem Chat-Dienst teilt. Es wird bei der Installation erzeugt und beglaubigt Agenten und Kunden: mindestens 32 Zeichen, und niemand sonst darf es kennen.',
        'Name of the secret. The chat service uses it to tell an old secret from a new one.' =>
            'Name des Geheimnisses. Damit unterscheidet der Chat-Dienst ein altes Geheimnis von einem neuen.',
        'Identity token for the chat.'                  => 'Identitätsnachweis für den Chat.',
        'Writes the chat\'s script tag into the pages.' => 'Schreibt den Verweis auf das Chat-Skript in die Seiten.',
        'Shows a visitor\'s name as the sender of a chat article, finds the right recipients of a reply, and lets the search find what was said.'
            => 'Zeigt den Namen eines Besuchers als Absender eines Chat-Artikels, findet die richtigen Empfänger einer Antwort und lässt die Suche finden, was gesagt wurde.',
        'The chat\'s place in the administration.'        => 'Der Platz des Chats in der Verwaltung.',
        'Channels, rules and canned replies of the chat.' => 'Kanäle, Regeln und Textbausteine des Chats.',
        'Chat Administration'                             => 'Chat-Verwaltung',
        'Settings of the chat'                            => 'Einstellungen des Chats',
        'The administration of the chat opens here as soon as the chat service answers.' =>
            'Die Verwaltung des Chats öffnet sich hier, sobald der Chat-Dienst antwortet.',
        'If it stays like this, the chat is switched off, its address is wrong, or the service does not run:' =>
            'Wenn es dabei bleibt, ist der Chat ausgeschaltet, seine Adresse falsch oder der Dienst läuft nicht:',
        'Files of the chat'                        => 'Dateien aus dem Chat',
        'Group for the service agent of the chat.' => 'Gruppe für den Dienst-Agenten des Chats.',
    );

    $Self->{Translation}->{$_} = $Translation{$_} for keys %Translation;

    return 1;
}

1;
