# --
# Copyright (C) 2026 the ChatBridge authors
# --
# SPDX-License-Identifier: GPL-3.0-or-later
# --

use Kernel::System::Ticket::Article::Backend::Chat;

package Kernel::System::Ticket::Article::Backend::Chat;    ## no critic (RequireFilenameMatchesPackage)

use strict;
use warnings;

# OTRS finds the text of Chat articles only with ChatEngine::Active, the switch of an add-on that is not there; it would
# wake up screens that need that add-on. So two methods are replaced here:
#
# - The searchable fields are told without looking at the switch.
#
# - The column holds HTML. The index gets what a person reads of it.

our $ChatBridgeSearchableContent;
$ChatBridgeSearchableContent ||= \&ArticleSearchableContentGet;

{
    no warnings 'redefine';    ## no critic (ProhibitNoWarnings)

    *BackendSearchableFieldsGet = sub {
        return (
            Chat_ChatterName => {
                Label      => 'Chat Participant',
                Key        => 'Chat_ChatterName',
                Type       => 'Text',
                Filterable => 0,
            },
            Chat_MessageText => {
                Label      => 'Chat Message Text',
                Key        => 'Chat_MessageText',
                Type       => 'Text',
                Filterable => 1,
            },
        );
    };

    *ArticleSearchableContentGet = sub {
        my ( $Self, %Param ) = @_;

        my %Content = $ChatBridgeSearchableContent->( $Self, %Param );
        return %Content if !$Content{Chat_MessageText};

        my %Characters = ( lt => '<', gt => '>', quot => '"', '#39' => "'", amp => '&' );

        my $Text = $Content{Chat_MessageText}->{String};
        $Text =~ s{<[^<>]*>}{ }g;
        $Text =~ s{&(lt|gt|quot|\#39|amp);}{$Characters{$1}}g;

        $Content{Chat_MessageText}->{String} = $Text;

        return %Content;
    };
}

1;
