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
    'Kernel::Language',
    'Kernel::System::CustomerUser',
    'Kernel::System::Group',
    'Kernel::System::Priority',
    'Kernel::System::Queue',
    'Kernel::System::State',
    'Kernel::System::Ticket',
    'Kernel::System::User',
);

# The screen whose choices (state types, defaults, ACLs) are offered for the ticket of a chat.
our $Screen = 'AgentTicketPhone';

# How many candidates a search looks at before it checks words and rights itself.
our $CandidatesMax = 500;

=head1 NAME

Kernel::System::ChatBridge::LookUp - what an agent may choose, and what he may find

=head1 PUBLIC INTERFACE

=cut

sub new {
    my ( $Type, %Param ) = @_;

    my $Self = {};
    bless( $Self, $Type );

    return $Self;
}

=head2 Queues()

    my %Queues = $LookUpObject->Queues( UserID => 2 );    # id => name; where the agent may create tickets

=cut

sub Queues {
    my ( $Self, %Param ) = @_;

    return $Kernel::OM->Get('Kernel::System::Ticket')->MoveList(
        UserID => $Param{UserID},
        Type   => 'create',
        Action => $Screen,
    );
}

=head2 Priorities()

    my %Priorities = $LookUpObject->Priorities( UserID => 2, QueueID => 1 );    # id => name

=cut

sub Priorities {
    my ( $Self, %Param ) = @_;

    return $Kernel::OM->Get('Kernel::System::Ticket')->TicketPriorityList(
        UserID  => $Param{UserID},
        QueueID => $Param{QueueID},
        Action  => $Screen,
    );
}

=head2 States()

The states of the phone ticket screen, without the ones that need a time or end a ticket's life.

    my %States = $LookUpObject->States( UserID => 2, QueueID => 1 );    # id => name

=cut

sub States {
    my ( $Self, %Param ) = @_;

    my $StateObject = $Kernel::OM->Get('Kernel::System::State');

    my %States = $Kernel::OM->Get('Kernel::System::Ticket')->TicketStateList(
        UserID  => $Param{UserID},
        QueueID => $Param{QueueID},
        Action  => $Screen,
    );

    for my $StateID ( sort keys %States ) {
        my %State = $StateObject->StateGet( ID => $StateID );
        delete $States{$StateID} if ( $State{TypeName} // '' ) =~ m{\A(?:pending|merged|removed)};
    }

    return %States;
}

=head2 Owners()

    my %Owners = $LookUpObject->Owners( QueueID => 1 );    # id => login

=cut

sub Owners {
    my ( $Self, %Param ) = @_;

    my $GroupID = $Kernel::OM->Get('Kernel::System::Queue')->GetQueueGroupID( QueueID => $Param{QueueID} );
    my %Users   = $Kernel::OM->Get('Kernel::System::User')->UserList(
        Type  => 'Short',
        Valid => 1,
    );
    my %Members = $Kernel::OM->Get('Kernel::System::Group')->PermissionGroupGet(
        GroupID => $GroupID,
        Type    => 'owner',
    );

    return map { $_ => $Users{$_} } grep { $Users{$_} } keys %Members;
}

=head2 Translated()

Names of priorities or states in an agent's language.

    my %Names = $LookUpObject->Translated( UserID => 2, Names => \%States );    # id => name

=cut

sub Translated {
    my ( $Self, %Param ) = @_;

    my %User = $Kernel::OM->Get('Kernel::System::User')->GetUserData( UserID => $Param{UserID} );

    my $LanguageObject = $Kernel::OM->Create(
        'Kernel::Language',
        ObjectParams => {
            UserLanguage => $User{UserLanguage} || $Kernel::OM->Get('Kernel::Config')->Get('DefaultLanguage') || 'en',
        },
    );

    my %Names = %{ $Param{Names} };

    return map { $_ => $LanguageObject->Translate( $Names{$_} ) } keys %Names;
}

=head2 Defaults()

    my %Defaults = $LookUpObject->Defaults();    # PriorityID, StateID; empty strings when the names do not exist

=cut

sub Defaults {
    my ( $Self, %Param ) = @_;

    my $Config = $Kernel::OM->Get('Kernel::Config')->Get("Ticket::Frontend::$Screen") || {};

    my %Priorities = reverse $Kernel::OM->Get('Kernel::System::Priority')->PriorityList( Valid => 1 );
    my %States     = reverse $Kernel::OM->Get('Kernel::System::State')->StateList(
        UserID => 1,
        Valid  => 1,
    );

    return (
        PriorityID => $Priorities{ $Config->{Priority} // '3 normal' } // '',
        StateID    => $States{ $Config->{State}        // 'open' }     // '',
    );
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
                UserEmail         => $Customer{UserEmail}      // '',
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

Returns hashes with C<TicketID>, C<TicketNumber>, C<Title>, C<State>, C<Queue> and C<CustomerUserLogin>.

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
            $Query   =~ m{\A[0-9]+\z} ? { TicketNumber => "*$Query" }    : (),
            $Pattern =~ m{\w}         ? { Title        => "*$Pattern*" } : (),
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
                Queue             => $Ticket{Queue},
                CustomerUserLogin => $Ticket{CustomerUserID} // '',
            };

            last SEARCH if @Tickets >= $Param{Limit};
        }
    }

    return @Tickets;
}

=head2 MayAddTo()

Whether an agent may add a chat to a ticket: C<note> or C<rw>, and neither merged nor removed.

    my $May = $LookUpObject->MayAddTo( UserID => 2, Ticket => \%Ticket );

=cut

sub MayAddTo {
    my ( $Self, %Param ) = @_;

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
