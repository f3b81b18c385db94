# --
# Copyright (C) 2026 the ChatBridge authors
# --
# SPDX-License-Identifier: GPL-3.0-or-later
# --

package Kernel::System::ChatBridge::NewTicket;

use strict;
use warnings;

our @ObjectDependencies = (
    'Kernel::System::CustomerUser',
    'Kernel::System::DateTime',
    'Kernel::System::DB',
    'Kernel::System::Ticket',
);

=head1 NAME

Kernel::System::ChatBridge::NewTicket - the ticket of a chat, created once

=head1 PUBLIC INTERFACE

=cut

sub new {
    my ( $Type, %Param ) = @_;

    my $Self = {};
    bless( $Self, $Type );

    return $Self;
}

=head2 Create()

    my $TicketID = $NewTicketObject->Create(
        UserID => 2,                    # the acting agent, or the system for a customer's ticket
        Target => {
            Title        => 'Printer is broken',
            QueueID      => 2,
            PriorityID   => 3,
            StateID      => 4,
            CustomerUser => 'carla',    # login, e-mail address or empty
        },
        Row    => \%Row,                # of Claim; what an earlier call noted
        Note   => sub { ... },          # writes values into the row, dies when the claim was lost
    );

Dies with a reason when OTRS refuses.

=cut

sub Create {
    my ( $Self, %Param ) = @_;

    my $TicketObject = $Kernel::OM->Get('Kernel::System::Ticket');
    my $Row          = $Param{Row};

    # A ticket that was noted and is gone was deleted since; then all begins anew.
    if ( $Row->{ticket_id} ) {
        my $TicketID = $Self->Noted(%Param);
        return $TicketID if $TicketID;

        $Param{Note}->(
            ticket_id     => undef,
            ticket_number => undef,
            map { ( "${_}_id" => undef, "${_}_done" => 0 ) }
                qw(article internal_article file_article internal_file_article),
        );
    }

    if ( $Row->{ticket_number} ) {
        my $TicketID = $Self->_Resume(%Param);
        return $TicketID if $TicketID;
    }

    # The number is noted before the ticket exists, so that a repeated call can find it.
    my $TicketNumber =
           $Row->{ticket_number}
        || $TicketObject->TicketCreateNumber()
        || die 'there is no ticket number';
    $Param{Note}->( ticket_number => $TicketNumber, acting_user_id => $Param{UserID} );

    my $TicketID = $TicketObject->TicketCreate(
        TN         => $TicketNumber,
        Title      => $Param{Target}->{Title},
        QueueID    => $Param{Target}->{QueueID},
        StateID    => $Param{Target}->{StateID},
        PriorityID => $Param{Target}->{PriorityID},
        Lock       => 'unlock',
        OwnerID    => 1,
        UserID     => $Param{UserID},
        $Self->_Customer(%Param),
    );

    if ( !$TicketID ) {
        $Param{Note}->( ticket_number => undef );
        die "the ticket $TicketNumber could not be created";
    }

    $Param{Note}->( ticket_id => $TicketID );

    return $TicketID;
}

=head2 Noted()

The ticket that an earlier call noted, if it is there.

    my $TicketID = $NewTicketObject->Noted( Row => \%Row );    # of Claim

Of a ticket that was created and whose ID was not noted any more, the number is known. It counts if it is that call's:
numbers of deleted tickets come again.

=cut

sub Noted {
    my ( $Self, %Param ) = @_;

    my $TicketObject = $Kernel::OM->Get('Kernel::System::Ticket');
    my $Row          = $Param{Row};

    return if !$Row->{ticket_number};

    my $TicketID = $TicketObject->TicketIDLookup( TicketNumber => $Row->{ticket_number} );
    return if !$TicketID;

    if ( $Row->{ticket_id} ) {
        return $Row->{ticket_id} == $TicketID ? $TicketID : undef;
    }

    my %Ticket = $TicketObject->TicketGet(
        TicketID => $TicketID,
        UserID   => 1,
    );
    return if !%Ticket || $Ticket{CreateBy} != $Row->{acting_user_id};

    my $Created = $Kernel::OM->Create(
        'Kernel::System::DateTime',
        ObjectParams => { String => $Ticket{Created} },
    );

    return $Created->ToEpoch() < $Row->{create_epoch} - 5 ? undef : $TicketID;
}

=head2 Assign()

The owner, as a phone ticket gets it: the chosen one and locked, otherwise the acting agent and unlocked.

    $NewTicketObject->Assign(
        UserID   => 2,
        Target   => { OwnerID => 3 },
        TicketID => 7,
    );

=cut

sub Assign {
    my ( $Self, %Param ) = @_;

    my $TicketObject = $Kernel::OM->Get('Kernel::System::Ticket');

    my %Ticket = $TicketObject->TicketGet(
        TicketID => $Param{TicketID},
        UserID   => $Param{UserID},
    );

    # Whoever took the ticket in the meantime keeps it.
    return 1 if !%Ticket || $Ticket{OwnerID} != 1;

    my $OwnerID = $Param{Target}->{OwnerID};

    if ($OwnerID) {
        $TicketObject->TicketLockSet(
            TicketID => $Param{TicketID},
            Lock     => 'lock',
            UserID   => $Param{UserID},
        );
    }

    return $TicketObject->TicketOwnerSet(
        TicketID           => $Param{TicketID},
        NewUserID          => $OwnerID || $Param{UserID},
        SendNoNotification => $OwnerID ? 0 : 1,
        UserID             => $Param{UserID},
    );
}

# An earlier call noted a ticket number. Returns the ticket if that call got so far, and makes up for what
#   TicketCreate() does after it wrote the ticket's row. Without a ticket, or when the number went to somebody else's,
#   returns nothing.
sub _Resume {
    my ( $Self, %Param ) = @_;

    my $TicketObject = $Kernel::OM->Get('Kernel::System::Ticket');
    my $Row          = $Param{Row};

    if ( !$TicketObject->TicketIDLookup( TicketNumber => $Row->{ticket_number} ) ) {
        return;
    }

    my $TicketID = $Self->Noted(%Param);
    if ( !$TicketID ) {
        $Param{Note}->( ticket_number => undef );
        return;
    }

    my %Ticket = $TicketObject->TicketGet(
        TicketID => $TicketID,
        UserID   => $Param{UserID},
    );

    my $History = $Kernel::OM->Get('Kernel::System::DB')->SelectAll(
        SQL => '
            SELECT th.id FROM ticket_history th, ticket_history_type tht
            WHERE th.history_type_id = tht.id AND tht.name = ? AND th.ticket_id = ?
        ',
        Bind => [ \'NewTicket', \$TicketID ],
    );
    if ( !$History || !@{$History} ) {
        $TicketObject->HistoryAdd(
            TicketID     => $TicketID,
            QueueID      => $Ticket{QueueID},
            HistoryType  => 'NewTicket',
            Name         => join( '%%', '', @Ticket{qw(TicketNumber Queue Priority State)}, $TicketID ),
            CreateUserID => $Row->{acting_user_id},
        );
    }

    my %Customer = $Self->_Customer(%Param);
    if ( %Customer && !$Ticket{CustomerUserID} ) {
        $TicketObject->TicketCustomerSet(
            TicketID => $TicketID,
            No       => $Customer{CustomerNo},
            User     => $Customer{CustomerUser},
            UserID   => $Row->{acting_user_id},
        );
    }

    $TicketObject->TicketAcceleratorUpdate( TicketID => $TicketID );

    $TicketObject->EventHandler(
        Event  => 'TicketCreate',
        Data   => { TicketID => $TicketID },
        UserID => $Row->{acting_user_id},
    );

    $Param{Note}->( ticket_id => $TicketID );

    return $TicketID;
}

sub _Customer {
    my ( $Self, %Param ) = @_;

    my $Login = $Param{Target}->{CustomerUser} // '';
    return if !length $Login;

    my %Customer = $Kernel::OM->Get('Kernel::System::CustomerUser')->CustomerUserDataGet( User => $Login );

    return (
        CustomerUser => $Customer{UserLogin}      || $Login,
        CustomerNo   => $Customer{UserCustomerID} || '',
    );
}

1;
