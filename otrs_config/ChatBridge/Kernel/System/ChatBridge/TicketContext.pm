# --
# Copyright (C) 2026 the ChatBridge authors
# --
# SPDX-License-Identifier: GPL-3.0-or-later
# --

package Kernel::System::ChatBridge::TicketContext;

use strict;
use warnings;

our @ObjectDependencies = (
    'Kernel::Config',
    'Kernel::System::CustomerCompany',
    'Kernel::System::DB',
    'Kernel::System::Ticket',
    'Kernel::System::User',
);

=head1 NAME

Kernel::System::ChatBridge::TicketContext - a ticket and who has to do with it, for those who may see it

=head1 PUBLIC INTERFACE

=cut

sub new {
    my ( $Type, %Param ) = @_;

    my $Self = {};
    bless( $Self, $Type );

    return $Self;
}

=head2 Get()

    my $Answer = $TicketContextObject->Get(
        TicketID     => 5,              # or TicketNumber
        UserID       => 2,              # the agent who asks, or
        CustomerUser => 'carla',        # the customer user who asks
    );

Returns the answer of the operation C<TicketContext>; nothing when there is no such ticket, or it is not for them.

=cut

sub Get {
    my ( $Self, %Param ) = @_;

    my $TicketObject = $Kernel::OM->Get('Kernel::System::Ticket');

    # Both look-ups are silent about tickets that are not there.
    my $TicketID = $Param{TicketID};
    if ($TicketID) {
        return if !$TicketObject->TicketNumberLookup( TicketID => $TicketID );
    }
    else {
        $TicketID = $TicketObject->TicketIDLookup( TicketNumber => $Param{TicketNumber} );
        return if !$TicketID;
    }

    my $Check = $Param{UserID} ? 'TicketPermission' : 'TicketCustomerPermission';
    my $May   = $TicketObject->$Check(
        Type     => 'ro',
        TicketID => $TicketID,
        UserID   => $Param{UserID} || $Param{CustomerUser},
        LogNo    => 1,
    );
    return if !$May;

    my %Ticket = $TicketObject->TicketGet(
        TicketID => $TicketID,
        UserID   => $Param{UserID} || 1,
    );
    my %Company =
        length( $Ticket{CustomerID} // '' )
        ? $Kernel::OM->Get('Kernel::System::CustomerCompany')->CustomerCompanyGet( CustomerID => $Ticket{CustomerID} )
        : ();

    return {
        TicketID          => "$TicketID",
        TicketNumber      => "$Ticket{TicketNumber}",
        Title             => $Ticket{Title} // '',
        QueueID           => "$Ticket{QueueID}",
        Queue             => $Ticket{Queue},
        CustomerUserLogin => $Ticket{CustomerUserID} // '',
        CustomerID        => $Ticket{CustomerID} // '',
        CustomerName      => $Company{CustomerCompanyName} // '',
        People            => $Param{UserID} ? [ $Self->_People( Ticket => \%Ticket ) ] : [],
    };
}

# Each agent once, with the weightiest part. The system's own user stands for nobody: it owns every ticket that nobody
#   has taken.
sub _People {
    my ( $Self, %Param ) = @_;

    my $UserObject = $Kernel::OM->Get('Kernel::System::User');

    my %Ticket = %{ $Param{Ticket} };
    my %Valid  = $UserObject->UserList( Type => 'Short', Valid => 1 );
    delete $Valid{1};

    my @Parts = (
        [ owner       => $Ticket{OwnerID} ],
        [ responsible => $Kernel::OM->Get('Kernel::Config')->Get('Ticket::Responsible') ? $Ticket{ResponsibleID} : () ],
        [ author      => $Self->_Authors( TicketID => $Ticket{TicketID} ) ],
        [
            watcher => $Kernel::OM->Get('Kernel::System::Ticket')->TicketWatchGet(
                TicketID => $Ticket{TicketID},
                Result   => 'ARRAY',
            )
        ],
    );

    my @People;
    for (@Parts) {
        my ( $Part, @UserIDs ) = @{$_};

        for my $UserID ( grep { $_ && delete $Valid{$_} } @UserIDs ) {
            my %User = $UserObject->GetUserData(
                UserID        => $UserID,
                NoOutOfOffice => 1,
            );
            push @People, {
                UserLogin    => $User{UserLogin},
                UserFullname => $User{UserFullname} // '',
                Part         => $Part,
            };
        }
    }

    return @People;
}

# Agents who wrote articles, the latest first.
sub _Authors {
    my ( $Self, %Param ) = @_;

    my $Authors = $Kernel::OM->Get('Kernel::System::DB')->SelectAll(
        SQL => '
            SELECT a.create_by, MAX(a.id) FROM article a, article_sender_type s
            WHERE a.article_sender_type_id = s.id AND s.name <> ? AND a.ticket_id = ?
            GROUP BY a.create_by ORDER BY 2 DESC
        ',
        Bind => [ \'system', \$Param{TicketID} ],
    ) || die 'the database does not answer';

    return map { $_->[0] } @{$Authors};
}

1;
