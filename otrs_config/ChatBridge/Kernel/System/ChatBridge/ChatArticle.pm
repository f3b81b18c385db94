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
    'Kernel::System::DB',
    'Kernel::System::Ticket::Article',
    @Kernel::System::Ticket::Article::Backend::Chat::ObjectDependencies,
);

=head1 NAME

Kernel::System::ChatBridge::ChatArticle - the Chat article backend, with a note of the article's ID that cannot get lost

=head1 DESCRIPTION

OTRS writes an article in many statements, each committed by itself. Whoever crashes in between does not know which
article was his. Here the article's row and the note of its ID are committed together.

=head1 PUBLIC INTERFACE

=head2 ArticleCreateNoted()

As C<ArticleCreate()> of the Chat backend, with one more parameter:

    my $ArticleID = $ChatArticleObject->ArticleCreateNoted(
        %ArticleCreateParams,
        Note => sub { my ($ArticleID) = @_; ... return 1 },    # runs in the article row's transaction
    );

When C<Note> returns false or dies, the article's row is taken back; then nothing is returned, or the error passed on.

=cut

sub ArticleCreateNoted {
    my ( $Self, %Param ) = @_;

    local $Self->{ChatBridgeNote} = delete $Param{Note};

    return $Self->ArticleCreate(%Param);
}

=head2 ArticleState()

How much of an article was written.

    my $State = $ChatArticleObject->ArticleState(
        TicketID  => 7,
        ArticleID => 12,
    );

Returns C<Complete>, C<Partial> or C<Missing>. The backend writes the history entry after all lines, so an article
with an entry has them all.

=cut

sub ArticleState {
    my ( $Self, %Param ) = @_;

    my $DBObject = $Kernel::OM->Get('Kernel::System::DB');

    my @Found = map { $_->[0] } @{
        $DBObject->SelectAll(
            SQL  => 'SELECT id FROM article WHERE id = ? AND ticket_id = ?',
            Bind => [ \$Param{ArticleID}, \$Param{TicketID} ],
        ) || []
    };
    return 'Missing' if !@Found;

    my $History = $DBObject->SelectAll(
        SQL  => 'SELECT id FROM ticket_history WHERE ticket_id = ? AND article_id = ?',
        Bind => [ \$Param{TicketID}, \$Param{ArticleID} ],
    );

    return $History && @{$History} ? 'Complete' : 'Partial';
}

=head2 ArticleAnnounce()

The event of C<ArticleCreate()>, for an article whose creator crashed before its events ran.

    $ChatArticleObject->ArticleAnnounce(
        TicketID  => 7,
        ArticleID => 12,
        UserID    => 2,
    );

=cut

sub ArticleAnnounce {
    my ( $Self, %Param ) = @_;

    my %Ticket = $Kernel::OM->Get('Kernel::System::Ticket')->TicketGet(
        TicketID      => $Param{TicketID},
        DynamicFields => 1,
    );

    return $Self->EventHandler(
        Event => 'ArticleCreate',
        Data  => {
            TicketID      => $Param{TicketID},
            ArticleID     => $Param{ArticleID},
            OldTicketData => \%Ticket,
        },
        UserID => $Param{UserID},
    );
}

=head2 NewTicketAnnounce()

The event that tells the agents about a customer's new ticket. The Chat backend leaves it out, other backends do not.

    $ChatArticleObject->NewTicketAnnounce(
        TicketID  => 7,
        ArticleID => 12,
        UserID    => 2,
    );

=cut

sub NewTicketAnnounce {
    my ( $Self, %Param ) = @_;

    my %Ticket = $Kernel::OM->Get('Kernel::System::Ticket')->TicketGet( TicketID => $Param{TicketID} );

    my $SenderTypeID = $Kernel::OM->Get('Kernel::System::Ticket::Article')->ArticleSenderTypeLookup(
        SenderType => 'customer',
    );

    return $Self->EventHandler(
        Event => 'NotificationNewTicket',
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

    my $Note = $Self->{ChatBridgeNote};
    return $Self->SUPER::_MetaArticleCreate(%Param) if !$Note;

    my $DBObject = $Kernel::OM->Get('Kernel::System::DB');
    return if !$DBObject->Connect();

    my $Handle = $DBObject->{dbh};
    return if !$Handle->begin_work();

    my $ArticleID;
    my $Noted = eval {
        $ArticleID = $Self->SUPER::_MetaArticleCreate(%Param);
        $ArticleID && $Note->($ArticleID);
    };
    my $Error = $@;

    if ( !$Noted || !$Handle->commit() ) {
        $Handle->rollback();
        $ArticleID = undef;
    }

    # Somebody may have filled the cache between the row's creation and its commit.
    $Kernel::OM->Get('Kernel::System::Ticket::Article')->_ArticleCacheClear(
        TicketID => $Param{TicketID},
    );

    die $Error if $Error;    ## no critic (RequireCarping)

    return $ArticleID;
}

1;
