# --
# Copyright (C) 2026 the ChatBridge authors
# --
# SPDX-License-Identifier: GPL-3.0-or-later
# --

package Kernel::Modules::CustomerChatBridgeToken;

use strict;
use warnings;

our $ObjectManagerDisabled = 1;

=head1 NAME

Kernel::Modules::CustomerChatBridgeToken - the identity token of the logged-in customer user

=cut

sub new {
    my ( $Type, %Param ) = @_;

    my $Self = {%Param};
    bless( $Self, $Type );

    return $Self;
}

sub Run {
    my ( $Self, %Param ) = @_;

    my $CustomerUserObject = $Kernel::OM->Get('Kernel::System::CustomerUser');

    my %Customer = $CustomerUserObject->CustomerUserDataGet( User => $Self->{UserID} );

    return $Kernel::OM->Get('Kernel::System::ChatBridge::Reply')->Token(
        Kind   => 'customer',
        Login  => $Customer{UserLogin},
        Claims => {
            name        => $CustomerUserObject->CustomerName( UserLogin => $Customer{UserLogin} ) // '',
            email       => $Customer{UserEmail} // '',
            customer_id => $Customer{UserCustomerID} // '',
        },
    );
}

1;
