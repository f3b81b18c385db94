# --
# Copyright (C) 2026 the ChatBridge authors
# --
# SPDX-License-Identifier: GPL-3.0-or-later
# --

package Kernel::Modules::AdminChatBridge;

use strict;
use warnings;

our $ObjectManagerDisabled = 1;

=head1 NAME

Kernel::Modules::AdminChatBridge - the place in OTRS's administration where the chat's own opens

=cut

sub new {
    my ( $Type, %Param ) = @_;

    my $Self = {%Param};
    bless( $Self, $Type );

    return $Self;
}

sub Run {
    my ( $Self, %Param ) = @_;

    my $LayoutObject = $Kernel::OM->Get('Kernel::Output::HTML::Layout');

    return join '',
        $LayoutObject->Header(),
        $LayoutObject->NavigationBar(),
        $LayoutObject->Output( TemplateFile => 'AdminChatBridge' ),
        $LayoutObject->Footer();
}

1;
