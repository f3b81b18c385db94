# --
# Copyright (C) 2026 the ChatBridge authors
# --
# SPDX-License-Identifier: GPL-3.0-or-later
# --

package Kernel::System::ChatBridge::Reply;

use strict;
use warnings;

our @ObjectDependencies = (
    'Kernel::Config',
    'Kernel::Output::HTML::Layout',
    'Kernel::System::ChatBridge::Token',
    'Kernel::System::JSON',
);

=head1 NAME

Kernel::System::ChatBridge::Reply - the answer to a page that asks for an identity token

=head1 PUBLIC INTERFACE

=cut

sub new {
    my ( $Type, %Param ) = @_;

    my $Self = {};
    bless( $Self, $Type );

    return $Self;
}

=head2 Token()

    my $Output = $ReplyObject->Token(
        Kind   => 'agent',
        Login  => 'anton',
        Claims => { name => 'Anton Agent' },
    );

Returns a whole HTTP answer of the type C<application/json>: C<Token> and C<ExpiresIn>, or C<Error>.

=cut

sub Token {
    my ( $Self, %Param ) = @_;

    my $LayoutObject = $Kernel::OM->Get('Kernel::Output::HTML::Layout');

    my %Answer;
    if ( !$Kernel::OM->Get('Kernel::Config')->Get('ChatBridge::Enabled') ) {
        %Answer = ( Error => { ErrorCode => 'Token.Disabled', ErrorMessage => 'ChatBridge::Enabled is off.' } );
    }
    else {
        my $TokenObject = $Kernel::OM->Get('Kernel::System::ChatBridge::Token');
        my $Token       = $TokenObject->Mint(
            %Param,
            Claims => {
                %{ $Param{Claims} },
                lang => $LayoutObject->{UserLanguage} // 'en',
            },
        );

        %Answer =
            $Token
            ? ( Token => $Token, ExpiresIn => $TokenObject->Lifetime() )
            : ( Error => { ErrorCode => 'Token.Failed', ErrorMessage => "OTRS's log has the reason." } );
    }

    return $LayoutObject->Attachment(
        ContentType => 'application/json; charset=utf-8',
        Content     => $Kernel::OM->Get('Kernel::System::JSON')->Encode( Data => \%Answer ),
        Type        => 'inline',
        NoCache     => 1,
    );
}

1;
