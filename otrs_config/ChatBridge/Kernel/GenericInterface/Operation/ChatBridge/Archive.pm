# --
# Copyright (C) 2026 the ChatBridge authors
# --
# SPDX-License-Identifier: GPL-3.0-or-later
# --

package Kernel::GenericInterface::Operation::ChatBridge::Archive;

use strict;
use warnings;

use parent 'Kernel::GenericInterface::Operation::Common';

our $ObjectManagerDisabled = 1;

=head1 NAME

Kernel::GenericInterface::Operation::ChatBridge::Archive - puts a chat on a ticket, once

=head1 DESCRIPTION

Everything is checked here, before anything is created. The work is done by L<Kernel::System::ChatBridge::Archive>.

=cut

sub new {
    my ( $Type, %Param ) = @_;

    my $Self = {};
    bless( $Self, $Type );

    for my $Needed (qw(DebuggerObject WebserviceID)) {
        if ( !$Param{$Needed} ) {
            return {
                Success      => 0,
                ErrorMessage => "Got no $Needed!",
            };
        }

        $Self->{$Needed} = $Param{$Needed};
    }

    return $Self;
}

sub Run {
    my ( $Self, %Param ) = @_;

    return $Kernel::OM->Get('Kernel::System::ChatBridge::Call')->Run(
        Operation => $Self,
        Name      => 'Archive',
        Data      => $Param{Data},
        Answer    => sub { $Self->_Answer(@_) },
    );
}

sub _Answer {
    my ( $Self, $Call, %Data ) = @_;

    my $Key = $Call->Text( Data => \%Data, Name => 'Key', Required => 1 );
    if ( $Key !~ m{\A[A-Za-z0-9-]{8,64}\z} ) {
        $Call->Stop( 'InvalidParameter', 'Key must have 8 to 64 letters, digits and hyphens.' );
    }

    my $ArchiveObject = $Kernel::OM->Get('Kernel::System::ChatBridge::Archive');

    # Who was an agent when the key was new still gets its result.
    my $Finished = $ArchiveObject->Finished(
        Key    => $Key,
        UserID => $Call->ActingUserID( Data => \%Data ),
    );
    if ($Finished) {
        $Call->Stop( $Finished->{Kind}, $Finished->{Message} ) if $Finished->{Kind};
        return $Finished;
    }

    my %Agent = $Call->ActingAgent( Data => \%Data );

    my $SenderType = $Call->Text( Data => \%Data, Name => 'SenderType' ) || 'customer';
    if ( $SenderType !~ m{\A(?:customer|agent)\z} ) {
        $Call->Stop( 'InvalidParameter', 'SenderType must be customer or agent.' );
    }

    my %Lists = (
        Messages         => { Minimum => 1, Messages => $Data{Messages} },
        InternalMessages => { Minimum => 0, Messages => $Data{InternalMessages} // [] },
    );
    for my $Name (qw(Messages InternalMessages)) {
        $Call->Stop( 'MissingParameter', "$Name is missing." ) if !defined $Lists{$Name}->{Messages};

        my $Problem = $Kernel::OM->Get('Kernel::System::ChatBridge::Transcript')->Check(
            Name => $Name,
            %{ $Lists{$Name} },
        );
        $Call->Stop( 'InvalidParameter', $Problem ) if $Problem;
    }

    my $Result = $ArchiveObject->Store(
        Key              => $Key,
        UserID           => $Agent{UserID},
        Target           => $Self->_Target( $Call, Target => $Data{Target}, Agent => \%Agent ),
        SenderType       => $SenderType,
        Messages         => $Lists{Messages}->{Messages},
        InternalMessages => $Lists{InternalMessages}->{Messages},
    );
    $Call->Stop( $Result->{Kind}, $Result->{Message} ) if $Result->{Kind};

    return $Result;
}

sub _Target {
    my ( $Self, $Call, %Param ) = @_;

    my $Target = $Param{Target};

    $Call->Stop( 'MissingParameter', 'Target is missing.' )        if !defined $Target;
    $Call->Stop( 'InvalidParameter', 'Target must be an object.' ) if ref $Target ne 'HASH';

    my $Type = $Call->Text( Data => $Target, Name => 'Type', Prefix => 'Target.', Required => 1 );

    return $Self->_TargetNew( $Call, %Param )      if $Type eq 'New';
    return $Self->_TargetExisting( $Call, %Param ) if $Type eq 'Existing';

    return $Call->Stop( 'InvalidParameter', 'Target.Type must be New or Existing.' );
}

sub _TargetExisting {
    my ( $Self, $Call, %Param ) = @_;

    my %Agent    = %{ $Param{Agent} };
    my $TicketID = $Call->ID(
        Data     => $Param{Target},
        Name     => 'TicketID',
        Prefix   => 'Target.',
        Required => 1,
    );

    my $TicketObject = $Kernel::OM->Get('Kernel::System::Ticket');
    my $Number       = $TicketObject->TicketNumberLookup( TicketID => $TicketID );

    my %Ticket;
    if ($Number) {
        %Ticket = $TicketObject->TicketGet(
            TicketID => $TicketID,
            UserID   => $Agent{UserID},
        );
    }

    my $May = %Ticket && $Kernel::OM->Get('Kernel::System::ChatBridge::LookUp')->MayAddTo(
        UserID => $Agent{UserID},
        Ticket => \%Ticket,
    );
    $Call->Stop( 'AccessDenied', "$Agent{UserLogin} may not add to the ticket with the ID $TicketID." ) if !$May;

    return {
        Type     => 'Existing',
        TicketID => $TicketID,
    };
}

sub _TargetNew {
    my ( $Self, $Call, %Param ) = @_;

    my %Agent  = %{ $Param{Agent} };
    my %Source = ( Data => $Param{Target}, Prefix => 'Target.' );

    my $ChoicesObject = $Kernel::OM->Get('Kernel::System::ChatBridge::Choices');

    my $QueueID = $Call->ID( %Source, Name => 'QueueID', Required => 1 );
    my %Queues  = $ChoicesObject->Queues( UserID => $Agent{UserID} );
    if ( !$Queues{$QueueID} ) {
        $Call->Stop( 'AccessDenied', "$Agent{UserLogin} may not create tickets in the queue with the ID $QueueID." );
    }

    my $Title = $Kernel::OM->Get('Kernel::System::ChatBridge::Text')->PlainLine(
        Text   => $Call->Text( %Source, Name => 'Title', Required => 1 ),
        Length => 255,
    );
    $Call->Stop( 'InvalidParameter', 'Target.Title is empty.' ) if !length $Title;

    my %Choice   = ( UserID => $Agent{UserID}, QueueID => $QueueID );
    my %Defaults = $ChoicesObject->Defaults();

    my $PriorityID = $Call->ID( %Source, Name => 'PriorityID' ) || $Defaults{PriorityID};
    my %Priorities = $ChoicesObject->Priorities(%Choice);
    $Call->Stop( 'InvalidParameter', 'Target.PriorityID is not offered.' ) if !$Priorities{$PriorityID};

    my $StateID = $Call->ID( %Source, Name => 'StateID' ) || $Defaults{StateID};
    my %States  = $ChoicesObject->States(%Choice);
    $Call->Stop( 'InvalidParameter', 'Target.StateID is not offered.' ) if !$States{$StateID};

    return {
        Type         => 'New',
        QueueID      => $QueueID,
        Title        => $Title,
        PriorityID   => $PriorityID,
        StateID      => $StateID,
        OwnerID      => $Self->_Owner( $Call, %Source, QueueID => $QueueID ),
        CustomerUser => $Self->_Customer( $Call, %Source ),
        CustomerName => $Call->Text( %Source, Name => 'CustomerName' ),
    };
}

sub _Owner {
    my ( $Self, $Call, %Param ) = @_;

    my $Login = $Call->Text( %Param, Name => 'OwnerLogin', Length => 200 );
    return '' if !length $Login;

    my %Owners = $Kernel::OM->Get('Kernel::System::ChatBridge::Choices')->Owners( QueueID => $Param{QueueID} );
    my ($OwnerID) = grep { lc $Owners{$_} eq lc $Login } keys %Owners;

    $Call->Stop( 'InvalidParameter', "'$Login' may not own tickets in this queue." ) if !$OwnerID;

    return $OwnerID;
}

sub _Customer {
    my ( $Self, $Call, %Param ) = @_;

    my $Customer = $Call->Text( %Param, Name => 'CustomerUser', Length => 200 );
    return '' if !length $Customer;

    my %Known = $Kernel::OM->Get('Kernel::System::CustomerUser')->CustomerUserDataGet( User => $Customer );
    return $Known{UserLogin} if $Known{UserLogin};

    if ( $Customer !~ m{\A[^\s\@<>"',;()\x{0}-\x{1F}]+\@[^\s\@<>"',;()\x{0}-\x{1F}]+\z} ) {
        $Call->Stop( 'InvalidParameter', 'Target.CustomerUser is neither a customer user nor an e-mail address.' );
    }

    return $Customer;
}

1;
