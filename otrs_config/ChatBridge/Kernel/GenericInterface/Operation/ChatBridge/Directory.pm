# --
# Copyright (C) 2026 the ChatBridge authors
# --
# SPDX-License-Identifier: GPL-3.0-or-later
# --

package Kernel::GenericInterface::Operation::ChatBridge::Directory;

use strict;
use warnings;

use parent 'Kernel::GenericInterface::Operation::Common';

our $ObjectManagerDisabled = 1;

=head1 NAME

Kernel::GenericInterface::Operation::ChatBridge::Directory - agents, groups, and who is logged in

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
        Name      => 'Directory',
        Data      => $Param{Data},
        Answer    => sub { $Self->_Answer(@_) },
    );
}

sub _Answer {
    my ( $Self, $Call, %Data ) = @_;

    return { $Kernel::OM->Get('Kernel::System::ChatBridge::Directory')->Get() };
}

1;
