#!/usr/bin/perl
# Stores chats and dies at every single write to the database, then repeats the call. First argument: OTRS's home.
# Reads a JSON list of [Archive request, ...] templates from standard input; "%s" in keys and titles becomes the
# number of the write. Prints a JSON list of {name, write, crashed, result}.
use strict;
use warnings;

my $Home;
BEGIN { $Home = shift @ARGV }
use lib $Home, "$Home/Kernel/cpan-lib", "$Home/Custom";

use JSON ();
use POSIX ();
use Kernel::System::ObjectManager;
use Kernel::System::DB;
use Kernel::GenericInterface::Operation::ChatBridge::Archive;

package Quiet {
    sub new   { return bless {}, shift }
    sub Error { return 1 }
}

my $JSON = JSON->new()->ascii()->canonical();

my $CrashAt = 0;
my $Writes  = 0;
my $Do      = \&Kernel::System::DB::Do;
{
    no warnings 'redefine';
    *Kernel::System::DB::Do = sub {
        my ($Self, @Param) = @_;
        POSIX::_exit(9) if $CrashAt && ++$Writes >= $CrashAt;
        return $Do->( $Self, @Param );
    };
}

# Runs code in a process of its own; returns its exit code and what it answered. The modules that it has loaded are
# loaded here, too, so that the next process has them from its start.
sub Apart {
    my ($Code) = @_;
    pipe my $Read, my $Write or die "pipe: $!\n";
    my $Process = fork // die "fork: $!\n";
    if ( !$Process ) {
        close $Read;
        my $Text = do {
            local $Kernel::OM = Kernel::System::ObjectManager->new( 'Kernel::System::Log' => { LogPrefix => 'Tests' } );
            my $Answer = $Code->();
            $CrashAt = 0;
            $Kernel::OM->ObjectsDiscard();
            $JSON->encode( [ $Answer, [ keys %INC ] ] );
        };
        syswrite $Write, $Text;
        POSIX::_exit(0);
    }
    close $Write;
    my $Text = do { local $/; <$Read> };
    waitpid $Process, 0;
    my $Exit = $? >> 8;
    return $Exit if !$Text;
    my ( $Answer, $Modules ) = @{ $JSON->decode($Text) };
    for my $Module ( grep { !$INC{$_} && m{ \A Kernel/ }smx } @{$Modules} ) {
        require $Module;
    }
    return ( $Exit, $Answer );
}

sub Store {
    my ($Request) = @_;
    return Kernel::GenericInterface::Operation::ChatBridge::Archive->new(
        DebuggerObject => Quiet->new(),
        WebserviceID   => 1,
    )->Run( Data => $Request )->{Data};
}

my @Results;
for my $Template ( @{ $JSON->decode( do { local $/; <STDIN> } ) } ) {
    my $Text = $JSON->encode($Template);
    for my $Number ( 1 .. 400 ) {
        my $Request = $JSON->decode( $Text =~ s/%s/$Number/gr );
        my ($Code) = Apart( sub { $CrashAt = $Number; Store($Request) } );
        my ( $Again, $Answer ) = Apart(
            sub {
                $Kernel::OM->Get('Kernel::System::DB')->Do( SQL => 'UPDATE chatbridge_archive SET lease_until = 0' );
                Store($Request);
            }
        );
        push @Results, {
            key     => $Request->{Key},
            write   => $Number,
            crashed => $Code == 9 ? JSON::true() : JSON::false(),
            result  => $Again == 0 ? $Answer : { Error => { ErrorCode => "exit $Again" } },
        };
        last if $Code != 9;
    }
}
print $JSON->encode( \@Results );
