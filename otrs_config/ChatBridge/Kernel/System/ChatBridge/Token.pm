# --
# Copyright (C) 2026 the ChatBridge authors
# --
# SPDX-License-Identifier: GPL-3.0-or-later
# --

package Kernel::System::ChatBridge::Token;

use strict;
use warnings;

use Digest::SHA qw(hmac_sha256 hmac_sha256_hex);
use MIME::Base64 qw(encode_base64);

our @ObjectDependencies = (
    'Kernel::Config',
    'Kernel::System::Encode',
    'Kernel::System::JSON',
    'Kernel::System::Log',
);

# Shorter secrets make HS256 weaker than its hash.
our $SecretBytesMin = 32;

=head1 NAME

Kernel::System::ChatBridge::Token - identity tokens for the chat

=head1 DESCRIPTION

Mints JSON Web Tokens (RFC 7519, HS256) that tell the chat service who is logged in.

=head1 PUBLIC INTERFACE

=cut

sub new {
    my ( $Type, %Param ) = @_;

    my $Self = {};
    bless( $Self, $Type );

    return $Self;
}

=head2 Mint()

Signs the given claims; C<aud>, C<iss>, C<sub>, C<iat>, C<exp> and C<jti> are added.

    my $Token = $TokenObject->Mint(
        Kind   => 'agent',                    # agent or customer
        Login  => 'anton',
        Claims => {                           # optional, further claims
            name => 'Anton Agent',
        },
    );

Returns nothing (and logs why) when there is no usable secret.

=cut

sub Mint {
    my ( $Self, %Param ) = @_;

    my $Secret = $Self->_Secret();
    my $Random = $Self->RandomString( Bytes => 18 );

    if ( !$Secret || !$Random ) {
        $Kernel::OM->Get('Kernel::System::Log')->Log(
            Priority => 'error',
            Message  => "No token: ChatBridge::Secret needs at least $SecretBytesMin bytes.",
        );
        return;
    }

    my $Now = time;

    my %Header = (
        alg => 'HS256',
        typ => 'JWT',
        kid => $Self->KeyID(),
    );
    my %Claims = (
        %{ $Param{Claims} || {} },
        aud   => 'chatbridge',
        iss   => $Kernel::OM->Get('Kernel::Config')->Get('FQDN'),
        sub   => "$Param{Kind}:$Param{Login}",
        kind  => $Param{Kind},
        login => $Param{Login},
        iat   => $Now + 0,
        exp   => $Now + $Self->Lifetime(),
        jti   => $Random,
    );

    my $Signed = join '.', map { $Self->_Base64URL( $Self->_JSON($_) ) } ( \%Header, \%Claims );

    return $Signed . '.' . $Self->_Base64URL( hmac_sha256( $Signed, $Secret ) );
}

=head2 Lifetime()

    my $Seconds = $TokenObject->Lifetime();    # how long a token is good

=cut

sub Lifetime {
    return 120;
}

=head2 KeyID()

    my $Name = $TokenObject->KeyID();    # the name of the secret

=cut

sub KeyID {
    return $Kernel::OM->Get('Kernel::Config')->Get('ChatBridge::SecretKeyID') || 'otrs-1';
}

=head2 Proof()

Shows somebody who has the same secret that it is the same, without telling it to anybody else. No token can be made of
it: what a token signs never has a colon.

    my $Proof = $TokenObject->Proof( Time => 1795372800 );    # 64 hexadecimal digits

Returns an empty string when there is no usable secret.

=cut

sub Proof {
    my ( $Self, %Param ) = @_;

    my $Secret = $Self->_Secret();

    return $Secret ? hmac_sha256_hex( "chatbridge-proof:$Param{Time}", $Secret ) : '';
}

=head2 RandomString()

Random bytes of the operating system, as text of the alphabet C<A-Za-z0-9_->.

    my $String = $TokenObject->RandomString( Bytes => 48 );

Returns nothing when the operating system offers no random source.

=cut

sub RandomString {
    my ( $Self, %Param ) = @_;

    my $Bytes = '';

    if ( open my $Handle, '<:raw', '/dev/urandom' ) {    ## no critic (InputOutput::RequireBriefOpen)
        my $Length = read $Handle, $Bytes, $Param{Bytes};
        close $Handle;
        return $Self->_Base64URL($Bytes) if $Length && $Length == $Param{Bytes};
    }

    # Systems without the device: a Perl module that asks the operating system in its own way.
    if ( eval { require Crypt::URandom; 1 } ) {
        return $Self->_Base64URL( Crypt::URandom::urandom( $Param{Bytes} ) );
    }

    return;
}

# The secret as bytes; empty when it is too short to be used.
sub _Secret {
    my ( $Self, %Param ) = @_;

    my $Secret = $Kernel::OM->Get('Kernel::Config')->Get('ChatBridge::Secret') // '';
    $Kernel::OM->Get('Kernel::System::Encode')->EncodeOutput( \$Secret );

    return length $Secret < $SecretBytesMin ? '' : $Secret;
}

sub _JSON {
    my ( $Self, $Data ) = @_;

    my $JSON = $Kernel::OM->Get('Kernel::System::JSON')->Encode( Data => $Data );
    $Kernel::OM->Get('Kernel::System::Encode')->EncodeOutput( \$JSON );

    return $JSON;
}

sub _Base64URL {
    my ( $Self, $Bytes ) = @_;

    my $Text = encode_base64( $Bytes, '' );
    $Text =~ tr{+/=}{-_}d;

    return $Text;
}

1;
