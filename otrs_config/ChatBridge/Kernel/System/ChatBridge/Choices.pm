# --
# Copyright (C) 2026 the ChatBridge authors
# --
# SPDX-License-Identifier: GPL-3.0-or-later
# --

package Kernel::System::ChatBridge::Choices;

use strict;
use warnings;

our @ObjectDependencies = (
    'Kernel::Config',
    'Kernel::Language',
    'Kernel::System::Group',
    'Kernel::System::Priority',
    'Kernel::System::Queue',
    'Kernel::System::State',
    'Kernel::System::Ticket',
    'Kernel::System::User',
);

# The screen whose choices (state types, defaults, ACLs) are offered for the ticket of a chat.
our $Screen = 'AgentTicketPhone';

=head1 NAME

Kernel::System::ChatBridge::Choices - what an agent may choose for the ticket of a chat

=head1 PUBLIC INTERFACE

=cut

sub new {
    my ( $Type, %Param ) = @_;

    my $Self = {};
    bless( $Self, $Type );

    return $Self;
}

=head2 Queues()

    my %Queues = $ChoicesObject->Queues( UserID => 2 );    # id => name; where the agent may create tickets

=cut

sub Queues {
    my ( $Self, %Param ) = @_;

    return $Kernel::OM->Get('Kernel::System::Ticket')->MoveList(
        UserID => $Param{UserID},
        Type   => 'create',
        Action => $Screen,
    );
}

=head2 Priorities()

    my %Priorities = $ChoicesObject->Priorities( UserID => 2, QueueID => 1 );    # id => name

=cut

sub Priorities {
    my ( $Self, %Param ) = @_;

    return $Kernel::OM->Get('Kernel::System::Ticket')->TicketPriorityList(
        UserID  => $Param{UserID},
        QueueID => $Param{QueueID},
        Action  => $Screen,
    );
}

=head2 States()

The states of the phone ticket screen, without the ones that need a time or end a ticket's life.

    my %States = $ChoicesObject->States( UserID => 2, QueueID => 1 );    # id => name

=cut

sub States {
    my ( $Self, %Param ) = @_;

    my $StateObject = $Kernel::OM->Get('Kernel::System::State');

    my %States = $Kernel::OM->Get('Kernel::System::Ticket')->TicketStateList(
        UserID  => $Param{UserID},
        QueueID => $Param{QueueID},
        Action  => $Screen,
    );

    for my $StateID ( sort keys %States ) {
        my %State = $StateObject->StateGet( ID => $StateID );
        delete $States{$StateID} if ( $State{TypeName} // '' ) =~ m{\A(?:pending|merged|removed)};
    }

    return %States;
}

=head2 Owners()

    my %Owners = $ChoicesObject->Owners( QueueID => 1 );    # id => login

=cut

sub Owners {
    my ( $Self, %Param ) = @_;

    my $GroupID = $Kernel::OM->Get('Kernel::System::Queue')->GetQueueGroupID( QueueID => $Param{QueueID} );
    my %Users   = $Kernel::OM->Get('Kernel::System::User')->UserList(
        Type  => 'Short',
        Valid => 1,
    );
    my %Members = $Kernel::OM->Get('Kernel::System::Group')->PermissionGroupGet(
        GroupID => $GroupID,
        Type    => 'owner',
    );

    return map { $_ => $Users{$_} } grep { $Users{$_} } keys %Members;
}

=head2 Translated()

Names of priorities or states in an agent's language.

    my %Names = $ChoicesObject->Translated( UserID => 2, Names => \%States );    # id => name

=cut

sub Translated {
    my ( $Self, %Param ) = @_;

    my %User = $Kernel::OM->Get('Kernel::System::User')->GetUserData( UserID => $Param{UserID} );

    my $LanguageObject = $Kernel::OM->Create(
        'Kernel::Language',
        ObjectParams => {
            UserLanguage => $User{UserLanguage} || $Kernel::OM->Get('Kernel::Config')->Get('DefaultLanguage') || 'en',
        },
    );

    my %Names = %{ $Param{Names} };

    return map { $_ => $LanguageObject->Translate( $Names{$_} ) } keys %Names;
}

=head2 Defaults()

    my %Defaults = $ChoicesObject->Defaults();    # PriorityID, StateID; empty strings when the names do not exist

=cut

sub Defaults {
    my ( $Self, %Param ) = @_;

    my $Config = $Kernel::OM->Get('Kernel::Config')->Get("Ticket::Frontend::$Screen") || {};

    return $Self->_IDs(
        Priority => $Config->{Priority} // '3 normal',
        State    => $Config->{State} // 'open',
    );
}

=head2 CustomerDefaults()

The same for a ticket that a customer makes in the portal.

    my %Defaults = $ChoicesObject->CustomerDefaults();    # PriorityID, StateID

=cut

sub CustomerDefaults {
    my ( $Self, %Param ) = @_;

    my $Config   = $Kernel::OM->Get('Kernel::Config')->Get('Ticket::Frontend::CustomerTicketMessage') || {};
    my %Defaults = $Self->Defaults();
    my %Found    = $Self->_IDs(
        Priority => $Config->{PriorityDefault} // '3 normal',
        State    => $Config->{StateDefault} // 'new',
    );

    return map { $_ => $Found{$_} || $Defaults{$_} } keys %Found;
}

sub _IDs {
    my ( $Self, %Param ) = @_;

    my %Priorities = reverse $Kernel::OM->Get('Kernel::System::Priority')->PriorityList( Valid => 1 );
    my %States     = reverse $Kernel::OM->Get('Kernel::System::State')->StateList(
        UserID => 1,
        Valid  => 1,
    );

    return (
        PriorityID => $Priorities{ $Param{Priority} } // '',
        StateID    => $States{ $Param{State} } // '',
    );
}

1;
