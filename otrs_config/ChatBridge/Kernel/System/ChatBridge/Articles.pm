# --
# Copyright (C) 2026 the ChatBridge authors
# --
# SPDX-License-Identifier: GPL-3.0-or-later
# --

package Kernel::System::ChatBridge::Articles;

use strict;
use warnings;

our @ObjectDependencies = (
    'Kernel::System::ChatBridge::ChatArticle',
    'Kernel::System::ChatBridge::FileArticle',
    'Kernel::System::ChatBridge::Files',
    'Kernel::System::ChatBridge::NotedArticle',
    'Kernel::System::ChatBridge::Transcript',
);

=head1 NAME

Kernel::System::ChatBridge::Articles - the articles of a chat, each written once

=head1 DESCRIPTION

Up to four: what was said, what was said among agents, and the files of both. Each has two columns in the claim's row,
its ID and whether it is complete.

=head1 PUBLIC INTERFACE

=cut

sub new {
    my ( $Type, %Param ) = @_;

    my $Self = {};
    bless( $Self, $Type );

    return $Self;
}

=head2 Write()

Writes what is not yet there. Dies with a reason when OTRS refuses.

    $ArticlesObject->Write(
        Key              => '8d0c6c1e-...',
        UserID           => 2,
        TicketID         => 7,
        Target           => { Type => 'New', CustomerName => 'Max' },
        SenderType       => 'customer',
        Messages         => [ ... ],                # see Transcript
        InternalMessages => [ ... ],
        Files            => [ ... ],                # see Files
        Row              => \%Row,                  # of Claim; what an earlier call noted
        Note             => sub { ... },            # writes values into the row, dies when the claim was lost
    );

=cut

sub Write {
    my ( $Self, %Param ) = @_;

    my $FilesObject = $Kernel::OM->Get('Kernel::System::ChatBridge::Files');

    $Self->_Chat( %Param, Column => 'article', IsVisibleForCustomer => 1 );
    if ( @{ $Param{InternalMessages} } ) {
        $Self->_Chat(
            %Param,
            Column               => 'internal_article',
            Messages             => $Param{InternalMessages},
            SenderType           => 'agent',
            IsVisibleForCustomer => 0,
        );
    }

    for my $Visible ( 1, 0 ) {
        my @Files = $FilesObject->Attachments( Files => $Param{Files}, Visible => $Visible );
        if (@Files) {
            $Self->_Files(
                %Param,
                Column               => $Visible ? 'file_article' : 'internal_file_article',
                Files                => \@Files,
                IsVisibleForCustomer => $Visible,
            );
        }
    }

    return 1;
}

sub _Chat {
    my ( $Self, %Param ) = @_;

    my $BackendObject = $Kernel::OM->Get('Kernel::System::ChatBridge::ChatArticle');

    my $Written = $Self->_Article(
        %Param,
        Backend => $BackendObject,
        Create  => sub {
            my @Lines = $Kernel::OM->Get('Kernel::System::ChatBridge::Transcript')->Lines(
                Key         => $Param{Key},
                Messages    => $Param{Messages},
                VisitorName => $Param{Target}->{CustomerName},
            );
            return (
                SenderType      => $Param{SenderType},
                ChatMessageList => \@Lines,
                HistoryType     => $Param{SenderType} eq 'customer' ? 'WebRequestCustomer' : 'AddNote',
                HistoryComment  => '%%Chat',
            );
        },
    );
    return 1 if !$Written;

    # Events run at the end of the request, so they come after the note.
    if ( $Param{IsVisibleForCustomer} ) {
        $BackendObject->Notify(
            Event      => $Self->_Event(%Param),
            SenderType => $Param{SenderType},
            TicketID   => $Param{TicketID},
            ArticleID  => $Param{Row}->{"$Param{Column}_id"},
            UserID     => $Param{UserID},
        );
    }

    return $Self->_Done(%Param);
}

sub _Files {
    my ( $Self, %Param ) = @_;

    my $Written = $Self->_Article(
        %Param,
        Backend => $Kernel::OM->Get('Kernel::System::ChatBridge::FileArticle'),
        State   => { Files => scalar @{ $Param{Files} } },
        Create  => sub { return ( Files => $Param{Files} ) },
    );

    return $Written ? $Self->_Done(%Param) : 1;
}

# Returns nothing when the article was complete before.
sub _Article {
    my ( $Self, %Param ) = @_;

    my $Row           = $Param{Row};
    my $IDColumn      = "$Param{Column}_id";
    my $BackendObject = $Param{Backend};

    return if $Row->{"$Param{Column}_done"};

    my %Article = (
        TicketID => $Param{TicketID},
        UserID   => $Param{UserID},
    );
    my %Expected = %{ $Param{State} || {} };

    # An earlier call broke off while it wrote this article.
    if ( $Row->{$IDColumn} ) {
        my $State = $BackendObject->ArticleState( %Article, %Expected, ArticleID => $Row->{$IDColumn} );

        if ( $State eq 'Complete' ) {
            $Kernel::OM->Get('Kernel::System::ChatBridge::NotedArticle')->Announce(
                %Article,
                Backend   => $BackendObject,
                ArticleID => $Row->{$IDColumn},
            );
            return 1;
        }
        if ( $State eq 'Partial' ) {
            $BackendObject->ArticleDelete( %Article, ArticleID => $Row->{$IDColumn} )
                || die "the unfinished article $Row->{$IDColumn} could not be removed";
        }
    }

    my $ArticleID = $BackendObject->ArticleCreateNoted(
        %Article,
        IsVisibleForCustomer => $Param{IsVisibleForCustomer},
        Note                 => sub { $Param{Note}->( $IDColumn => $_[0] ) },
        $Param{Create}->(),
    );
    my $State =
          $ArticleID
        ? $BackendObject->ArticleState( %Article, %Expected, ArticleID => $ArticleID )
        : 'Missing';

    if ( $State ne 'Complete' ) {

        # Something that the database refused leaves a torso behind. The next call would remove it too.
        if ( $Row->{$IDColumn} ) {
            $BackendObject->ArticleDelete( %Article, ArticleID => $Row->{$IDColumn} );
        }
        die "the article could not be written to ticket $Param{TicketID}";
    }

    return 1;
}

# What OTRS's other articles tell the agents in this place.
sub _Event {
    my ( $Self, %Param ) = @_;

    return 'NotificationNewTicket' if $Param{Target}->{Type} ne 'Existing';
    return $Param{SenderType} eq 'customer' ? 'NotificationFollowUp' : 'NotificationAddNote';
}

sub _Done {
    my ( $Self, %Param ) = @_;

    return $Param{Note}->( "$Param{Column}_done" => 1 );
}

1;
