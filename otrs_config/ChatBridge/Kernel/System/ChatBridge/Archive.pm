# --
# Copyright (C) 2026 the ChatBridge authors
# --
# SPDX-License-Identifier: GPL-3.0-or-later
# --

package Kernel::System::ChatBridge::Archive;

use strict;
use warnings;

our @ObjectDependencies = (
    'Kernel::System::ChatBridge::ChatArticle',
    'Kernel::System::ChatBridge::Claim',
    'Kernel::System::ChatBridge::NewTicket',
    'Kernel::System::ChatBridge::Transcript',
    'Kernel::System::Log',
    'Kernel::System::Ticket',
);

=head1 NAME

Kernel::System::ChatBridge::Archive - puts a chat on a ticket, once

=head1 DESCRIPTION

Every hand-over has a key. Whatever is repeated, and wherever the first call broke off, there is one ticket and one
article (two, when there are lines for agents only) for it in the end:

    claim the key > note a ticket number > create the ticket with it > note its ID
    > create the article and note its ID, in one transaction > fill it > note that it is complete
    > the same for the agents' lines > owner and lock > note that all is done

A repeated call looks at the notes and goes on behind the last one.

=head1 PUBLIC INTERFACE

=cut

sub new {
    my ( $Type, %Param ) = @_;

    my $Self = {};
    bless( $Self, $Type );

    return $Self;
}

=head2 Finished()

The result of a key that is done; for nobody but the agent who began it.

    my $Result = $ArchiveObject->Finished(
        Key    => '8d0c6c1e-...',
        UserID => 2,                 # the acting agent
    );

Returns nothing when there is still something to do, and C<< { Kind => 'AccessDenied', ... } >> for somebody else's key.

=cut

sub Finished {
    my ( $Self, %Param ) = @_;

    my %Row = $Kernel::OM->Get('Kernel::System::ChatBridge::Claim')->Get( Key => $Param{Key} );
    return if !%Row;
    return $Self->_Foreign() if $Row{acting_user_id} != $Param{UserID};
    return if !$Row{done};

    return $Self->_Result( Row => \%Row, Repeated => 1 );
}

=head2 Store()

    my $Result = $ArchiveObject->Store(
        Key              => '8d0c6c1e-...',
        UserID           => 2,                      # the acting agent
        Target           => { Type => 'New', ... }, # or { Type => 'Existing', TicketID => 5 }; see NewTicket
        SenderType       => 'customer',             # or agent
        Messages         => [ ... ],                # see Transcript
        InternalMessages => [ ... ],
    );

All parameters must have been checked. Returns the answer of the operation, or

    { Kind => 'InProgress', Message => '...' }      # also: InvalidParameter, AccessDenied, Failed

=cut

sub Store {
    my ( $Self, %Param ) = @_;

    my $ClaimObject = $Kernel::OM->Get('Kernel::System::ChatBridge::Claim');

    my $Target = $Param{Target}->{Type} eq 'New' ? 'New' : "Ticket:$Param{Target}->{TicketID}";

    my %Row = $ClaimObject->Take(
        Key    => $Param{Key},
        Target => $Target,
        UserID => $Param{UserID},
    );

    return { Kind => 'Failed', Message => 'the key could not be claimed.' } if !%Row;

    if ( $Row{acting_user_id} != $Param{UserID} ) {    # two agents with one key at the same time
        $ClaimObject->Release( Key => $Param{Key}, Lease => $Row{lease_token} ) if $Row{Held};
        return $Self->_Foreign();
    }

    return $Self->_Result( Row => \%Row, Repeated => 1 ) if $Row{done};
    return { Kind => 'InProgress', Message => 'another call with this key is at work.' } if !$Row{Held};

    my $Result = eval { $Self->_Steps( %Param, Row => \%Row, TargetName => $Target ) };

    if ( !$Result ) {
        my $Error = $@ || 'unknown reason';

        if ( ref $Error eq 'HASH' ) {
            $Result = $Error;
        }
        else {
            $Kernel::OM->Get('Kernel::System::Log')->Log(
                Priority => 'error',
                Message  => "Chat $Param{Key} could not be archived: $Error",
            );
            $Result = { Kind => 'Failed', Message => "OTRS's log has the reason." };
        }

        $ClaimObject->Release(
            Key   => $Param{Key},
            Lease => $Row{lease_token},
        );
    }

    return $Result;
}

# Dies with a hash (the error to answer) or a text (the reason to log).
sub _Steps {
    my ( $Self, %Param ) = @_;

    my $Row = $Param{Row};

    if ( $Row->{target} ne $Param{TargetName} ) {
        if ( $Row->{ticket_number} ) {
            $Self->_Stop( 'InvalidParameter', 'this Key was begun with another Target.' );
        }
        $Self->_Note( $Row, target => $Param{TargetName} );
    }

    my $New = $Param{Target}->{Type} eq 'New' ? 1 : 0;

    my $TicketID = $Param{Target}->{TicketID};

    if ($New) {
        $TicketID = $Kernel::OM->Get('Kernel::System::ChatBridge::NewTicket')->Create(
            UserID => $Param{UserID},
            Target => $Param{Target},
            Row    => $Row,
            Note   => sub { $Self->_Note( $Row, @_ ) },
        );
    }
    elsif ( !$Row->{ticket_id} ) {
        my $TicketNumber = $Kernel::OM->Get('Kernel::System::Ticket')->TicketNumberLookup( TicketID => $TicketID );
        $Self->_Note( $Row, ticket_id => $TicketID, ticket_number => $TicketNumber );
    }

    $Self->_Article(
        %Param,
        TicketID  => $TicketID,
        NewTicket => $New,
        Column    => 'article',
    );
    if ( @{ $Param{InternalMessages} } ) {
        $Self->_Article(
            %Param,
            TicketID => $TicketID,
            Messages => $Param{InternalMessages},
            Internal => 1,
            Column   => 'internal_article',
        );
    }

    if ($New) {
        $Kernel::OM->Get('Kernel::System::ChatBridge::NewTicket')->Assign(
            UserID   => $Param{UserID},
            Target   => $Param{Target},
            TicketID => $TicketID,
        );
    }

    $Self->_Note( $Row, done => 1 );

    return $Self->_Result( Row => $Row, Repeated => 0 );
}

sub _Article {
    my ( $Self, %Param ) = @_;

    my $Row      = $Param{Row};
    my $IDColumn = $Param{Column} . '_id';
    return 1 if $Row->{"$Param{Column}_done"};

    my $ChatArticleObject = $Kernel::OM->Get('Kernel::System::ChatBridge::ChatArticle');

    my %Article = (
        TicketID => $Param{TicketID},
        UserID   => $Param{UserID},
    );

    # An earlier call broke off while it wrote this article.
    if ( $Row->{$IDColumn} ) {
        my $State = $ChatArticleObject->ArticleState( %Article, ArticleID => $Row->{$IDColumn} );

        if ( $State eq 'Complete' ) {
            $ChatArticleObject->ArticleAnnounce( %Article, ArticleID => $Row->{$IDColumn} );
            return $Self->_ArticleDone(%Param);
        }
        if ( $State eq 'Partial' ) {
            $ChatArticleObject->ArticleDelete( %Article, ArticleID => $Row->{$IDColumn} )
                || die "the unfinished article $Row->{$IDColumn} could not be removed";
        }
    }

    my @Lines = $Kernel::OM->Get('Kernel::System::ChatBridge::Transcript')->Lines(
        Key         => $Param{Key},
        Messages    => $Param{Messages},
        VisitorName => $Param{Target}->{CustomerName},
    );

    my $SenderType = $Param{Internal} ? 'agent' : $Param{SenderType};

    my $ArticleID = $ChatArticleObject->ArticleCreateNoted(
        %Article,
        SenderType           => $SenderType,
        IsVisibleForCustomer => $Param{Internal} ? 0 : 1,
        ChatMessageList      => \@Lines,
        HistoryType          => $SenderType eq 'customer' ? 'WebRequestCustomer' : 'AddNote',
        HistoryComment       => '%%Chat',
        Note                 => sub { $Self->_Note( $Row, $IDColumn => $_[0] ) },
    );

    if ( !$ArticleID ) {

        # A line that the database refused leaves a torso behind. The next call would remove it too.
        if ( $Row->{$IDColumn} ) {
            $ChatArticleObject->ArticleDelete( %Article, ArticleID => $Row->{$IDColumn} );
        }
        die "the article could not be written to ticket $Param{TicketID}";
    }

    return $Self->_ArticleDone(%Param);
}

sub _ArticleDone {
    my ( $Self, %Param ) = @_;

    # Events run at the end of the request, so they come after the note.
    if ( $Param{NewTicket} && $Param{SenderType} eq 'customer' ) {
        $Kernel::OM->Get('Kernel::System::ChatBridge::ChatArticle')->NewTicketAnnounce(
            TicketID  => $Param{TicketID},
            ArticleID => $Param{Row}->{"$Param{Column}_id"},
            UserID    => $Param{UserID},
        );
    }

    return $Self->_Note( $Param{Row}, "$Param{Column}_done" => 1 );
}

# Writes a step down, in the table and in the row at hand. Dies when the claim was lost.
sub _Note {
    my ( $Self, $Row, %Values ) = @_;

    my $Held = $Kernel::OM->Get('Kernel::System::ChatBridge::Claim')->Note(
        Key    => $Row->{archive_key},
        Lease  => $Row->{lease_token},
        Values => \%Values,
    );

    $Self->_Stop( 'InProgress', 'another call with this key took over.' ) if !$Held;

    @{$Row}{ keys %Values } = values %Values;

    return 1;
}

sub _Foreign {
    return { Kind => 'AccessDenied', Message => "this Key is another agent's." };
}

# Ends the work on a key with an error for the caller.
sub _Stop {
    my ( $Self, $Kind, $Message ) = @_;

    die { Kind => $Kind, Message => $Message };
}

sub _Result {
    my ( $Self, %Param ) = @_;

    my $Row = $Param{Row};

    return {
        TicketID          => "$Row->{ticket_id}",
        TicketNumber      => "$Row->{ticket_number}",
        ArticleID         => "$Row->{article_id}",
        InternalArticleID => $Row->{internal_article_id} ? "$Row->{internal_article_id}" : '',
        Repeated          => $Param{Repeated} + 0,
    };
}

1;
