# --
# Copyright (C) 2026 the ChatBridge authors
# --
# SPDX-License-Identifier: GPL-3.0-or-later
# --

package Kernel::Modules::AgentChatBridgeToken;

use strict;
use warnings;

our $ObjectManagerDisabled = 1;

=head1 NAME

Kernel::Modules::AgentChatBridgeToken - the identity token of the logged-in agent

=cut

sub new {
    my ( $Type, %Param ) = @_;

    my $Self = {%Param};
    bless( $Self, $Type );

    return $Self;
}

sub Run {
    my ( $Self, %Param ) = @_;

    my %User = $Kernel::OM->Get('Kernel::System::User')->GetUserData(
        UserID        => $Self->{UserID},
        NoOutOfOffice => 1,
    );

    return $Kernel::OM->Get('Kernel::System::ChatBridge::Reply')->Token(
        Kind   => 'agent',
        Login  => $User{UserLogin},
        Claims => {
            name  => $User{UserFullname} // '',
            email => $User{UserEmail} // '',
        },
    );
}

1;
