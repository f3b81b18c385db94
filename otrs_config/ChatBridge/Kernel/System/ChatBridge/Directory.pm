# --
# Copyright (C) 2026 the ChatBridge authors
# --
# SPDX-License-Identifier: GPL-3.0-or-later
# --

package Kernel::System::ChatBridge::Directory;

use strict;
use warnings;

our @ObjectDependencies = (
    'Kernel::Config',
    'Kernel::System::AuthSession',
    'Kernel::System::ChatBridge::Token',
    'Kernel::System::CustomerUser',
    'Kernel::System::DateTime',
    'Kernel::System::Group',
    'Kernel::System::Queue',
    'Kernel::System::User',
);

# Filled in by the package builder.
our $AddOnVersion = '@VERSION@';    ## no critic (RequireInterpolationOfMetachars)

=head1 NAME

Kernel::System::ChatBridge::Directory - agents, groups, and who is logged in

=head1 PUBLIC INTERFACE

=cut

sub new {
    my ( $Type, %Param ) = @_;

    my $Self = {};
    bless( $Self, $Type );

    return $Self;
}

=head2 Get()

    my %Directory = $DirectoryObject->Get();

Returns the answer of the operation C<Directory>.

=cut

sub Get {
    my ( $Self, %Param ) = @_;

    my $ConfigObject = $Kernel::OM->Get('Kernel::Config');
    my $TokenObject  = $Kernel::OM->Get('Kernel::System::ChatBridge::Token');

    my $Now      = time;
    my %Queues   = $Kernel::OM->Get('Kernel::System::Queue')->QueueList( Valid => 1 );
    my %Groups   = $Kernel::OM->Get('Kernel::System::Group')->GroupList( Valid => 1 );
    my %Sessions = $Self->_Sessions();

    return (
        AddOnVersion    => $AddOnVersion,
        Framework       => $ConfigObject->Get('Product') . ' ' . $ConfigObject->Get('Version'),
        TimeZone        => $Kernel::OM->Create('Kernel::System::DateTime')->OTRSTimeZoneGet(),
        Now             => $Now + 0,
        SecretKeyID     => $TokenObject->KeyID(),
        SecretProof     => $TokenObject->Proof( Time => $Now ),
        Agents          => [ $Self->_Agents( Groups => \%Groups, Online => $Sessions{User} ) ],
        Groups          => [ map { { GroupID => "$_", Name => $Groups{$_} } } sort { $a <=> $b } keys %Groups ],
        Queues          => [ map { { QueueID => "$_", Name => $Queues{$_} } } sort { $a <=> $b } keys %Queues ],
        CustomersOnline => [ $Self->_Customers( Online => $Sessions{Customer} ) ],
    );
}

sub _Agents {
    my ( $Self, %Param ) = @_;

    my $UserObject = $Kernel::OM->Get('Kernel::System::User');

    my %Users       = $UserObject->UserList( Type => 'Short', Valid => 1 );
    my %Permissions = $Self->_Permissions( Groups => $Param{Groups} );

    my @Agents;
    for my $UserID ( sort { $a <=> $b } keys %Users ) {

        my %User = $UserObject->GetUserData(
            UserID        => $UserID,
            NoOutOfOffice => 1,
        );

        # Only this call says whether the period is now.
        my %Absence = $User{OutOfOffice} ? $UserObject->GetUserData( UserID => $UserID ) : ();
        my $Absent  = $Absence{OutOfOfficeMessage} ? 1 : 0;

        push @Agents, {
            UserID           => "$UserID",
            UserLogin        => $User{UserLogin},
            UserFullname     => $User{UserFullname} // '',
            UserEmail        => $User{UserEmail} // '',
            UserLanguage     => $User{UserLanguage} // '',
            OutOfOffice      => $Absent,
            OutOfOfficeUntil => $Absent
            ? sprintf( '%04d-%02d-%02d', map { $User{"OutOfOfficeEnd$_"} || 0 } qw(Year Month Day) )
            : '',
            Online      => $Param{Online}->{$UserID} ? 1 : 0,
            LastRequest => ( $Param{Online}->{$UserID} || 0 ) + 0,
            Groups      => $Permissions{$UserID} || {},
        };
    }

    return @Agents;
}

# Agent => group => permission types, with roles merged.
sub _Permissions {
    my ( $Self, %Param ) = @_;

    my $GroupObject = $Kernel::OM->Get('Kernel::System::Group');
    my @Types       = @{ $Kernel::OM->Get('Kernel::Config')->Get('System::Permission') || [] };

    my %Permissions;
    for my $GroupID ( sort keys %{ $Param{Groups} } ) {
        for my $Type (@Types) {
            my %Members = $GroupObject->PermissionGroupGet(
                GroupID => $GroupID,
                Type    => $Type,
            );
            for my $UserID ( sort keys %Members ) {
                push @{ $Permissions{$UserID}->{ $Param{Groups}->{$GroupID} } }, $Type;
            }
        }
    }

    return %Permissions;
}

# The time of the last request of everybody who has a live browser session: agents by ID, customers by login.
sub _Sessions {
    my ( $Self, %Param ) = @_;

    my $ConfigObject  = $Kernel::OM->Get('Kernel::Config');
    my $SessionObject = $Kernel::OM->Get('Kernel::System::AuthSession');

    my $Now     = time;
    my $MaxIdle = $ConfigObject->Get('SessionMaxIdleTime') || 7200;
    my $MaxAge  = $ConfigObject->Get('SessionMaxTime')     || 57_600;

    my %Sessions = ( User => {}, Customer => {} );

    SESSION:
    for my $SessionID ( $SessionObject->GetAllSessionIDs() ) {

        my %Session = $SessionObject->GetSessionIDData( SessionID => $SessionID );

        next SESSION if ( $Session{SessionSource} // '' ) eq 'GenericInterface';
        next SESSION if !$Session{UserLogin} || !$Session{UserLastRequest};
        next SESSION if $Session{UserLastRequest} + $MaxIdle < $Now;
        next SESSION if ( $Session{UserSessionStart} || $Now ) + $MaxAge < $Now;

        my $Type = ( $Session{UserType} // '' ) eq 'Customer' ? 'Customer' : 'User';
        my $Name = $Type eq 'Customer' ? $Session{UserLogin} : $Session{UserID};
        next SESSION if !$Name;

        my $Last = $Sessions{$Type}->{$Name} || 0;
        $Sessions{$Type}->{$Name} = $Session{UserLastRequest} if $Session{UserLastRequest} > $Last;
    }

    return %Sessions;
}

sub _Customers {
    my ( $Self, %Param ) = @_;

    my $CustomerUserObject = $Kernel::OM->Get('Kernel::System::CustomerUser');

    my @Customers;
    for my $Login ( sort keys %{ $Param{Online} } ) {
        my %Customer = $CustomerUserObject->CustomerUserDataGet( User => $Login );
        push @Customers, {
            CustomerUserLogin => $Login,
            UserFullname      => $CustomerUserObject->CustomerName( UserLogin => $Login ) // $Login,
            UserEmail         => $Customer{UserEmail} // '',
            CustomerID        => $Customer{UserCustomerID} // '',
            LastRequest       => $Param{Online}->{$Login} + 0,
        };
    }

    return @Customers;
}

1;
