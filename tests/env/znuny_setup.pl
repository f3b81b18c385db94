#!/usr/bin/perl
# What the tests set up in an OTRS, in one go: reads a JSON list of steps from standard input, each
# [verb, {arguments}], and prints one JSON list of the results. Dies with the step that failed.
# First argument: OTRS's home.
use strict;
use warnings;

my $Home;
BEGIN { $Home = shift @ARGV }
use lib $Home, "$Home/Kernel/cpan-lib", "$Home/Custom";

use JSON ();
use Kernel::System::ObjectManager;
local $Kernel::OM = Kernel::System::ObjectManager->new( 'Kernel::System::Log' => { LogPrefix => 'Tests' } );

my $JSON = JSON->new()->utf8()->canonical()->allow_nonref();

sub Object { return $Kernel::OM->Get( 'Kernel::System::' . shift ) }

sub GroupID {
    my ($Name) = @_;
    my %Groups = reverse Object('Group')->GroupList( Valid => 0 );
    return $Groups{$Name} // Object('Group')->GroupAdd( Name => $Name, ValidID => 1, UserID => 1 )
        // die "group $Name\n";
}

my %Verbs = (
    group => sub {
        my %Param = @_;
        return GroupID( $Param{name} );
    },

    agent => sub {
        my %Param  = @_;
        my $UserID = Object('User')->UserLookup( UserLogin => $Param{login}, Silent => 1 );
        $UserID ||= Object('User')->UserAdd(
            UserLogin => $Param{login}, UserPw => $Param{password}, UserEmail => $Param{email},
            UserFirstname => $Param{first}, UserLastname => $Param{last}, ValidID => 1, ChangeUserID => 1,
        ) || die "agent $Param{login}\n";
        Object('User')->SetPreferences( UserID => $UserID, Key => 'UserLanguage', Value => $Param{language} );
        for my $Group ( sort keys %{ $Param{groups} } ) {
            my %Has = map { $_ => 1 } @{ $Param{groups}->{$Group} };
            my %Permission = map { $_ => $Has{$_} // 0 } @{ $Kernel::OM->Get('Kernel::Config')->Get('System::Permission') };
            Object('Group')->PermissionGroupUserAdd(
                GID => GroupID($Group), UID => $UserID, Permission => \%Permission, UserID => 1,
            ) || die "agent $Param{login} in $Group\n";
        }
        return "$UserID";
    },

    customer => sub {
        my %Param = @_;
        my %Company = Object('CustomerCompany')->CustomerCompanyGet( CustomerID => $Param{customer_id} );
        if ( !%Company ) {
            Object('CustomerCompany')->CustomerCompanyAdd(
                CustomerID => $Param{customer_id}, CustomerCompanyName => $Param{company}, ValidID => 1, UserID => 1,
            ) || die "company $Param{customer_id}\n";
        }
        my $Login = Object('CustomerUser')->CustomerUserAdd(
            Source => 'CustomerUser', UserCustomerID => $Param{customer_id},
            UserLogin => $Param{login}, UserPassword => $Param{password}, UserEmail => $Param{email},
            UserFirstname => $Param{first}, UserLastname => $Param{last}, ValidID => 1, UserID => 1,
        ) || die "customer $Param{login}\n";
        Object('CustomerUser')->SetPreferences( UserID => $Login, Key => 'UserLanguage', Value => $Param{language} );
        return $Login;
    },

    ticket => sub {
        my %Param   = @_;
        my %User    = Object('CustomerUser')->CustomerUserDataGet( User => $Param{customer} );
        my $OwnerID = Object('User')->UserLookup( UserLogin => $Param{owner} );
        my $ID      = Object('Ticket')->TicketCreate(
            Title => $Param{title}, Queue => $Param{queue}, Lock => 'unlock', Priority => '3 normal', State => 'open',
            CustomerNo => $User{UserCustomerID}, CustomerUser => $Param{customer}, OwnerID => $OwnerID, UserID => $OwnerID,
        ) || die "ticket $Param{title}\n";
        Object('Ticket::Article')->BackendForChannel( ChannelName => 'Phone' )->ArticleCreate(
            TicketID => $ID, SenderType => 'customer', IsVisibleForCustomer => 1, UserID => $OwnerID,
            From => "$User{UserFullname} <$User{UserEmail}>", Subject => $Param{title}, Body => "<p>$Param{title}</p>",
            ContentType => 'text/html; charset=utf-8', HistoryType => 'PhoneCallCustomer', HistoryComment => '%%',
            NoAgentNotify => 1,
        ) || die "article of $Param{title}\n";
        return "$ID";
    },

    config => sub {
        my %Param = @_;
        Object('SysConfig')->SettingsSet(
            UserID => 1, Comments => 'Tests',
            Settings => [ map { { Name => $_, EffectiveValue => $Param{$_}, IsValid => 1 } } sort keys %Param ],
        ) || die 'settings ' . join( ' ', sort keys %Param ) . "\n";
        for my $Name ( sort keys %Param ) {    # a value of the wrong kind is dropped without an error
            my %Setting = Object('SysConfig')->SettingGet( Name => $Name );
            my ( $Is, $Wanted ) = map { $JSON->encode($_) } $Setting{EffectiveValue}, $Param{$Name};
            die "setting $Name is $Is\n" if $Is ne $Wanted;
        }
        return 1;
    },
);

my $Steps = $JSON->decode( do { local $/; <STDIN> } );
my @Results;
for my $Step ( @{$Steps} ) {
    my ( $Verb, $Arguments ) = @{$Step};
    push @Results, $Verbs{$Verb}->( %{$Arguments} );
}
# SetPreferences caches the user as he was before.
Object('Cache')->CleanUp();
print $JSON->encode( \@Results ), "\n";
