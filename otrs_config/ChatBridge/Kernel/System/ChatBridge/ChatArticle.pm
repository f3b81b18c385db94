# --
# Copyright (C) 2026 the ChatBridge authors
# --
# SPDX-License-Identifier: GPL-3.0-or-later
# --

package Kernel::System::ChatBridge::ChatArticle;

use strict;
use warnings;

use parent 'Kernel::System::Ticket::Article::Backend::Chat';

our @ObjectDependencies = (
    'Kernel::System::ChatBridge::NotedArticle',
    'Kernel::System::Ticket::Article',
    @Kernel::System::Ticket::Article::Backend::Chat::ObjectDependencies,
);

=head1 NAME

Kernel::System::ChatBridge::ChatArticle - the Chat article backend, with a note of the article's ID that cannot get lost

=head1 PUBLIC INTERFACE

=head2 ArticleCreateNoted()

As C<ArticleCreate()> of the Chat backend, with one more parameter:

    my $ArticleID = $ChatArticleObject->ArticleCreateNoted(
        %ArticleCreateParams,
        Note => sub { my ($ArticleID) = @_; ... return 1 },    # see NotedArticle
    );

=cut

sub ArticleCreateNoted {
    my ( $Self, %Param ) = @_;

    local $Self->{ChatBridgeNote} = delete $Param{Note};

    return $Self->ArticleCreate(%Param);
}

=head2 ArticleState()

    my $State = $ChatArticleObject->ArticleState( TicketID => 7, ArticleID => 12 );    # see NotedArticle

=cut

sub ArticleState {
    my ( $Self, %Param ) = @_;

    return $Kernel::OM->Get('Kernel::System::ChatBridge::NotedArticle')->State(%Param);
}

=head2 Notify()

The event that OTRS's own notifications of agents wait for. The Chat backend leaves it out, the others do not.

    $ChatArticleObject->Notify(
        Event      => 'NotificationNewTicket',    # or NotificationFollowUp, NotificationAddNote
        SenderType => 'customer',
        TicketID   => 7,
        ArticleID  => 12,
        UserID     => 2,
    );

=cut

sub Notify {
    my ( $Self, %Param ) = @_;

    my %Ticket = $Kernel::OM->Get('Kernel::System::Ticket')->TicketGet( TicketID => $Param{TicketID} );

    my $SenderTypeID = $Kernel::OM->Get('Kernel::System::Ticket::Article')->ArticleSenderTypeLookup(
        SenderType => $Param{SenderType},
    );

    return $Self->EventHandler(
        Event => $Param{Event},
        Data  => {
            TicketID              => $Param{TicketID},
            ArticleID             => $Param{ArticleID},
            SenderTypeID          => $SenderTypeID,
            IsVisibleForCustomer  => 1,
            Queue                 => $Ticket{Queue},
            CustomerMessageParams => {},
        },
        UserID => $Param{UserID},
    );
}

sub _MetaArticleCreate {
    my ( $Self, %Param ) = @_;

    return $Kernel::OM->Get('Kernel::System::ChatBridge::NotedArticle')->Create(
        TicketID => $Param{TicketID},
        Create   => sub { $Self->SUPER::_MetaArticleCreate(%Param) },
        Note     => $Self->{ChatBridgeNote},
    );
}

1;
