# --
# Copyright (C) 2026 the ChatBridge authors
# --
# SPDX-License-Identifier: GPL-3.0-or-later
# --

package Kernel::System::ChatBridge::Target;

use strict;
use warnings;

our @ObjectDependencies = (
    'Kernel::System::ChatBridge::Choices',
    'Kernel::System::ChatBridge::LookUp',
    'Kernel::System::ChatBridge::Text',
    'Kernel::System::CustomerUser',
    'Kernel::System::Queue',
    'Kernel::System::Ticket',
    'Kernel::System::User',
);

=head1 NAME

Kernel::System::ChatBridge::Target - the ticket that a chat is to go to, checked

=head1 PUBLIC INTERFACE

=cut

sub new {
    my ( $Type, %Param ) = @_;

    my $Self = {};
    bless( $Self, $Type );

    return $Self;
}

=head2 Check()

    my $Target = $TargetObject->Check(
        Call   => $Call,                              # Kernel::System::ChatBridge::Call, stopped when something is wrong
        Target => $Data{Target},
        Agent  => { UserID => 2, UserLogin => 'anton' },    # no login: the system, for a customer's ticket
        Begun  => 0,                                  # the ticket is there: rights and choices do not matter any more
    );

Returns the C<Target> of Archive's C<Store()>.

=cut

sub Check {
    my ( $Self, %Param ) = @_;

    my $Call   = $Param{Call};
    my $Target = $Param{Target};

    $Call->Stop( 'MissingParameter', 'Target is missing.' ) if !defined $Target;
    $Call->Stop( 'InvalidParameter', 'Target must be an object.' ) if ref $Target ne 'HASH';

    $Param{Source} = { Data => $Target, Prefix => 'Target.' };

    my $Type = $Call->Text( %{ $Param{Source} }, Name => 'Type', Required => 1 );

    return $Self->_Existing(%Param) if $Type eq 'Existing';
    $Call->Stop( 'InvalidParameter', 'Target.Type must be New, Customer or Existing.' )
        if $Type !~ m{\A(?:New|Customer)\z};

    my $Checked =
        $Param{Begun} ? $Self->_Begun(%Param) : $Type eq 'New' ? $Self->_New(%Param) : $Self->_Customer(%Param);

    return {
        %{$Checked},
        Type         => $Type,
        CustomerName => $Call->Text( %{ $Param{Source} }, Name => 'CustomerName' ),
    };
}

sub _Existing {
    my ( $Self, %Param ) = @_;

    my %Agent    = %{ $Param{Agent} };
    my $TicketID = $Param{Call}->ID(
        %{ $Param{Source} },
        Name     => 'TicketID',
        Required => 1,
    );

    my $May = $Param{Begun} || $Kernel::OM->Get('Kernel::System::ChatBridge::LookUp')->MayAddTo(
        UserID => $Agent{UserID},
        Ticket => { $Self->_Ticket( TicketID => $TicketID, UserID => $Agent{UserID} ) },
    );
    if ( !$May ) {
        $Param{Call}->Stop( 'AccessDenied', "$Agent{UserLogin} may not add to the ticket with the ID $TicketID." );
    }

    return {
        Type     => 'Existing',
        TicketID => $TicketID,
    };
}

# Empty when there is none; OTRS itself would write that into its log.
sub _Ticket {
    my ( $Self, %Param ) = @_;

    my $TicketObject = $Kernel::OM->Get('Kernel::System::Ticket');

    return if !$TicketObject->TicketNumberLookup( TicketID => $Param{TicketID} );

    return $TicketObject->TicketGet(%Param);
}

# The ticket is there already: what is still to do needs the owner and the customer, if they are still known.
sub _Begun {
    my ( $Self, %Param ) = @_;

    my ( $Call, %Source ) = ( $Param{Call}, %{ $Param{Source} } );

    my $Owner  = $Call->Text( %Source, Name => 'OwnerLogin', Length => 200 );
    my %Agents = reverse $Kernel::OM->Get('Kernel::System::User')->UserList( Type => 'Short', Valid => 1 );

    return {
        Title        => $Call->Text( %Source, Name => 'Title' ),
        OwnerID      => $Agents{$Owner} || '',
        CustomerUser => $Call->Text( %Source, Name => 'CustomerUser', Length => 200 ),
    };
}

sub _New {
    my ( $Self, %Param ) = @_;

    my ( $Call, %Source ) = ( $Param{Call}, %{ $Param{Source} } );
    my %Agent         = %{ $Param{Agent} };
    my $ChoicesObject = $Kernel::OM->Get('Kernel::System::ChatBridge::Choices');

    my $QueueID = $Call->ID( %Source, Name => 'QueueID', Required => 1 );
    my %Queues  = $ChoicesObject->Queues( UserID => $Agent{UserID} );
    if ( !$Queues{$QueueID} ) {
        $Call->Stop( 'AccessDenied', "$Agent{UserLogin} may not create tickets in the queue with the ID $QueueID." );
    }

    my %Choice   = ( UserID => $Agent{UserID}, QueueID => $QueueID );
    my %Defaults = $ChoicesObject->Defaults();

    my $PriorityID = $Call->ID( %Source, Name => 'PriorityID' ) || $Defaults{PriorityID};
    my %Priorities = $ChoicesObject->Priorities(%Choice);
    $Call->Stop( 'InvalidParameter', 'Target.PriorityID is not offered.' ) if !$Priorities{$PriorityID};

    my $StateID = $Call->ID( %Source, Name => 'StateID' ) || $Defaults{StateID};
    my %States  = $ChoicesObject->States(%Choice);
    $Call->Stop( 'InvalidParameter', 'Target.StateID is not offered.' ) if !$States{$StateID};

    return {
        QueueID      => $QueueID,
        Title        => $Self->_Title(%Param),
        PriorityID   => $PriorityID,
        StateID      => $StateID,
        OwnerID      => $Self->_Owner( %Param, QueueID => $QueueID ),
        CustomerUser => $Self->_CustomerUser(%Param),
    };
}

sub _Customer {
    my ( $Self, %Param ) = @_;

    my ( $Call, %Source ) = ( $Param{Call}, %{ $Param{Source} } );

    my %Queues = $Kernel::OM->Get('Kernel::System::Queue')->QueueList( Valid => 1 );

    my $QueueID = $Call->ID( %Source, Name => 'QueueID' );
    my $Queue   = $Call->Text( %Source, Name => 'Queue', Length => 200, Required => !$QueueID );
    if ( !$QueueID ) {
        my %IDs = reverse %Queues;
        $QueueID = $IDs{$Queue} || '';
    }
    if ( !$Queues{$QueueID} ) {
        my $Name = length $Queue ? "'$Queue'" : "with the ID $QueueID";
        $Call->Stop( 'InvalidParameter', "there is no valid queue $Name." );
    }

    return {
        QueueID      => $QueueID,
        Title        => $Self->_Title(%Param),
        CustomerUser => $Self->_CustomerUser( %Param, ByAddress => 1 ),
        $Kernel::OM->Get('Kernel::System::ChatBridge::Choices')->CustomerDefaults(),
    };
}

sub _Title {
    my ( $Self, %Param ) = @_;

    my $Title = $Kernel::OM->Get('Kernel::System::ChatBridge::Text')->PlainLine(
        Text   => $Param{Call}->Text( %{ $Param{Source} }, Name => 'Title', Required => 1 ),
        Length => 255,
    );
    $Param{Call}->Stop( 'InvalidParameter', 'Target.Title is empty.' ) if !length $Title;

    return $Title;
}

sub _Owner {
    my ( $Self, %Param ) = @_;

    my $Login = $Param{Call}->Text( %{ $Param{Source} }, Name => 'OwnerLogin', Length => 200 );
    return '' if !length $Login;

    my %Owners = $Kernel::OM->Get('Kernel::System::ChatBridge::Choices')->Owners( QueueID => $Param{QueueID} );
    my ($OwnerID) = grep { lc $Owners{$_} eq lc $Login } keys %Owners;

    if ( !$OwnerID ) {
        $Param{Call}->Stop( 'InvalidParameter', "'$Login' may not own tickets in this queue." );
    }

    return $OwnerID;
}

# A login that OTRS knows, an address, or nothing.
sub _CustomerUser {
    my ( $Self, %Param ) = @_;

    my $CustomerUserObject = $Kernel::OM->Get('Kernel::System::CustomerUser');

    my $Customer = $Param{Call}->Text( %{ $Param{Source} }, Name => 'CustomerUser', Length => 200 );
    return '' if !length $Customer;

    my %Known = $CustomerUserObject->CustomerUserDataGet( User => $Customer );
    return $Known{UserLogin} if $Known{UserLogin};

    if ( $Customer !~ m{\A[^\s\@<>"',;()\x{0}-\x{1F}]+\@[^\s\@<>"',;()\x{0}-\x{1F}]+\z} ) {
        $Param{Call}->Stop(
            'InvalidParameter',
            'Target.CustomerUser is neither a customer user nor an e-mail address.',
        );
    }
    return $Customer if !$Param{ByAddress};

    # As with a mail from that address: the ticket is the customer user's, if there is just one.
    my %Found = $CustomerUserObject->CustomerSearch(
        PostMasterSearch => $Customer,
        Valid            => 1,
        Limit            => 2,
    );

    return keys %Found == 1 ? ( keys %Found )[0] : $Customer;
}

1;
