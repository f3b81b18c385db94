# --
# Copyright (C) 2026 the ChatBridge authors
# --
# SPDX-License-Identifier: GPL-3.0-or-later
# --

package Kernel::System::ChatBridge::Files;

use strict;
use warnings;

use Encode ();
use MIME::Base64 qw(decode_base64);

our @ObjectDependencies = (
    'Kernel::System::ChatBridge::Text',
);

# More than that is no conversation any more.
our $FilesMax = 200;

# File systems take 255 bytes, the column 250 characters. The rest is room for the number of a second file of the name.
our $NameBytesMax = 200;

=head1 NAME

Kernel::System::ChatBridge::Files - the files of a chat, checked and ready for an article

=head1 PUBLIC INTERFACE

=cut

sub new {
    my ( $Type, %Param ) = @_;

    my $Self = {};
    bless( $Self, $Type );

    return $Self;
}

=head2 Check()

What is wrong with a list of files.

    my $Problem = $FilesObject->Check( Files => $Data{Files} );

Returns an empty string, or a sentence.

=cut

sub Check {
    my ( $Self, %Param ) = @_;

    my $List = $Param{Files};

    return 'Files must be a list.' if ref $List ne 'ARRAY';
    return "Files must have at most $FilesMax files." if @{$List} > $FilesMax;

    my $Index = 0;
    for my $File ( @{$List} ) {
        my $Problem = $Self->_CheckFile($File);
        return "Files\[$Index\]$Problem" if $Problem;
        $Index++;
    }

    return '';
}

=head2 Attachments()

    my @Attachments = $FilesObject->Attachments(
        Files   => $Data{Files},    # checked by Check()
        Visible => 1,               # the ones for the customer; 0: the ones for agents only
    );

Returns attachments for C<ArticleCreate()>, each with a name of its own, as OTRS may overwrite a file by its namesake.

=cut

sub Attachments {
    my ( $Self, %Param ) = @_;

    my $TextObject = $Kernel::OM->Get('Kernel::System::ChatBridge::Text');

    my %Seen;
    my @Attachments;

    for my $File ( grep { !$_->{VisibleForCustomer} == !$Param{Visible} } @{ $Param{Files} } ) {

        my $Name = $TextObject->PlainLine(
            Text    => $File->{Filename},
            Length  => 255,
            NoEmoji => 1,
        );
        $Name =~ s{[/\\:*?"<>|]}{_}g;
        $Name =~ s{\A[.\s]+|\s+\z}{}g;
        $Name = 'file' if !length $Name;

        my ( $Stem, $Ending ) = $Name =~ m{\A(.+)([.][^.]{1,15})\z} ? ( $1, $2 ) : ( $Name, '' );
        while ( length Encode::encode_utf8("$Stem$Ending") > $NameBytesMax ) {
            chop $Stem;
        }
        $Name = "$Stem$Ending";

        my $Number = 1;
        while ( $Seen{ lc $Name }++ ) {
            $Number++;
            $Name = "$Stem-$Number$Ending";
        }

        push @Attachments, {
            Filename    => $Name,
            ContentType => $File->{ContentType},
            Content     => decode_base64( $File->{Content} ),
            Disposition => 'attachment',
        };
    }

    return @Attachments;
}

sub _CheckFile {
    my ( $Self, $File ) = @_;

    return ' must be an object.' if ref $File ne 'HASH';

    for my $Key (qw(Filename ContentType Content)) {
        return ".$Key is missing." if !defined $File->{$Key};
        return ".$Key must be a string." if ref $File->{$Key};
    }
    return '.VisibleForCustomer must be 0 or 1.' if ( $File->{VisibleForCustomer} // 0 ) !~ m{\A[01]?\z};

    return '.Filename must have 1 to 255 characters.'
        if !length $File->{Filename} || length $File->{Filename} > 255;
    return '.ContentType must be a media type, as text/plain.'
        if length $File->{ContentType} > 100
        || $File->{ContentType} !~ m{\A[A-Za-z0-9!#\$&^_.+-]+/[A-Za-z0-9!#\$&^_.+-]+(?:;[ ]?charset=[A-Za-z0-9_-]+)?\z};

    # OTRS's decoder takes everything and leaves out what it does not understand.
    return '.Content must be Base64.'
        if length( $File->{Content} ) % 4 || $File->{Content} !~ m{\A[A-Za-z0-9+/]*={0,2}\z};

    return '';
}

1;
