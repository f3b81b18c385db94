# --
# Copyright (C) 2026 the ChatBridge authors
# --
# SPDX-License-Identifier: GPL-3.0-or-later
# --

package Kernel::System::ChatBridge::Transcript;

use strict;
use warnings;

use Digest::SHA qw(sha256_hex);

our @ObjectDependencies = (
    'Kernel::System::ChatBridge::Text',
    'Kernel::System::CustomerUser',
    'Kernel::System::DateTime',
    'Kernel::System::DB',
    'Kernel::System::Encode',
    'Kernel::System::User',
);

# Column chat_participant_name: VARCHAR(255).
our $NameLengthMax = 200;

our $MessagesMax = 5000;

# The year 2100; a later time is a mistake (milliseconds, for example).
our $TimeMax = 4_102_444_800;

=head1 NAME

Kernel::System::ChatBridge::Transcript - plain messages of a chat to lines of an OTRS Chat article

=head1 DESCRIPTION

Says who spoke in OTRS's terms, and when in OTRS's time zone. The text is made safe by
L<Kernel::System::ChatBridge::Text>.

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
    return "$Param{Name} must have at most $MessagesMax messages." if @{$List} > $MessagesMax;

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

    my $TextObject = $Kernel::OM->Get('Kernel::System::ChatBridge::Text');

    # MySQL's driver in OTRS replaces every character outside the BMP.
    my $NoEmoji = $Kernel::OM->Get('Kernel::System::DB')->GetDatabaseFunction('Type') eq 'mysql' ? 1 : 0;

    my %Plain = (
        Length  => $NameLengthMax,
        NoEmoji => $NoEmoji,
    );
    my $VisitorName = $TextObject->PlainLine( %Plain, Text => $Param{VisitorName} );

    my %Known;
    my @Lines;

    for my $Message ( @{ $Param{Messages} } ) {

        my $Chatter = join ':', $Message->{ChatterType}, $Message->{ChatterID};
        $Known{$Chatter} //= $Self->_Chatter( %{$Message}, Key => $Param{Key} );

        my $Name = $TextObject->PlainLine( %Plain, Text => $Message->{ChatterName} );
        if ( !length $Name ) {
            $Name = $Known{$Chatter}->{Name} || $VisitorName || '?';
        }

        my $DateTimeObject = $Kernel::OM->Create(
            'Kernel::System::DateTime',
            ObjectParams => { Epoch => $Message->{Time} },
        );
        $DateTimeObject->ToOTRSTimeZone();

        for my $Piece ( $TextObject->Pieces( Text => $Message->{Text}, NoEmoji => $NoEmoji ) ) {
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

1;
