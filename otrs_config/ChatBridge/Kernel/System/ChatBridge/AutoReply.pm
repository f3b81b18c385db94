# --
# Copyright (C) 2026 the ChatBridge authors
# --
# SPDX-License-Identifier: GPL-3.0-or-later
# --

package Kernel::System::ChatBridge::AutoReply;

use strict;
use warnings;

our @ObjectDependencies = (
    'Kernel::Config',
    'Kernel::System::ChatBridge::Text',
    'Kernel::System::CustomerUser',
    'Kernel::System::DB',
    'Kernel::System::Ticket::Article::Backend::Email',
);

=head1 NAME

Kernel::System::ChatBridge::AutoReply - the queue's answer to a customer's new ticket

=head1 PUBLIC INTERFACE

=cut

sub new {
    my ( $Type, %Param ) = @_;

    my $Self = {};
    bless( $Self, $Type );

    return $Self;
}

=head2 Send()

Sends the queue's automatic reply, if the system answers tickets of the customer portal, and if there is an address.

    $AutoReplyObject->Send(
        UserID   => 1,
        TicketID => 7,
        Target   => { Title => 'Printer', CustomerUser => 'carla', CustomerName => 'Carla' },
        Messages => [ ... ],
    );

A ticket that has a mail of the system's is left alone: an earlier call has been here. If that one crashed after it
wrote the mail down and before it gave it to the queue of mails, the reply is lost; twice it never goes out.

=cut

sub Send {
    my ( $Self, %Param ) = @_;

    return 1 if !$Kernel::OM->Get('Kernel::Config')->Get('AutoResponseForWebTickets');
    return 1 if $Self->_Sent(%Param);

    my $From = $Self->_From(%Param);
    return 1 if !$From;

    return $Kernel::OM->Get('Kernel::System::Ticket::Article::Backend::Email')->SendAutoResponse(
        TicketID             => $Param{TicketID},
        UserID               => $Param{UserID},
        AutoResponseType     => 'auto reply',
        IsVisibleForCustomer => 1,
        OrigHeader           => {
            From    => $From,
            To      => '',
            Subject => $Param{Target}->{Title},
            Body    => join( "\n", map { $_->{Text} } @{ $Param{Messages} } ),
        },
    );
}

sub _Sent {
    my ( $Self, %Param ) = @_;

    my $Mails = $Kernel::OM->Get('Kernel::System::DB')->SelectAll(
        SQL => '
            SELECT a.id FROM article a, article_sender_type s, communication_channel c
            WHERE a.article_sender_type_id = s.id AND a.communication_channel_id = c.id
                AND s.name = ? AND c.name = ? AND a.ticket_id = ?
        ',
        Bind => [ \'system', \'Email', \$Param{TicketID} ],
    ) || die 'the database does not answer';

    return scalar @{$Mails};
}

# The customer as the sender of a mail; empty without an address.
sub _From {
    my ( $Self, %Param ) = @_;

    my $CustomerUserObject = $Kernel::OM->Get('Kernel::System::CustomerUser');

    my $Login    = $Param{Target}->{CustomerUser};
    my %Customer = $CustomerUserObject->CustomerUserDataGet( User => $Login );

    my $Address = $Customer{UserLogin} ? $Customer{UserEmail} : $Login;
    return '' if ( $Address // '' ) !~ m{\@};

    my $Name = $Kernel::OM->Get('Kernel::System::ChatBridge::Text')->PlainLine(
        Text => $Customer{UserLogin}
        ? $CustomerUserObject->CustomerName( UserLogin => $Login )
        : $Param{Target}->{CustomerName},
        Length => 200,
    );
    $Name =~ s{["\\<>\@,;:]}{ }g;

    return length $Name ? qq{"$Name" <$Address>} : $Address;
}

1;
