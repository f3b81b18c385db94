# --
# Copyright (C) 2026 the ChatBridge authors
# --
# SPDX-License-Identifier: GPL-3.0-or-later
# --

package Kernel::System::ChatBridge::Call;

use strict;
use warnings;

our @ObjectDependencies = (
    'Kernel::System::Group',
    'Kernel::System::Log',
    'Kernel::System::User',
);

# The callers' group: whoever may write there acts for other agents.
our $ServiceGroup = 'chatbridge-service';

=head1 NAME

Kernel::System::ChatBridge::Call - what the calls of the chat service have in common

=head1 DESCRIPTION

Checks the caller, finds the acting agent, reads parameters, turns every failure into an answer.

This is no parent class of the operations: Apache2::Reload, with which OTRS runs, cannot exchange a new file's class
when there are subclasses of it; the operations would be broken from the installation to the web server's restart.

=head1 PUBLIC INTERFACE

=cut

sub new {
    my ( $Type, %Param ) = @_;

    my $Self = {};
    bless( $Self, $Type );

    return $Self;
}

=head2 Run()

    my $Result = $Call->Run(
        Operation => $OperationObject,    # Kernel::GenericInterface::Operation::*
        Name      => 'Directory',         # the first part of the error codes
        Data      => $Param{Data},
        Answer    => sub {                # called when the caller may call
            my ( $Call, %Data ) = @_;
            ...
            return \%Answer;
        },
    );

=cut

sub Run {
    my ( $Self, %Param ) = @_;

    my $Data = ref $Param{Data} eq 'HASH' ? $Param{Data} : {};

    my $Refuse = sub {
        my ( $Kind, $Message ) = @_;
        return $Param{Operation}->ReturnError(
            ErrorCode    => "$Param{Name}.$Kind",
            ErrorMessage => "$Param{Name}: $Message",
        );
    };

    my $Objection = $Self->_Objection(
        Operation => $Param{Operation},
        Data      => $Data,
    );
    return $Refuse->( 'AuthFail', $Objection ) if $Objection;

    my $Answer = eval { $Param{Answer}->( $Self, %{$Data} ) };

    if ( !$Answer ) {
        my $Error = $@;
        return $Refuse->( $Error->{Kind}, $Error->{Message} ) if ref $Error eq 'HASH';

        $Kernel::OM->Get('Kernel::System::Log')->Log(
            Priority => 'error',
            Message  => "$Param{Name} failed: " . ( $Error || 'unknown reason' ),
        );
        return $Refuse->( 'Failed', "OTRS's log has the reason." );
    }

    return {
        Success => 1,
        Data    => $Answer,
    };
}

=head2 Stop()

Ends the call with an error.

    $Call->Stop( 'AccessDenied', 'anton may not do that.' );    # does not return

=cut

sub Stop {
    my ( $Self, $Kind, $Message ) = @_;

    die { Kind => $Kind, Message => $Message };
}

=head2 Text()

A parameter that must be a plain value; trimmed.

    my $Query = $Call->Text( Data => \%Data, Name => 'Query', Required => 1, Length => 200 );

=cut

sub Text {
    my ( $Self, %Param ) = @_;

    my $Value = $Param{Data}->{ $Param{Name} };
    my $Name  = ( $Param{Prefix} // '' ) . $Param{Name};

    $Self->Stop( 'InvalidParameter', "$Name must be a string." ) if ref $Value;

    $Value //= '';
    $Value =~ s{\A\s+|\s+\z}{}g;

    $Self->Stop( 'MissingParameter', "$Name is missing." ) if $Param{Required} && !length $Value;
    $Self->Stop( 'InvalidParameter', "$Name is too long." )
        if $Param{Length} && length $Value > $Param{Length};

    return $Value;
}

=head2 ID()

A parameter that must be a positive whole number, or (when not required) empty.

    my $QueueID = $Call->ID( Data => \%Data, Name => 'QueueID' );

=cut

sub ID {
    my ( $Self, %Param ) = @_;

    my $Value = $Self->Text(%Param);

    if ( length $Value && $Value !~ m{\A[1-9][0-9]{0,17}\z} ) {
        $Self->Stop( 'InvalidParameter', ( $Param{Prefix} // '' ) . "$Param{Name} must be a positive number." );
    }

    return $Value;
}

=head2 Limit()

    my $Limit = $Call->Limit( Data => \%Data );    # 1..50, default 20

=cut

sub Limit {
    my ( $Self, %Param ) = @_;

    my $Limit = $Self->ID( %Param, Name => 'Limit' ) || 20;
    $Self->Stop( 'InvalidParameter', 'Limit must be 1..50.' ) if $Limit > 50;

    return $Limit;
}

=head2 ActingAgent()

The agent in whose name the caller acts.

    my %Agent = $Call->ActingAgent( Data => \%Data );    # UserID, UserLogin

=cut

sub ActingAgent {
    my ( $Self, %Param ) = @_;

    my $UserID = $Self->ActingUserID(%Param);
    my %Valid  = $Kernel::OM->Get('Kernel::System::User')->UserList( Type => 'Short', Valid => 1 );

    $Self->_NoAgent(%Param) if !$Valid{$UserID};

    return (
        UserID    => $UserID,
        UserLogin => $Valid{$UserID},
    );
}

=head2 ActingUserID()

The same agent's ID, also when he is no longer valid. Tells who asks, never what he may do.

    my $UserID = $Call->ActingUserID( Data => \%Data );

=cut

sub ActingUserID {
    my ( $Self, %Param ) = @_;

    my $UserID = $Kernel::OM->Get('Kernel::System::User')->UserLookup(
        UserLogin => $Self->_ActingLogin(%Param),
        Silent    => 1,
    );

    $Self->_NoAgent(%Param) if !$UserID;

    return $UserID;
}

sub _ActingLogin {
    my ( $Self, %Param ) = @_;

    return $Self->Text( %Param, Name => 'ActingUserLogin', Required => 1, Length => 200 );
}

sub _NoAgent {
    my ( $Self, %Param ) = @_;

    my $Login = $Self->_ActingLogin(%Param);

    return $Self->Stop( 'AccessDenied', "there is no valid agent '$Login'." );
}

# Why the caller may not call; empty when he may. What is wrong with his rights, only he learns.
# Only login and password are taken. A session ID would be bound to the address of its browser: OTRS deletes the
#   session when it is used from another one.
sub _Objection {
    my ( $Self, %Param ) = @_;

    my $Wrong = 'wrong credentials.';

    my ( $Login, $Password ) = @{ $Param{Data} }{qw(UserLogin Password)};
    return $Wrong if grep { !defined $_ || ref $_ || !length $_ } ( $Login, $Password );

    my ( $UserID, $UserType ) = $Param{Operation}->Auth(
        Data => {
            UserLogin => $Login,
            Password  => $Password,
        },
    );
    return $Wrong if !$UserID || $UserType ne 'User';

    my $GroupObject = $Kernel::OM->Get('Kernel::System::Group');
    my %Groups      = reverse $GroupObject->GroupList( Valid => 1 );
    return "there is no valid group $ServiceGroup." if !$Groups{$ServiceGroup};

    my $Allowed = $GroupObject->PermissionCheck(
        UserID    => $UserID,
        GroupName => $ServiceGroup,
        Type      => 'rw',
    );

    return $Allowed ? '' : "$Login has no rw in the group $ServiceGroup.";
}

1;
