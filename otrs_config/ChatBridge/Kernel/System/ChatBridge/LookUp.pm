# --
# Copyright (C) 2026 the ChatBridge authors
# --
# SPDX-License-Identifier: GPL-3.0-or-later
# --

package Kernel::System::ChatBridge::LookUp;

use strict;
use warnings;

our @ObjectDependencies = (
    'Kernel::Config',
    'Kernel::System::ChatBridge::Choices',
    'Kernel::System::CustomerUser',
    'Kernel::System::Ticket',
);

# How many candidates a search looks at before it checks words and rights itself.
our $CandidatesMax = 500;

=head1 NAME

Kernel::System::ChatBridge::LookUp - what an agent may find, and add to

=head1 PUBLIC INTERFACE

=cut

sub new {
    my ( $Type, %Param ) = @_;

    my $Self = {};
    bless( $Self, $Type );

    return $Self;
}

=head2 Customers()

    my @Customers = $LookUpObject->Customers( Query => 'carl', Limit => 20 );

Returns hashes with C<CustomerUserLogin>, C<UserFullname>, C<UserEmail> and C<CustomerID>.

=cut

sub Customers {
    my ( $Self, %Param ) = @_;

    my $CustomerUserObject = $Kernel::OM->Get('Kernel::System::CustomerUser');

    # What is left has no special meaning in the search expressions of OTRS.
    my $Query = join ' ', map { $Self->_Literal( $_, ' ' ) } split m{\s+}, $Param{Query};
    $Query =~ s{\A\s+|\s+\z}{}g;
    return if $Query !~ m{\w};

    my %Found = $CustomerUserObject->CustomerSearch(
        Search => join( '+', map {"*$_*"} split m{\s+}, $Query ),
        Limit  => $Param{Limit},
        Valid  => 1,
    );

    # Addresses are none of the fields that OTRS searches by default. This finds whole ones.
    if ( $Param{Query} =~ m{\A[^\s\@]+\@[^\s\@]+\z} ) {
        my %ByAddress = $CustomerUserObject->CustomerSearch(
            PostMasterSearch => $Param{Query},
            Limit            => $Param{Limit},
            Valid            => 1,
        );
        %Found = ( %Found, %ByAddress );
    }

    my @Customers;
    for my $Login ( sort { lc $Found{$a} cmp lc $Found{$b} || $a cmp $b } keys %Found ) {
        my %Customer = $CustomerUserObject->CustomerUserDataGet( User => $Login );
        if (%Customer) {
            push @Customers, {
                CustomerUserLogin => $Customer{UserLogin},
                UserFullname      => $CustomerUserObject->CustomerName( UserLogin => $Customer{UserLogin} ) // '',
                UserEmail         => $Customer{UserEmail} // '',
                CustomerID        => $Customer{UserCustomerID} // '',
            };
        }
        last if @Customers >= $Param{Limit};
    }

    return @Customers;
}

=head2 Tickets()

The tickets that an agent may see and add a note to, newest first; without a query, just the newest.

    my @Tickets = $LookUpObject->Tickets( UserID => 2, Query => 'printer', Limit => 20 );

Returns hashes with C<TicketID>, C<TicketNumber>, C<Title>, C<State> (in the agent's language), C<StateType> (OTRS's own
word), C<Queue> and C<CustomerUserLogin>.

=cut

sub Tickets {
    my ( $Self, %Param ) = @_;

    my $TicketObject = $Kernel::OM->Get('Kernel::System::Ticket');

    my $Query = $Param{Query};
    my $Hook  = $Kernel::OM->Get('Kernel::Config')->Get('Ticket::Hook') // '';
    $Query =~ s{\A\s*(?:\Q$Hook\E)?[\s:#]*}{};
    $Query =~ s{\s+\z}{};

    my @Words     = map  { lc $_ } split m{\s+}, $Query;
    my ($Longest) = sort { length $b <=> length $a } @Words;

    # The database narrows it down to a superset, Perl decides.
    my @Searches = ( {} );
    if (@Words) {
        my $Pattern = $Self->_Literal( $Longest, '*' );
        @Searches = (
            $Query   =~ m{\A[0-9]+\z} ? { TicketNumber => "*$Query" } : (),
            $Pattern =~ m{\w} ? { Title => "*$Pattern*" } : (),
        );
    }

    my %Seen;
    my @Tickets;

    SEARCH:
    for my $Search (@Searches) {

        my @TicketIDs = $TicketObject->TicketSearch(
            %{$Search},
            Result     => 'ARRAY',
            Limit      => $CandidatesMax,
            SortBy     => 'Age',
            OrderBy    => 'Down',
            UserID     => $Param{UserID},
            Permission => 'ro',
        );

        TICKETID:
        for my $TicketID (@TicketIDs) {

            next TICKETID if $Seen{$TicketID}++;

            my %Ticket = $TicketObject->TicketGet(
                TicketID => $TicketID,
                UserID   => $Param{UserID},
            );

            my $Title = lc $Ticket{Title};
            next TICKETID if $Search->{Title} && grep { index( $Title, $_ ) < 0 } @Words;

            next TICKETID if !$Self->MayAddTo( UserID => $Param{UserID}, Ticket => \%Ticket );

            push @Tickets, {
                TicketID          => "$TicketID",
                TicketNumber      => "$Ticket{TicketNumber}",
                Title             => $Ticket{Title},
                State             => $Ticket{State},
                StateType         => $Ticket{StateType},
                Queue             => $Ticket{Queue},
                CustomerUserLogin => $Ticket{CustomerUserID} // '',
            };

            last SEARCH if @Tickets >= $Param{Limit};
        }
    }

    my %States = $Kernel::OM->Get('Kernel::System::ChatBridge::Choices')->Translated(
        UserID => $Param{UserID},
        Names  => { map { $_->{State} => $_->{State} } @Tickets },
    );
    for my $Ticket (@Tickets) {
        $Ticket->{State} = $States{ $Ticket->{State} };
    }

    return @Tickets;
}

=head2 MayAddTo()

Whether an agent may add a chat to a ticket: C<note> or C<rw>, and neither merged nor removed. Never to none.

    my $May = $LookUpObject->MayAddTo( UserID => 2, Ticket => \%Ticket );

=cut

sub MayAddTo {
    my ( $Self, %Param ) = @_;

    return 0 if !$Param{Ticket}->{TicketID};
    return 0 if ( $Param{Ticket}->{StateType} // '' ) =~ m{\A(?:merged|removed)\z};

    # "rw" contains "note".
    return $Kernel::OM->Get('Kernel::System::Ticket')->TicketPermission(
        Type     => 'note',
        TicketID => $Param{Ticket}->{TicketID},
        UserID   => $Param{UserID},
        LogNo    => 1,
    ) ? 1 : 0;
}

# Text without the characters that the search expressions of OTRS and of databases understand.
sub _Literal {
    my ( $Self, $Text, $Instead ) = @_;

    $Text =~ s{[^\w\@.\-]|_}{$Instead}g;

    return $Text;
}

1;
