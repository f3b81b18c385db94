# --
# Copyright (C) 2026 the ChatBridge authors
# --
# SPDX-License-Identifier: GPL-3.0-or-later
# --

package Kernel::GenericInterface::Operation::ChatBridge::TicketContext;

use strict;
use warnings;

use parent 'Kernel::GenericInterface::Operation::Common';

our $ObjectManagerDisabled = 1;

=head1 NAME

Kernel::GenericInterface::Operation::ChatBridge::TicketContext - a ticket and its people, for somebody who may see it

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
        Name      => 'TicketContext',
        Data      => $Param{Data},
        Answer    => sub { $Self->_Answer(@_) },
    );
}

sub _Answer {
    my ( $Self, $Call, %Data ) = @_;

    my $TicketID = $Call->ID( Data => \%Data, Name => 'TicketID' );
    my $Number   = $Call->Text( Data => \%Data, Name => 'TicketNumber', Length => 50, Required => !$TicketID );

    my %Asker  = $Self->_Asker( $Call, %Data );
    my $Answer = $Asker{Unknown} ? undef : $Kernel::OM->Get('Kernel::System::ChatBridge::TicketContext')->Get(
        %Asker,
        TicketID     => $TicketID,
        TicketNumber => $Number,
    );

    if ( !$Answer ) {
        my $Login = $Asker{Login};
        $Call->Stop( 'AccessDenied', "$Login may not see that ticket, or there is none." );
    }

    return $Answer;
}

# An agent, or else a customer user.
sub _Asker {
    my ( $Self, $Call, %Data ) = @_;

    my $Customer = $Call->Text( Data => \%Data, Name => 'CustomerUserLogin', Length => 200 );

    if ( !length $Customer ) {
        my %Agent = $Call->ActingAgent( Data => \%Data );
        return ( UserID => $Agent{UserID}, Login => $Agent{UserLogin} );
    }

    # OTRS itself asks for the login only, and gives everybody the tickets of that login.
    my %Known = $Kernel::OM->Get('Kernel::System::CustomerUser')->CustomerUserDataGet( User => $Customer );
    my %Valid = map { $_ => 1 } $Kernel::OM->Get('Kernel::System::Valid')->ValidIDsGet();

    return ( Unknown => 1, Login => $Customer ) if !$Known{UserLogin} || !$Valid{ $Known{ValidID} || 1 };

    return ( CustomerUser => $Known{UserLogin}, Login => $Known{UserLogin} );
}

1;
