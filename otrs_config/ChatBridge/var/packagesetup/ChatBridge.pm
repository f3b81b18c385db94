# --
# Copyright (C) 2026 the ChatBridge authors
# --
# SPDX-License-Identifier: GPL-3.0-or-later
# --

package var::packagesetup::ChatBridge;    ## no critic (Capitalization)

use strict;
use warnings;

our @ObjectDependencies = (
    'Kernel::Config',
    'Kernel::System::ChatBridge::Token',
    'Kernel::System::GenericInterface::Webservice',
    'Kernel::System::Group',
    'Kernel::System::Log',
    'Kernel::System::Main',
    'Kernel::System::SysConfig',
    'Kernel::System::YAML',
);

our $ServiceGroup = 'chatbridge-service';
our $Webservice   = 'ChatBridge';

=head1 NAME

var::packagesetup::ChatBridge - what the package needs beside its files

=head1 PUBLIC INTERFACE

=cut

sub new {
    my ( $Type, %Param ) = @_;

    my $Self = {};
    bless( $Self, $Type );

    return $Self;
}

=head2 CodeInstall()

Creates the group, the secret and the web service, each only if there is none.

=cut

sub CodeInstall {
    my ( $Self, %Param ) = @_;

    $Self->_GroupAdd();
    $Self->_SecretSet();
    $Self->_WebserviceAdd();

    return 1;
}

=head2 CodeUpgrade()

The same; what an administrator changed stays as it is.

=cut

sub CodeUpgrade {
    my ( $Self, %Param ) = @_;

    return $Self->CodeInstall();
}

=head2 CodeUninstall()

Removes the web service if it still offers operations of the package. The group stays, as OTRS cannot delete groups.

=cut

sub CodeUninstall {
    my ( $Self, %Param ) = @_;

    my $WebserviceObject = $Kernel::OM->Get('Kernel::System::GenericInterface::Webservice');

    my $Found = $WebserviceObject->WebserviceGet( Name => $Webservice );
    return 1 if !$Found || !$Found->{ID};

    my $Operations = $Found->{Config}->{Provider}->{Operation} || {};
    return 1 if !grep { ( $_->{Type} // '' ) =~ m{\AChatBridge::} } values %{$Operations};

    return $WebserviceObject->WebserviceDelete(
        ID     => $Found->{ID},
        UserID => 1,
    );
}

sub _GroupAdd {
    my ( $Self, %Param ) = @_;

    my $GroupObject = $Kernel::OM->Get('Kernel::System::Group');

    my %Groups = reverse $GroupObject->GroupList( Valid => 0 );
    return 1 if $Groups{$ServiceGroup};

    return $GroupObject->GroupAdd(
        Name    => $ServiceGroup,
        Comment => 'Group for the service agent of the chat.',
        ValidID => 1,
        UserID  => 1,
    );
}

sub _SecretSet {
    my ( $Self, %Param ) = @_;

    my $SysConfigObject = $Kernel::OM->Get('Kernel::System::SysConfig');

    my %Setting = $SysConfigObject->SettingGet( Name => 'ChatBridge::Secret' );
    return 1 if !%Setting || length( $Setting{EffectiveValue} // '' );

    my $Secret = $Kernel::OM->Get('Kernel::System::ChatBridge::Token')->RandomString( Bytes => 48 );
    if ( !$Secret ) {
        $Kernel::OM->Get('Kernel::System::Log')->Log(
            Priority => 'error',
            Message  => 'ChatBridge::Secret could not be generated; please set it by hand.',
        );
        return;
    }

    return $SysConfigObject->SettingsSet(
        UserID   => 1,
        Comments => 'ChatBridge: secret generated',
        Settings => [
            {
                Name           => 'ChatBridge::Secret',
                EffectiveValue => $Secret,
                IsValid        => 1,
            },
        ],
    );
}

sub _WebserviceAdd {
    my ( $Self, %Param ) = @_;

    my $WebserviceObject = $Kernel::OM->Get('Kernel::System::GenericInterface::Webservice');

    my $List = $WebserviceObject->WebserviceList( Valid => 0 ) || {};
    return 1 if grep { $_ eq $Webservice } values %{$List};

    my $Content = $Kernel::OM->Get('Kernel::System::Main')->FileRead(
        Location => $Kernel::OM->Get('Kernel::Config')->Get('Home') . '/var/packagesetup/ChatBridge.yml',
        Mode     => 'utf8',
    );
    return if !$Content;

    my $Config = $Kernel::OM->Get('Kernel::System::YAML')->Load( Data => ${$Content} );
    return if ref $Config ne 'HASH';

    return $WebserviceObject->WebserviceAdd(
        Name    => $Webservice,
        Config  => $Config,
        ValidID => 1,
        UserID  => 1,
    );
}

1;
