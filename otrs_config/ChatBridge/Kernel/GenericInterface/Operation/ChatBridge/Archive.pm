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

    # Who began a key goes on with it, whatever became of his rights: its ticket must not stay half done.
    my $UserID = $Self->_UserID( $Call, %Data );
    my $Begun  = $ArchiveObject->Begun( Key => $Key, UserID => $UserID );
    return $Begun->{Result} if $Begun->{Result};
    $Call->Stop( @{ $Begun->{Error} }{qw(Kind Message)} ) if $Begun->{Error};

    my %Agent = ( UserID => $UserID, UserLogin => $Call->Text( Data => \%Data, Name => 'ActingUserLogin' ) );
    if ( length $Agent{UserLogin} && !$Begun->{TicketID} ) {
        %Agent = $Call->ActingAgent( Data => \%Data );
    }

    my $SenderType = $Call->Text( Data => \%Data, Name => 'SenderType' ) || 'customer';
    if ( $SenderType !~ m{\A(?:customer|agent)\z} ) {
        $Call->Stop( 'InvalidParameter', 'SenderType must be customer or agent.' );
    }

    my %Chat   = $Self->_Chat( $Call, %Data );
    my $Target = $Kernel::OM->Get('Kernel::System::ChatBridge::Target')->Check(
        Call   => $Call,
        Target => $Data{Target},
        Agent  => \%Agent,
        Begun  => $Begun->{TicketID} ? 1 : 0,
    );
    if ( $Target->{Type} eq 'Customer' ) {
        $Call->Stop( 'InvalidParameter', 'Target.Type Customer goes without ActingUserLogin.' )
            if length $Agent{UserLogin};
        $SenderType = 'customer';
    }

    my $Result = $ArchiveObject->Store(
        %Chat,
        Key        => $Key,
        UserID     => $UserID,
        Target     => $Target,
        SenderType => $SenderType,
    );
    $Call->Stop( $Result->{Kind}, $Result->{Message} ) if $Result->{Kind};

    return $Result;
}

# The acting agent, who need not be valid; for a customer's own ticket the user that such tickets belong to.
sub _UserID {
    my ( $Self, $Call, %Data ) = @_;

    my $Login = $Call->Text( Data => \%Data, Name => 'ActingUserLogin' );
    my $Type  = ref $Data{Target} eq 'HASH' ? $Data{Target}->{Type} : '';

    if ( !length $Login && ( $Type // '' ) eq 'Customer' ) {
        return $Kernel::OM->Get('Kernel::Config')->Get('CustomerPanelUserID') || 1;
    }

    return $Call->ActingUserID( Data => \%Data );
}

# What was said, and the files.
sub _Chat {
    my ( $Self, $Call, %Data ) = @_;

    $Call->Stop( 'MissingParameter', 'Messages is missing.' ) if !defined $Data{Messages};

    my %Chat = (
        Messages         => $Data{Messages},
        InternalMessages => $Data{InternalMessages} // [],
        Files            => $Data{Files} // [],
    );

    my $TranscriptObject = $Kernel::OM->Get('Kernel::System::ChatBridge::Transcript');
    my %Minimum          = ( Messages => 1, InternalMessages => 0 );

    for my $Name ( sort keys %Minimum ) {
        my $Problem = $TranscriptObject->Check(
            Name     => $Name,
            Messages => $Chat{$Name},
            Minimum  => $Minimum{$Name},
        );
        $Call->Stop( 'InvalidParameter', $Problem ) if $Problem;
    }

    my $Problem = $Kernel::OM->Get('Kernel::System::ChatBridge::Files')->Check( Files => $Chat{Files} );
    $Call->Stop( 'InvalidParameter', $Problem ) if $Problem;

    return %Chat;
}

1;
