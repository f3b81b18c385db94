# --
# Copyright (C) 2026 the ChatBridge authors
# --
# SPDX-License-Identifier: GPL-3.0-or-later
# --

package Kernel::System::ChatBridge::Text;

use strict;
use warnings;

our @ObjectDependencies = ();

# Column message_text: VARCHAR(3800). Some room is left for what a database may count differently.
our $LineLengthMax = 3700;

# Addresses that are longer stay plain text.
our $LinkLengthMax = 1000;

# Longest cluster of characters that is kept together, e.g. a joined emoji.
our $ClusterLengthMax = 32;

my %Entity = (
    '&' => '&amp;',
    '<' => '&lt;',
    '>' => '&gt;',
    '"' => '&quot;',
    "'" => '&#39;',
);

=head1 NAME

Kernel::System::ChatBridge::Text - what people write to what OTRS may print

=head1 DESCRIPTION

OTRS prints the text of a chat line into the page as it is. Everything that is stored is therefore made here:
all text is escaped, and the only tags are C<< <br/> >> and links that were built here.

=head1 PUBLIC INTERFACE

=cut

sub new {
    my ( $Type, %Param ) = @_;

    my $Self = {};
    bless( $Self, $Type );

    return $Self;
}

=head2 Pieces()

One message as safe HTML, in pieces that fit into the column.

    my @Pieces = $TextObject->Pieces(
        Text    => "Hello <b>",
        NoEmoji => 0,                # 1: write characters outside the BMP as entities
    );

Returns at least one piece. No tag and no entity is cut.

=cut

sub Pieces {
    my ( $Self, %Param ) = @_;

    my $Text = $Self->_Clean( $Param{Text} );
    $Text =~ s{\s+\z}{};

    my @Pieces;
    my $Piece = '';

    # Where the piece could be cut nicely: after the last blank or line end.
    my $Blank = 0;

    for my $Atom ( $Self->_Atoms( Text => $Text, NoEmoji => $Param{NoEmoji} ) ) {

        while ( length($Piece) + length($Atom) > $LineLengthMax ) {
            my $Cut = $Blank > $LineLengthMax / 2 ? $Blank : length $Piece;
            push @Pieces, substr $Piece, 0, $Cut, '';
            $Blank = 0;
        }

        $Piece .= $Atom;
        $Blank = length $Piece if $Atom eq ' ' || $Atom eq '<br/>';
    }

    push @Pieces, $Piece if length $Piece || !@Pieces;

    return @Pieces;
}

=head2 PlainLine()

Text for a plain column: one line, no control characters, cut to a length.

    my $Title = $TextObject->PlainLine( Text => $Target{Title}, Length => 255 );

=cut

sub PlainLine {
    my ( $Self, %Param ) = @_;

    my $Text = $Self->_Clean( $Param{Text} );

    # Marks that turn the direction of writing can make a name look like another one.
    $Text =~ s{[\x{200E}\x{200F}\x{202A}-\x{202E}\x{2066}-\x{2069}]}{}g;
    $Text =~ s{[^\x{0}-\x{FFFF}]}{}g if $Param{NoEmoji};
    $Text =~ s{\s+}{ }g;
    $Text =~ s{\A\s|\s\z}{}g;

    return substr $Text, 0, $Param{Length};
}

# Nothing that a database or a browser refuses: one kind of line end, no control characters, no non-characters.
sub _Clean {
    my ( $Self, $Text ) = @_;

    $Text //= '';
    $Text =~ s{\r\n?|[\x{0B}\x{0C}\x{85}\x{2028}\x{2029}]}{\n}g;
    $Text =~ s{[\x{00}-\x{08}\x{0E}-\x{1F}\x{7F}-\x{9F}]}{}g;

    no warnings qw(utf8);    ## no critic (ProhibitNoWarnings)
    $Text        =~ s{[\x{D800}-\x{DFFF}\x{FDD0}-\x{FDEF}\x{FEFF}]}{}g;
    $Text        =~ s{(.)}{ ( ord($1) & 0xFFFE ) == 0xFFFE || ord($1) > 0x10FFFF ? '' : $1 }ge
        if $Text =~ m{[^\x{0}-\x{FFFD}]};

    return $Text;
}

# The smallest parts that must not be cut, as HTML: a link, a line end, a character.
sub _Atoms {
    my ( $Self, %Param ) = @_;

    my @Atoms;
    my $Escape = sub { $Self->_Escape( $_[0], $Param{NoEmoji} ) };

    for my $Part ( split m{(\bhttps?://[^\s<>"'\x{60}\\]+)}i, $Param{Text} ) {

        if ( $Part =~ m{\Ahttps?://[[:alnum:]\[]}i && length $Part <= $LinkLengthMax ) {

            # A sentence's punctuation after the address does not belong to it.
            my ( $Address, $Rest ) = $Part =~ m{\A(.*?)([.,;:!?)\]\}]*)\z}s;
            if ( $Rest =~ m{\A\)} && $Address =~ m{\(} ) {
                $Address .= ')';
                $Rest = substr $Rest, 1;
            }

            my $HTML = $Escape->($Address);
            my $Link = qq{<a href="$HTML" target="_blank" rel="noopener noreferrer">$HTML</a>};
            if ( length $Link <= $LineLengthMax ) {
                push @Atoms, $Link;
                $Part = $Rest;
            }
        }

        for my $Cluster ( $Part =~ m{\X}g ) {
            if ( $Cluster eq "\n" ) {
                push @Atoms, '<br/>';
            }
            elsif ( length $Cluster > $ClusterLengthMax ) {
                push @Atoms, map { $Escape->($_) } split //, $Cluster;
            }
            else {
                push @Atoms, $Escape->($Cluster);
            }
        }
    }

    return @Atoms;
}

sub _Escape {
    my ( $Self, $Text, $NoEmoji ) = @_;

    $Text =~ s{([&<>"'])}{$Entity{$1}}g;
    $Text =~ s{([^\x{0}-\x{FFFF}])}{'&#' . ord($1) . ';'}ge if $NoEmoji;

    return $Text;
}

1;
