# --
# Copyright (C) 2026 the ChatBridge authors
# --
# SPDX-License-Identifier: GPL-3.0-or-later
# --

package Kernel::System::ChatBridge::Archive;

use strict;
use warnings;

our @ObjectDependencies = (
    'Kernel::System::ChatBridge::Articles',
    'Kernel::System::ChatBridge::AutoReply',
    'Kernel::System::ChatBridge::Claim',
    'Kernel::System::ChatBridge::NewTicket',
    'Kernel::System::Log',
    'Kernel::System::Ticket',
);

=head1 NAME

Kernel::System::ChatBridge::Archive - puts a chat on a ticket, once

=head1 DESCRIPTION

Every hand-over has a key. Whatever is repeated, and wherever the first call broke off, there is one ticket and one
article of each kind (see Articles) for it in the end:

    claim the key > note a ticket number > create the ticket with it > note its ID
    > for each article: create it and note its ID, in one transaction > fill it > note that it is complete
    > owner and lock, or the reply to the customer > note that all is done

A repeated call looks at the notes and goes on behind the last one.

=head1 PUBLIC INTERFACE

=cut

sub new {
    my ( $Type, %Param ) = @_;

    my $Self = {};
    bless( $Self, $Type );

    return $Self;
}

=head2 Begun()

What is known of a key; for nobody but the agent who began it.

    my $Known = $ArchiveObject->Begun(
        Key    => '8d0c6c1e-...',
        UserID => 2,                 # the acting agent
    );

Returns

    { Result => { ... } }                               # it is done: the answer of the operation
    { Error  => { Kind => 'AccessDenied', ... } }       # it is somebody else's
    { TicketID => 7 }                                   # its ticket is there, the rest is still to do
    {}                                                  # nothing has been done

=cut

sub Begun {
    my ( $Self, %Param ) = @_;

    my %Row = $Kernel::OM->Get('Kernel::System::ChatBridge::Claim')->Get( Key => $Param{Key} );
    return {} if !%Row;

    return { Error  => $Self->_Foreign() } if $Row{acting_user_id} != $Param{UserID};
    return { Result => $Self->_Result( Row => \%Row, Repeated => 1 ) } if $Row{done};

    my $TicketID = $Kernel::OM->Get('Kernel::System::ChatBridge::NewTicket')->Noted( Row => \%Row );

    return $TicketID ? { TicketID => $TicketID } : {};
}

=head2 Store()

    my $Result = $ArchiveObject->Store(
        Key              => '8d0c6c1e-...',
        UserID           => 2,                      # the acting agent, or the system for a customer's ticket
        Target           => { Type => 'New', ... }, # or Customer, see NewTicket; or { Type => 'Existing', TicketID => 5 }
        SenderType       => 'customer',             # or agent
        Messages         => [ ... ],                # see Transcript
        InternalMessages => [ ... ],
        Files            => [ ... ],                # see Files
    );

All parameters must have been checked. Returns the answer of the operation, or

    { Kind => 'InProgress', Message => '...' }      # also: InvalidParameter, AccessDenied, Failed

=cut

sub Store {
    my ( $Self, %Param ) = @_;

    my $ClaimObject = $Kernel::OM->Get('Kernel::System::ChatBridge::Claim');

    my $Type   = $Param{Target}->{Type};
    my $Target = $Type eq 'Existing' ? "Ticket:$Param{Target}->{TicketID}" : $Type;

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

    my %Step = (
        %Param,
        Note => sub { $Self->_Note( $Row, @_ ) },
    );
    $Step{TicketID} = $Self->_Ticket(%Step);

    $Kernel::OM->Get('Kernel::System::ChatBridge::Articles')->Write(%Step);

    if ( $Param{Target}->{Type} eq 'New' ) {
        $Kernel::OM->Get('Kernel::System::ChatBridge::NewTicket')->Assign(%Step);
    }
    elsif ( $Param{Target}->{Type} eq 'Customer' ) {
        $Kernel::OM->Get('Kernel::System::ChatBridge::AutoReply')->Send(%Step);
    }

    $Self->_Note( $Row, done => 1 );

    return $Self->_Result( Row => $Row, Repeated => 0 );
}

sub _Ticket {
    my ( $Self, %Param ) = @_;

    if ( $Param{Target}->{Type} ne 'Existing' ) {
        return $Kernel::OM->Get('Kernel::System::ChatBridge::NewTicket')->Create(%Param);
    }

    my $TicketID = $Param{Target}->{TicketID};
    if ( !$Param{Row}->{ticket_id} ) {
        my $TicketNumber = $Kernel::OM->Get('Kernel::System::Ticket')->TicketNumberLookup( TicketID => $TicketID );
        $Param{Note}->( ticket_id => $TicketID, ticket_number => $TicketNumber );
    }

    return $TicketID;
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
        TicketNumber => "$Row->{ticket_number}",
        Repeated     => $Param{Repeated} + 0,
        map { $_->[0] => $Row->{ $_->[1] } ? "$Row->{ $_->[1] }" : '' } (
            [ TicketID              => 'ticket_id' ],
            [ ArticleID             => 'article_id' ],
            [ InternalArticleID     => 'internal_article_id' ],
            [ FileArticleID         => 'file_article_id' ],
            [ InternalFileArticleID => 'internal_file_article_id' ],
        ),
    };
}

1;
