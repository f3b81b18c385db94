# --
# Copyright (C) 2026 the ChatBridge authors
# --
# SPDX-License-Identifier: AGPL-3.0-or-later
# --

package Kernel::System::ChatBridge::Transcript;

use strict;
use warnings;

use Digest::SHA qw(sha256_hex);

our @ObjectDependencies = (
    'Kernel::System::CustomerUser',
    'Kernel::System::DateTime',
    'Kernel::System::DB',
    'Kernel::System::Encode',
    'Kernel::System::User',
);

# Column message_text: VARCHAR(3800). Some room is left for what a database may count differently.
our $LineLengthMax = 3700;

# Column chat_participant_name: VARCHAR(255).
our $NameLengthMax = 200;

# Addresses that are longer stay plain text.
our $LinkLengthMax = 1000;

# Longest cluster of characters that is kept together, e.g. a joined emoji.
our $ClusterLengthMax = 32;

our $MessagesMax = 5000;

# The year 2100; a later time is a mistake (milliseconds, for example).
our $TimeMax = 4_102_444_800;

my %Entity = (
    '&' => '&amp;',
    '<' => '&lt;',
    '>' => '&gt;',
    '"' => '&quot;',
    "'" => '&#39;',
);

=head1 NAME

Kernel::System::ChatBridge::Transcript - plain messages of a chat to lines of an OTRS Chat article

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

=head2 Check()

What is wrong with a list of messages.

    my $Problem = $TranscriptObject->Check(
        Name     => 'Messages',      # for the answer
        Messages => $Data{Messages},
        Minimum  => 1,
    );

Returns an empty string, or a sentence.

=cut

sub Check {
    my ( $Self, %Param ) = @_;

    my $List = $Param{Messages};

    return "$Param{Name} must be a list." if ref $List ne 'ARRAY';
    return "$Param{Name} must have at least $Param{Minimum} messages." if @{$List} < $Param{Minimum};
    return "$Param{Name} must have at most $MessagesMax messages."     if @{$List} > $MessagesMax;

    my $Index = 0;
    for my $Message ( @{$List} ) {
        my $Problem = $Self->_CheckMessage($Message);
        return "$Param{Name}\[$Index\]$Problem" if $Problem;
        $Index++;
    }

    return '';
}

=head2 Lines()

    my @ChatMessageList = $TranscriptObject->Lines(
        Key         => '8d0c6c1e-...',
        Messages    => $Data{Messages},      # checked by Check()
        VisitorName => 'Max',                # optional, for visitors without a name
    );

Returns the C<ChatMessageList> of the Chat backend's C<ArticleCreate()>.

=cut

sub Lines {
    my ( $Self, %Param ) = @_;

    my $NoEmoji = $Kernel::OM->Get('Kernel::System::DB')->GetDatabaseFunction('Type') eq 'mysql' ? 1 : 0;

    my %Plain = (
        Length  => $NameLengthMax,
        NoEmoji => $NoEmoji,
    );
    my $VisitorName = $Self->PlainLine( %Plain, Text => $Param{VisitorName} );

    my %Known;
    my @Lines;

    for my $Message ( @{ $Param{Messages} } ) {

        my $Chatter = join ':', $Message->{ChatterType}, $Message->{ChatterID};
        $Known{$Chatter} //= $Self->_Chatter( %{$Message}, Key => $Param{Key} );

        my $Name = $Self->PlainLine( %Plain, Text => $Message->{ChatterName} );
        if ( !length $Name ) {
            $Name = $Known{$Chatter}->{Name} || $VisitorName || '?';
        }

        my $DateTimeObject = $Kernel::OM->Create(
            'Kernel::System::DateTime',
            ObjectParams => { Epoch => $Message->{Time} },
        );
        $DateTimeObject->ToOTRSTimeZone();

        for my $Piece ( $Self->Pieces( Text => $Message->{Text}, NoEmoji => $NoEmoji ) ) {
            push @Lines, {
                ChatterID       => $Known{$Chatter}->{ID},
                ChatterType     => $Known{$Chatter}->{Type},
                ChatterName     => $Name,
                MessageText     => $Piece,
                SystemGenerated => $Message->{SystemGenerated} ? 1 : 0,
                CreateTime      => $DateTimeObject->ToString(),
            };
        }
    }

    return @Lines;
}

=head2 Pieces()

One message as safe HTML, in pieces that fit into the column.

    my @Pieces = $TranscriptObject->Pieces(
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

    my $Title = $TranscriptObject->PlainLine( Text => $Target{Title}, Length => 255 );

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

sub _CheckMessage {
    my ( $Self, $Message ) = @_;

    return ' must be an object.' if ref $Message ne 'HASH';

    for my $Key (qw(ChatterType ChatterID Text Time)) {
        return ".$Key is missing." if !defined $Message->{$Key};
    }
    for my $Key (qw(ChatterType ChatterID ChatterName Text Time)) {
        return ".$Key must be a string." if ref $Message->{$Key};
    }

    return '.ChatterType must be User, Customer or Public.'
        if $Message->{ChatterType} !~ m{\A(?:User|Customer|Public)\z};
    return '.ChatterID must have 1 to 255 characters.'
        if !length $Message->{ChatterID} || length $Message->{ChatterID} > 255;
    return '.Time must be seconds since 1970.'
        if $Message->{Time} !~ m{\A[0-9]{1,10}\z} || $Message->{Time} > $TimeMax;

    return '';
}

# Who said it, in OTRS's terms. Whoever OTRS does not know (any more) becomes a visitor: the name stays, and the
#   random looking ID is no part of anybody's login, so that OTRS cannot take it for a recipient.
sub _Chatter {
    my ( $Self, %Param ) = @_;

    if ( $Param{ChatterType} eq 'User' ) {
        my $UserObject = $Kernel::OM->Get('Kernel::System::User');
        my $UserID     = $UserObject->UserLookup(
            UserLogin => $Param{ChatterID},
            Silent    => 1,
        );
        if ($UserID) {
            my %User = $UserObject->GetUserData(
                UserID        => $UserID,
                NoOutOfOffice => 1,
            );
            return {
                Type => 'User',
                ID   => $UserID,
                Name => $User{UserFullname},
            };
        }
    }
    elsif ( $Param{ChatterType} eq 'Customer' ) {
        my $CustomerUserObject = $Kernel::OM->Get('Kernel::System::CustomerUser');
        my %Customer           = $CustomerUserObject->CustomerUserDataGet( User => $Param{ChatterID} );
        if ( $Customer{UserLogin} ) {
            return {
                Type => 'Customer',
                ID   => $Customer{UserLogin},
                Name => $CustomerUserObject->CustomerName( UserLogin => $Customer{UserLogin} ),
            };
        }
    }

    my $Visitor = join "\0", @Param{qw(Key ChatterType ChatterID)};
    $Kernel::OM->Get('Kernel::System::Encode')->EncodeOutput( \$Visitor );

    return {
        Type => 'Public',
        ID   => 'chatbridge-visitor-' . substr( sha256_hex($Visitor), 0, 40 ),
    };
}

# Nothing that a database or a browser refuses: one kind of line end, no control characters, no non-characters.
sub _Clean {
    my ( $Self, $Text ) = @_;

    $Text //= '';
    $Text =~ s{\r\n?|[\x{0B}\x{0C}\x{85}\x{2028}\x{2029}]}{\n}g;
    $Text =~ s{[\x{00}-\x{08}\x{0E}-\x{1F}\x{7F}-\x{9F}]}{}g;

    no warnings qw(utf8);    ## no critic (ProhibitNoWarnings)
    $Text =~ s{[\x{D800}-\x{DFFF}\x{FDD0}-\x{FDEF}\x{FEFF}]}{}g;
    $Text =~ s{(.)}{ ( ord($1) & 0xFFFE ) == 0xFFFE || ord($1) > 0x10FFFF ? '' : $1 }ge
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
