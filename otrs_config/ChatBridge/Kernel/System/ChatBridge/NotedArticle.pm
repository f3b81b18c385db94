# --
# Copyright (C) 2026 the ChatBridge authors
# --
# SPDX-License-Identifier: GPL-3.0-or-later
# --

package Kernel::System::ChatBridge::NotedArticle;

use strict;
use warnings;

our @ObjectDependencies = (
    'Kernel::System::DB',
    'Kernel::System::Ticket',
    'Kernel::System::Ticket::Article',
);

=head1 NAME

Kernel::System::ChatBridge::NotedArticle - articles with a note of their ID that cannot get lost

=head1 DESCRIPTION

OTRS writes an article in many statements, each committed by itself. Whoever crashes in between does not know which
article was his. Here the article's row and the note of its ID are committed together.

=head1 PUBLIC INTERFACE

=cut

sub new {
    my ( $Type, %Param ) = @_;

    my $Self = {};
    bless( $Self, $Type );

    return $Self;
}

=head2 Create()

    my $ArticleID = $NotedArticleObject->Create(
        TicketID => 7,
        Create   => sub { ... },                               # writes the article's row and returns its ID
        Note     => sub { my ($ArticleID) = @_; ... return 1 },    # runs in the same transaction
    );

When C<Note> returns false or dies, the article's row is taken back; then nothing is returned, or the error passed on.

=cut

sub Create {
    my ( $Self, %Param ) = @_;

    my $DBObject = $Kernel::OM->Get('Kernel::System::DB');
    return if !$DBObject->Connect();

    my $Handle = $DBObject->{dbh};
    return if !$Handle->begin_work();

    my $ArticleID;
    my $Noted = eval {
        $ArticleID = $Param{Create}->();
        $ArticleID && $Param{Note}->($ArticleID);
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

=head2 State()

How much of an article was written.

    my $State = $NotedArticleObject->State(
        TicketID  => 7,
        ArticleID => 12,
    );

Returns C<Complete>, C<Partial> or C<Missing>. The backends write the history entry after everything else, so an
article with an entry has all that the database took.

=cut

sub State {
    my ( $Self, %Param ) = @_;

    my $DBObject = $Kernel::OM->Get('Kernel::System::DB');

    my $Found = $DBObject->SelectAll(
        SQL  => 'SELECT id FROM article WHERE id = ? AND ticket_id = ?',
        Bind => [ \$Param{ArticleID}, \$Param{TicketID} ],
    ) || die 'the database does not answer';
    return 'Missing' if !@{$Found};

    my $History = $DBObject->SelectAll(
        SQL  => 'SELECT id FROM ticket_history WHERE ticket_id = ? AND article_id = ?',
        Bind => [ \$Param{TicketID}, \$Param{ArticleID} ],
    ) || die 'the database does not answer';

    return @{$History} ? 'Complete' : 'Partial';
}

=head2 Announce()

The event of C<ArticleCreate()>, for an article whose creator crashed before its events ran.

    $NotedArticleObject->Announce(
        Backend   => $ArticleBackendObject,
        TicketID  => 7,
        ArticleID => 12,
        UserID    => 2,
    );

=cut

sub Announce {
    my ( $Self, %Param ) = @_;

    my %Ticket = $Kernel::OM->Get('Kernel::System::Ticket')->TicketGet(
        TicketID      => $Param{TicketID},
        DynamicFields => 1,
    );

    return $Param{Backend}->EventHandler(
        Event => 'ArticleCreate',
        Data  => {
            TicketID      => $Param{TicketID},
            ArticleID     => $Param{ArticleID},
            OldTicketData => \%Ticket,
        },
        UserID => $Param{UserID},
    );
}

1;
