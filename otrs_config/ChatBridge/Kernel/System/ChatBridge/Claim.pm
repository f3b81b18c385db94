# --
# Copyright (C) 2026 the ChatBridge authors
# --
# SPDX-License-Identifier: GPL-3.0-or-later
# --

package Kernel::System::ChatBridge::Claim;

use strict;
use warnings;

our @ObjectDependencies = (
    'Kernel::System::ChatBridge::Token',
    'Kernel::System::DB',
);

# Seconds after which a call that shows no sign of life loses its claim. Every step renews it.
our $LeaseSeconds = 120;

my @Columns = qw(
    archive_key target acting_user_id lease_token lease_until ticket_number ticket_id
    article_id article_done internal_article_id internal_article_done
    file_article_id file_article_done internal_file_article_id internal_file_article_done
    done create_epoch
);

=head1 NAME

Kernel::System::ChatBridge::Claim - who works on which hand-over, and how far it got

=head1 DESCRIPTION

One row of the table C<chatbridge_archive> for each key. The UNIQUE index on the key decides who comes first; the
lease (a random name and a time) decides who may go on with an unfinished key. Every write is bound to the lease,
so a call that lost it can do no harm any more.

=head1 PUBLIC INTERFACE

=cut

sub new {
    my ( $Type, %Param ) = @_;

    my $Self = {};
    bless( $Self, $Type );

    return $Self;
}

=head2 Get()

    my %Row = $ClaimObject->Get( Key => '8d0c6c1e-...' );    # columns as keys, empty when unknown

=cut

sub Get {
    my ( $Self, %Param ) = @_;

    my $DBObject = $Kernel::OM->Get('Kernel::System::DB');

    return
        if !$DBObject->Prepare(
        SQL   => 'SELECT ' . join( ', ', @Columns ) . ' FROM chatbridge_archive WHERE archive_key = ?',
        Bind  => [ \$Param{Key} ],
        Limit => 1,
        );

    my %Row;
    while ( my @Values = $DBObject->FetchrowArray() ) {
        @Row{@Columns} = @Values;
    }

    return %Row;
}

=head2 Take()

Claims a key for this call.

    my %Row = $ClaimObject->Take(
        Key    => '8d0c6c1e-...',
        Target => 'New',             # or 'Customer', 'Ticket:5'
        UserID => 2,                 # the acting agent
    );

Returns the row. It is ours when C<< $Row{Held} >> is true; C<< $Row{done} >> says that nothing is left to do;
otherwise somebody else is at work. Returns an empty list on a database failure.

=cut

sub Take {
    my ( $Self, %Param ) = @_;

    my $DBObject = $Kernel::OM->Get('Kernel::System::DB');

    my $Now   = time;
    my $Until = $Now + $LeaseSeconds;
    my $Lease = $Kernel::OM->Get('Kernel::System::ChatBridge::Token')->RandomString( Bytes => 18 );
    return if !$Lease;

    my %Row = $Self->Get( Key => $Param{Key} );

    if ( !%Row ) {

        # When two calls come here at once, the database lets one of them pass. The result does not matter,
        #   the row read afterwards tells whose it is.
        $DBObject->Do(
            SQL => '
                INSERT INTO chatbridge_archive
                    (archive_key, target, acting_user_id, lease_token, lease_until,
                        article_done, internal_article_done, file_article_done, internal_file_article_done,
                        done, create_epoch)
                VALUES (?, ?, ?, ?, ?, 0, 0, 0, 0, 0, ?)
            ',
            Bind => [ \$Param{Key}, \$Param{Target}, \$Param{UserID}, \$Lease, \$Until, \$Now ],
        );
    }
    elsif ( !$Row{done} && $Row{lease_until} <= $Now ) {

        # Compare and set: only one of several calls finds the old lease.
        $DBObject->Do(
            SQL => '
                UPDATE chatbridge_archive SET lease_token = ?, lease_until = ?
                WHERE archive_key = ? AND lease_token = ? AND lease_until = ? AND done = 0
            ',
            Bind => [ \$Lease, \$Until, \$Param{Key}, \$Row{lease_token}, \$Row{lease_until} ],
        );
    }

    %Row = $Self->Get( Key => $Param{Key} );
    return if !%Row;

    $Row{Held} = $Row{lease_token} eq $Lease && !$Row{done} ? 1 : 0;

    return %Row;
}

=head2 Note()

Writes down a step, and renews the lease.

    my $Held = $ClaimObject->Note(
        Key    => '8d0c6c1e-...',
        Lease  => $Row{lease_token},
        Values => { ticket_number => '2026112210000058' },
    );

Returns nothing when the lease belongs to somebody else; then nothing was written.

=cut

sub Note {
    my ( $Self, %Param ) = @_;

    my $DBObject = $Kernel::OM->Get('Kernel::System::DB');

    my %Values  = ( %{ $Param{Values} }, lease_until => time + $LeaseSeconds );
    my @Changed = sort keys %Values;

    return
        if !$DBObject->Do(
              SQL => 'UPDATE chatbridge_archive SET '
            . join( ', ', map {"$_ = ?"} @Changed )
            . ' WHERE archive_key = ? AND lease_token = ?',
        Bind => [ ( map { \$Values{$_} } @Changed ), \$Param{Key}, \$Param{Lease} ],
        );

    my %Row = $Self->Get( Key => $Param{Key} );

    return %Row && $Row{lease_token} eq $Param{Lease} ? 1 : undef;
}

=head2 Release()

Gives an unfinished key back, so that the next call can go on at once.

    $ClaimObject->Release( Key => '8d0c6c1e-...', Lease => $Row{lease_token} );

=cut

sub Release {
    my ( $Self, %Param ) = @_;

    return $Kernel::OM->Get('Kernel::System::DB')->Do(
        SQL  => 'UPDATE chatbridge_archive SET lease_until = 0 WHERE archive_key = ? AND lease_token = ?',
        Bind => [ \$Param{Key}, \$Param{Lease} ],
    );
}

1;
