# --
# Copyright (C) 2026 the ChatBridge authors
# --
# SPDX-License-Identifier: GPL-3.0-or-later
# --

use strict;
use warnings;
use utf8;

use vars (qw($Self));

my $TextObject = $Kernel::OM->Get('Kernel::System::ChatBridge::Text');

my @Tests = (
    {
        Name => 'markup is escaped',
        Text => q{<b onclick="x()">a & 'b'</b>},
        Is   => ['&lt;b onclick=&quot;x()&quot;&gt;a &amp; &#39;b&#39;&lt;/b&gt;'],
    },
    {
        Name => 'line ends of all kinds',
        Text => "a\nb\r\nc\rd\x{2028}e\n\n",
        Is   => ['a<br/>b<br/>c<br/>d<br/>e'],
    },
    {
        Name => 'control characters go',
        Text => "a\x{00}b\x{08}c\x{7F}d\te",
        Is   => ["abcd\te"],
    },
    {
        Name => 'a link without its sentence',
        Text => 'see (https://example.com/a?b=1&c=2).',
        Is   => [
                  'see (<a href="https://example.com/a?b=1&amp;c=2" target="_blank" rel="noopener noreferrer">'
                . 'https://example.com/a?b=1&amp;c=2</a>).'
        ],
    },
    {
        Name => 'other schemes are no links',
        Text => 'javascript:alert(1) data:text/html,x',
        Is   => ['javascript:alert(1) data:text/html,x'],
    },
    {
        Name    => 'emoji as entities',
        Text    => 'a 😀 ü',
        NoEmoji => 1,
        Is      => ['a &#128512; ü'],
    },
    {
        Name => 'nothing is one empty piece',
        Text => '',
        Is   => [''],
    },
);

for my $Test (@Tests) {
    $Self->IsDeeply(
        [ $TextObject->Pieces( Text => $Test->{Text}, NoEmoji => $Test->{NoEmoji} // 0 ) ],
        $Test->{Is},
        "Pieces() - $Test->{Name}",
    );
}

my @Pieces = $TextObject->Pieces( Text => '&' x 20_000, NoEmoji => 0 );
my ($Longest) = sort { $b <=> $a } map {length} @Pieces;

$Self->True( $Longest <= 3800, 'Pieces() - every piece fits into the column' );
$Self->Is( join( '', @Pieces ), '&amp;' x 20_000, 'Pieces() - nothing is lost' );
$Self->False( scalar( grep { !m{\A(?:&amp;)+\z} } @Pieces ), 'Pieces() - no entity is cut' );

my $Words = join ' ', map {"wörd$_"} 1 .. 2000;
@Pieces = $TextObject->Pieces( Text => $Words, NoEmoji => 0 );
$Self->Is( join( '', @Pieces ), $Words, 'Pieces() - words stay whole' );
$Self->False( scalar( grep { !m{\Aw} } @Pieces ), 'Pieces() - a piece begins with a word' );

$Self->Is(
    $TextObject->PlainLine( Text => "  Max\n\x{202E}Mustermann 😀 ", Length => 255, NoEmoji => 1 ),
    'Max Mustermann',
    'PlainLine() - one line without marks of direction and emoji',
);
$Self->Is( $TextObject->PlainLine( Text   => 'abcdef', Length => 3 ), 'abc', 'PlainLine() - cut' );
$Self->Is( $TextObject->PlainLine( Length => 3 ),                     '',    'PlainLine() - nothing' );

1;
