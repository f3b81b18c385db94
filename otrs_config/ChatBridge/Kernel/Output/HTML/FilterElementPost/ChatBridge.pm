# --
# Copyright (C) 2026 the ChatBridge authors
# --
# SPDX-License-Identifier: GPL-3.0-or-later
# --

package Kernel::Output::HTML::FilterElementPost::ChatBridge;

use strict;
use warnings;

our @ObjectDependencies = (
    'Kernel::Config',
    'Kernel::Output::HTML::Layout',
    'Kernel::System::Log',
    'Kernel::System::Ticket',
    'Kernel::System::Web::Request',
);

=head1 NAME

Kernel::Output::HTML::FilterElementPost::ChatBridge - writes the chat's script tag into the pages

=cut

sub new {
    my ( $Type, %Param ) = @_;

    my $Self = {};
    bless( $Self, $Type );

    return $Self;
}

# Registered for the footers of whole pages only; popups and login pages have templates of their own. Whatever goes
#   wrong here, the page stays as it is.
sub Run {
    my ( $Self, %Param ) = @_;

    my $Tag = eval { $Self->_Tag() };
    if ($@) {
        $Kernel::OM->Get('Kernel::System::Log')->Log(
            Priority => 'error',
            Message  => "No chat on this page: $@",
        );
    }
    return 1 if !$Tag;

    ${ $Param{Data} } =~ s{(?=</body>)}{$Tag\n}i;

    return 1;
}

sub _Tag {
    my ( $Self, %Param ) = @_;

    my $ConfigObject = $Kernel::OM->Get('Kernel::Config');
    my $LayoutObject = $Kernel::OM->Get('Kernel::Output::HTML::Layout');

    return if !$ConfigObject->Get('ChatBridge::Enabled');

    # An address on this or another server, and no other kind.
    my $WidgetURL = $ConfigObject->Get('ChatBridge::WidgetURL') // '';
    return if $WidgetURL !~ m{\A(?:/(?!/)|https?://)[^\s"'<>\\]+\z};

    my $Role = $Self->_Role();
    return if !$Role;

    my $Script = $LayoutObject->{Baselink} // '';
    $Script =~ s{\?.*\z}{}s;

    my @Attributes = (
        type            => 'module',
        src             => $WidgetURL,
        'data-role'     => $Role,
        'data-otrs-url' => $Script,
        'data-lang'     => $LayoutObject->{UserLanguage} || 'en',
        'data-theme'    => 'light',
        'data-action'   => $LayoutObject->{Action} // '',
    );

    if ( $Role ne 'visitor' ) {
        my $Action = $Role eq 'agent' ? 'AgentChatBridgeToken' : 'CustomerChatBridgeToken';
        push @Attributes, 'data-token-url' => "$Script?Action=$Action", $Self->_Ticket( Role => $Role );
    }

    my $Tag = '<script';
    while ( my ( $Name, $Value ) = splice @Attributes, 0, 2 ) {
        $Tag .= sprintf ' %s="%s"', $Name, $LayoutObject->Ascii2Html( Text => $Value ) =~ s{'}{&#39;}gr;
    }

    # Without "async" the page's own scripts would wait for this one, for minutes when the chat service hangs.
    return $Tag . ' async></script>';
}

sub _Role {
    my ( $Self, %Param ) = @_;

    my $LayoutObject = $Kernel::OM->Get('Kernel::Output::HTML::Layout');

    my $Script = $LayoutObject->{CGIHandle} || $ENV{SCRIPT_NAME} || '';
    my $Type   = $LayoutObject->{UserType}  || '';

    return 'agent' if $Script    =~ m{index\.pl\z}    && $LayoutObject->{UserID} && $Type eq 'User';
    return 'customer' if $Script =~ m{customer\.pl\z} && $LayoutObject->{UserID} && $Type eq 'Customer';
    return 'visitor' if $Script  =~ m{public\.pl\z};

    return;
}

# The ticket that the page shows, if the viewer may see it.
sub _Ticket {
    my ( $Self, %Param ) = @_;

    my $LayoutObject = $Kernel::OM->Get('Kernel::Output::HTML::Layout');
    my $TicketObject = $Kernel::OM->Get('Kernel::System::Ticket');
    my $ParamObject  = $Kernel::OM->Get('Kernel::System::Web::Request');

    return if ( $LayoutObject->{Action} // '' ) !~ m{\A(?:Agent|Customer)TicketZoom\z};

    my $TicketID     = $ParamObject->GetParam( Param => 'TicketID' );
    my $TicketNumber = $ParamObject->GetParam( Param => 'TicketNumber' );

    if ( !$TicketID && $TicketNumber ) {
        $TicketID = $TicketObject->TicketIDLookup( TicketNumber => $TicketNumber );
    }
    return if !$TicketID || $TicketID !~ m{\A[0-9]{1,18}\z};

    my $Check = $Param{Role} eq 'agent' ? 'TicketPermission' : 'TicketCustomerPermission';
    my $May   = $TicketObject->$Check(
        Type     => 'ro',
        TicketID => $TicketID,
        UserID   => $LayoutObject->{UserID},
        LogNo    => 1,
    );
    return if !$May;

    return (
        'data-ticket-id'     => $TicketID,
        'data-ticket-number' => $TicketObject->TicketNumberLookup( TicketID => $TicketID ),
    );
}

1;
