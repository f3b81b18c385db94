# --
# Copyright (C) 2026 the ChatBridge authors
# --
# SPDX-License-Identifier: GPL-3.0-or-later
# --

use strict;
use warnings;
use utf8;

use vars (qw($Self));

use Digest::SHA qw(hmac_sha256);
use MIME::Base64 qw(decode_base64);

my $ConfigObject = $Kernel::OM->Get('Kernel::Config');
my $JSONObject   = $Kernel::OM->Get('Kernel::System::JSON');
my $TokenObject  = $Kernel::OM->Get('Kernel::System::ChatBridge::Token');

my $Decode = sub {
    my ($Part) = @_;
    $Part =~ tr{-_}{+/};
    return decode_base64( $Part . '=' x ( -length($Part) % 4 ) );
};

my $Secret = 'a secret of this test, long enough';
$ConfigObject->Set( Key => 'ChatBridge::Secret',      Value => $Secret );
$ConfigObject->Set( Key => 'ChatBridge::SecretKeyID', Value => 'otrs-7' );
$ConfigObject->Set( Key => 'FQDN',                    Value => 'help.example.com' );

my %Request = (
    Kind   => 'agent',
    Login  => 'jürgen',
    Claims => { name => 'Jürgen Groß', aud => 'other', sub => 'agent:root' },
);
my $Token = $TokenObject->Mint(%Request);
my ( $Head, $Body, $Signature ) = split m{[.]}, $Token;

$Self->True( $Token =~ m{\A[\w-]+[.][\w-]+[.][\w-]+\z}, 'Mint() - a token' );
$Self->Is( $Decode->($Signature), hmac_sha256( "$Head.$Body", $Secret ), 'Mint() - signature' );

my $Header = $JSONObject->Decode( Data => $Decode->($Head) );
$Self->IsDeeply( $Header, { alg => 'HS256', typ => 'JWT', kid => 'otrs-7' }, 'Mint() - header' );

my $JSON = $Decode->($Body);
$Self->True( $JSON =~ m{"exp":[0-9]+} && $JSON =~ m{"iat":[0-9]+}, 'Mint() - times are numbers' );

utf8::decode($JSON);
my $Claims = $JSONObject->Decode( Data => $JSON );
my %Is     = (
    aud   => 'chatbridge',
    iss   => 'help.example.com',
    kind  => 'agent',
    login => 'jürgen',
    name  => 'Jürgen Groß',
    sub   => 'agent:jürgen',
);
for my $Claim ( sort keys %Is ) {
    $Self->Is( $Claims->{$Claim}, $Is{$Claim}, "Mint() - claim $Claim" );
}
$Self->Is( $Claims->{exp} - $Claims->{iat}, 120, 'Mint() - good for two minutes' );
$Self->True( length $Claims->{jti} >= 22, 'Mint() - a name of its own' );
$Self->IsNot( $TokenObject->Mint(%Request), $Token, 'Mint() - no two are the same' );

$Self->Is( length $TokenObject->Proof( Time => 1 ), 64, 'Proof() - 64 digits' );
$Self->IsNot( $TokenObject->Proof( Time => 1 ), $TokenObject->Proof( Time => 2 ), 'Proof() - of a time' );

$Self->Is( length $TokenObject->RandomString( Bytes => 48 ), 64, 'RandomString() - length' );

$ConfigObject->Set( Key => 'ChatBridge::Secret', Value => 'short' );
$Self->False( scalar $TokenObject->Mint(%Request), 'Mint() - none with a short secret' );
$Self->Is( $TokenObject->Proof( Time => 1 ), '', 'Proof() - none with a short secret' );

1;
