# --
# Copyright (C) 2026 the ChatBridge authors
# --
# SPDX-License-Identifier: GPL-3.0-or-later
# --

package Kernel::System::ChatBridge::FileArticle;

use strict;
use warnings;

use parent 'Kernel::System::Ticket::Article::Backend::Internal';

our @ObjectDependencies = (
    'Kernel::Config',
    'Kernel::Language',
    'Kernel::System::ChatBridge::NotedArticle',
    'Kernel::System::Queue',
    'Kernel::System::Ticket',
    @Kernel::System::Ticket::Article::Backend::Internal::ObjectDependencies,
);

=head1 NAME

Kernel::System::ChatBridge::FileArticle - an article with the files of a chat

=head1 DESCRIPTION

Chat articles of OTRS cannot have attachments, so the files get a note of their own. It comes from the queue's address,
as files of both sides stand together in it, and as an agent's name may be masked for customers.

=head1 PUBLIC INTERFACE

=head2 ArticleCreateNoted()

    my $ArticleID = $FileArticleObject->ArticleCreateNoted(
        TicketID             => 7,
        UserID               => 2,
        IsVisibleForCustomer => 1,
        Files                => [ { Filename => 'a.png', ContentType => 'image/png', Content => $Bytes }, ... ],
        Note                 => sub { my ($ArticleID) = @_; ... return 1 },    # see NotedArticle
    );

=cut

sub ArticleCreateNoted {
    my ( $Self, %Param ) = @_;

    local $Self->{ChatBridgeNote} = delete $Param{Note};

    my $Files    = delete $Param{Files};
    my %Ticket   = $Kernel::OM->Get('Kernel::System::Ticket')->TicketGet( TicketID => $Param{TicketID} );
    my %Address  = $Kernel::OM->Get('Kernel::System::Queue')->GetSystemAddress( QueueID => $Ticket{QueueID} );
    my $RealName = ( $Address{RealName} // '' ) =~ s{["\\]}{ }gr;

    return $Self->ArticleCreate(
        %Param,
        SenderType     => 'system',
        From           => qq{"$RealName" <$Address{Email}>},
        Subject        => $Self->_Subject(),
        Body           => join( "\n", map { $_->{Filename} } @{$Files} ),
        MimeType       => 'text/plain',
        Charset        => 'utf-8',
        Attachment     => $Files,
        HistoryType    => 'AddNote',
        HistoryComment => '%%Chat',
        NoAgentNotify  => 1,
    );
}

=head2 ArticleState()

    my $State = $FileArticleObject->ArticleState( TicketID => 7, ArticleID => 12, Files => 3 );    # see NotedArticle

An article with fewer than that many files is C<Partial>: the backend goes on when a file cannot be stored.

=cut

sub ArticleState {
    my ( $Self, %Param ) = @_;

    my $State = $Kernel::OM->Get('Kernel::System::ChatBridge::NotedArticle')->State(%Param);
    return $State if $State ne 'Complete';

    my %Stored = $Self->ArticleAttachmentIndex( ArticleID => $Param{ArticleID} );

    return keys %Stored < $Param{Files} ? 'Partial' : 'Complete';
}

# In the system's language, as it is for everybody who reads the ticket.
sub _Subject {
    my ( $Self, %Param ) = @_;

    my $LanguageObject = $Kernel::OM->Create(
        'Kernel::Language',
        ObjectParams => {
            UserLanguage => $Kernel::OM->Get('Kernel::Config')->Get('DefaultLanguage') || 'en',
        },
    );

    return $LanguageObject->Translate('Files of the chat');
}

sub _MetaArticleCreate {
    my ( $Self, %Param ) = @_;

    return $Kernel::OM->Get('Kernel::System::ChatBridge::NotedArticle')->Create(
        TicketID => $Param{TicketID},
        Create   => sub { $Self->SUPER::_MetaArticleCreate(%Param) },
        Note     => $Self->{ChatBridgeNote},
    );
}

1;
