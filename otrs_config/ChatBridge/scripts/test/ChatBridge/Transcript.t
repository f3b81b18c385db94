# --
# Copyright (C) 2026 the ChatBridge authors
# --
# SPDX-License-Identifier: GPL-3.0-or-later
# --

use strict;
use warnings;
use utf8;

use vars (qw($Self));

my $TranscriptObject = $Kernel::OM->Get('Kernel::System::ChatBridge::Transcript');

my %Good = (
    ChatterType => 'Public',
    ChatterID   => 'visitor-1',
    ChatterName => 'Max',
    Text        => 'a < b',
    Time        => 1_795_372_800,
);

my @Checks = (
    [ 'a good message',        { Messages => [ {%Good} ], Minimum => 1 }, '' ],
    [ 'none when none may be', { Messages => [],          Minimum => 0 }, '' ],
    [ 'none',                  { Messages => [],          Minimum => 1 }, 'Messages must have at least 1 messages.' ],
    [ 'no list',               { Messages => 'x',         Minimum => 1 }, 'Messages must be a list.' ],
    [ 'no object',             { Messages => ['x'],       Minimum => 1 }, 'Messages[0] must be an object.' ],
    [ 'no text', { Messages => [ { %Good, Text => undef } ], Minimum => 1 }, 'Messages[0].Text is missing.' ],
    [
        'text is an object', { Messages => [ { %Good, Text => {} } ], Minimum => 1 },
        'Messages[0].Text must be a string.'
    ],
    [
        'unknown type',
        { Messages => [ {%Good}, { %Good, ChatterType => 'Robot' } ], Minimum => 1 },
        'Messages[1].ChatterType must be User, Customer or Public.'
    ],
    [
        'milliseconds',
        { Messages => [ { %Good, Time => 1_795_372_800_123 } ], Minimum => 1 },
        'Messages[0].Time must be seconds since 1970.'
    ],
    [ 'too many', { Messages => [ ( {%Good} ) x 5001 ], Minimum => 1 }, 'Messages must have at most 5000 messages.' ],
);

for my $Check (@Checks) {
    my ( $Name, $Param, $Is ) = @{$Check};
    $Self->Is( $TranscriptObject->Check( %{$Param}, Name => 'Messages' ), $Is, "Check() - $Name" );
}

$Kernel::OM->Get('Kernel::Config')->Set( Key => 'OTRSTimeZone', Value => 'Europe/Berlin' );

my @Lines = $TranscriptObject->Lines(
    Key         => 'a-key-of-this-test',
    VisitorName => 'Visitor',
    Messages    => [
        {%Good},
        { %Good, ChatterName => '',          SystemGenerated => 1 },
        { %Good, ChatterID   => 'visitor-2', Text            => 'x ' x 3000 },
        { %Good, ChatterType => 'User',      ChatterID       => 'root@localhost' },
        { %Good, ChatterType => 'Customer',  ChatterID       => 'no-such-customer', ChatterName => 'Gone' },
    ],
);

$Self->True( @Lines > 5, 'Lines() - a long message becomes several lines' );
$Self->Is( $Lines[0]->{MessageText}, 'a &lt; b',            'Lines() - the text is escaped' );
$Self->Is( $Lines[0]->{ChatterName}, 'Max',                 'Lines() - name' );
$Self->Is( $Lines[0]->{CreateTime},  '2026-11-22 19:40:00', 'Lines() - time in the time zone of OTRS' );
$Self->True( $Lines[0]->{ChatterID} =~ m{\Achatbridge-visitor-[0-9a-f]{40}\z}, 'Lines() - ID of a visitor' );
$Self->Is( $Lines[1]->{ChatterName},     'Visitor',              'Lines() - name of a visitor without one' );
$Self->Is( $Lines[1]->{SystemGenerated}, 1,                      'Lines() - written by the system' );
$Self->Is( $Lines[1]->{ChatterID},       $Lines[0]->{ChatterID}, 'Lines() - the same visitor' );
$Self->IsNot( $Lines[2]->{ChatterID}, $Lines[0]->{ChatterID}, 'Lines() - another visitor' );
$Self->Is( $Lines[-2]->{ChatterID},   1,        'Lines() - an agent has his number' );
$Self->Is( $Lines[-1]->{ChatterType}, 'Public', 'Lines() - who is unknown is a visitor' );
$Self->Is( $Lines[-1]->{ChatterName}, 'Gone',   'Lines() - and keeps his name' );

1;
