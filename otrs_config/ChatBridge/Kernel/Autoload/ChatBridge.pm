# --
# Copyright (C) 2026 the ChatBridge authors
# --
# SPDX-License-Identifier: GPL-3.0-or-later
# --

use Kernel::Output::HTML::Article::Chat;

package Kernel::Output::HTML::Article::Chat;    ## no critic (RequireFilenameMatchesPackage)

use strict;
use warnings;

# Two methods of OTRS's Chat articles are replaced here:
#
# - The heading of an article stays empty when a visitor speaks first, as he is neither agent nor customer user. His
#   name is shown instead.
#
# - The recipients of a reply are looked up with every participant's ID as a part of a login: the agent with the ID 2
#   makes "carla2" a recipient, the customer "ann" makes it "hanna". Here only customers count, with their own login.

our $ChatBridgeArticleFields;
$ChatBridgeArticleFields ||= \&ArticleFields;

{
    no warnings 'redefine';    ## no critic (ProhibitNoWarnings)

    *ArticleFields = sub {
        my ( $Self, %Param ) = @_;

        my %Fields = $ChatBridgeArticleFields->( $Self, %Param );
        return %Fields if !%Fields;

        my @Messages = $Self->_ChatBridgeMessages(%Param);
        my ($First)  = ( ( grep { !$_->{SystemGenerated} } @Messages ), @Messages );
        my $Sender   = $Fields{Sender}->{Realname} // '';

        if ( $First && ( $Sender !~ m{\S} || $First->{ChatterType} eq 'Public' ) ) {

            # A name that looks like an address would be taken for one.
            my $Name = $First->{ChatterName};
            $Name =~ s{[<>"\@,;:()\[\]\\]}{ }g;

            $Fields{Sender}->{Value}    = $Name;
            $Fields{Sender}->{Realname} = $Name;
        }

        return %Fields;
    };

    *ArticleCustomerRecipientsGet = sub {
        my ( $Self, %Param ) = @_;

        my $CustomerUserObject = $Kernel::OM->Get('Kernel::System::CustomerUser');

        my %Seen;
        my @Logins = grep { !$Seen{$_}++ }
            map { $_->{ChatterID} }
            grep { $_->{ChatterType} eq 'Customer' } $Self->_ChatBridgeMessages(%Param);

        return grep { my %Customer = $CustomerUserObject->CustomerUserDataGet( User => $_ ); %Customer } @Logins;
    };

    *_ChatBridgeMessages = sub {
        my ( $Self, %Param ) = @_;

        my %Article =
            $Kernel::OM->Get('Kernel::System::Ticket::Article')->BackendForArticle(%Param)->ArticleGet(%Param);

        return @{ $Article{ChatMessageList} // [] };
    };
}

1;
