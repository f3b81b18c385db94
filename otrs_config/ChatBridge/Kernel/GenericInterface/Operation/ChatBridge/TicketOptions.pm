# --
# Copyright (C) 2026 the ChatBridge authors
# --
# SPDX-License-Identifier: GPL-3.0-or-later
# --

package Kernel::GenericInterface::Operation::ChatBridge::TicketOptions;

use strict;
use warnings;

use parent 'Kernel::GenericInterface::Operation::Common';

our $ObjectManagerDisabled = 1;

=head1 NAME

Kernel::GenericInterface::Operation::ChatBridge::TicketOptions - what an agent may choose for the ticket of a chat

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
        Name      => 'TicketOptions',
        Data      => $Param{Data},
        Answer    => sub { $Self->_Answer(@_) },
    );
}

sub _Answer {
    my ( $Self, $Call, %Data ) = @_;

    my %Agent   = $Call->ActingAgent( Data => \%Data );
    my $QueueID = $Call->ID( Data => \%Data, Name => 'QueueID' );

    my $ChoicesObject = $Kernel::OM->Get('Kernel::System::ChatBridge::Choices');

    my %Queues = $ChoicesObject->Queues( UserID => $Agent{UserID} );

    if ( $QueueID && !$Queues{$QueueID} ) {
        $Call->Stop( 'AccessDenied', "$Agent{UserLogin} may not create tickets in the queue $QueueID." );
    }

    # Without a queue, any one that the agent may use tells the priorities and states.
    my ($AnyQueueID) = sort { $a <=> $b } keys %Queues;
    my %Choice = (
        UserID  => $Agent{UserID},
        QueueID => $QueueID || $AnyQueueID || 1,
    );

    my %Priorities = $ChoicesObject->Priorities(%Choice);
    my %States     = $ChoicesObject->States(%Choice);
    for my $Names ( \%Priorities, \%States ) {
        %{$Names} = $ChoicesObject->Translated( UserID => $Agent{UserID}, Names => $Names );
    }

    my %Owners = $QueueID ? $ChoicesObject->Owners( QueueID => $QueueID ) : ();

    return {
        Queues     => _List( 'QueueID',    %Queues ),
        Priorities => _List( 'PriorityID', %Priorities ),
        States     => _List( 'StateID',    %States ),
        Owners     => [ map { _Owner( $_, $Owners{$_} ) } sort { $Owners{$a} cmp $Owners{$b} } keys %Owners ],
        Defaults   => { $ChoicesObject->Defaults() },
    };
}

sub _List {
    my ( $IDName, %Names ) = @_;

    return [
        map {
            { $IDName => "$_", Name => $Names{$_} }
        } sort { $Names{$a} cmp $Names{$b} } keys %Names
    ];
}

sub _Owner {
    my ( $UserID, $Login ) = @_;

    my %User = $Kernel::OM->Get('Kernel::System::User')->GetUserData(
        UserID        => $UserID,
        NoOutOfOffice => 1,
    );

    return {
        UserID       => "$UserID",
        UserLogin    => $Login,
        UserFullname => $User{UserFullname},
    };
}

1;
