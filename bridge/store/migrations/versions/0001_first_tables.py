"""first tables"""

from alembic import op
import sqlalchemy as sa
import bridge.store.tables
from sqlalchemy.dialects import mysql

revision = '0001'
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table('agent',
    sa.Column('login', sa.String(length=200), nullable=False),
    sa.Column('otrs_id', sa.String(length=20), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('email', sa.String(length=255), nullable=False),
    sa.Column('language', sa.String(length=16), nullable=False),
    sa.Column('out_of_office_until', sa.Date(), nullable=True),
    sa.Column('online', sa.Boolean(), nullable=False),
    sa.Column('last_request', bridge.store.tables.UtcDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('login', name=op.f('pk_agent')),
    mariadb_charset='utf8mb4',
    mariadb_collate='utf8mb4_bin',
    mariadb_engine='InnoDB',
    mysql_charset='utf8mb4',
    mysql_collate='utf8mb4_bin',
    mysql_engine='InnoDB'
    )
    op.create_table('agent_state',
    sa.Column('login', sa.String(length=200), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('availability', sa.String(length=16), nullable=False),
    sa.Column('asking', sa.Boolean(), nullable=False),
    sa.Column('channels', sa.JSON(), nullable=False),
    sa.Column('preferences', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('login', name=op.f('pk_agent_state')),
    mariadb_charset='utf8mb4',
    mariadb_collate='utf8mb4_bin',
    mariadb_engine='InnoDB',
    mysql_charset='utf8mb4',
    mysql_collate='utf8mb4_bin',
    mysql_engine='InnoDB'
    )
    op.create_table('audit',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('at', bridge.store.tables.UtcDateTime(), nullable=False),
    sa.Column('who', sa.String(length=220), nullable=False),
    sa.Column('what', sa.String(length=50), nullable=False),
    sa.Column('data', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_audit')),
    mariadb_charset='utf8mb4',
    mariadb_collate='utf8mb4_bin',
    mariadb_engine='InnoDB',
    mysql_charset='utf8mb4',
    mysql_collate='utf8mb4_bin',
    mysql_engine='InnoDB'
    )
    op.create_index(op.f('ix_audit_at'), 'audit', ['at'], unique=False)
    op.create_table('channel',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('name', sa.String(length=100), nullable=False),
    sa.Column('group_name', sa.String(length=200), nullable=False),
    sa.Column('for_customers', sa.Boolean(), nullable=False),
    sa.Column('for_visitors', sa.Boolean(), nullable=False),
    sa.Column('valid', sa.Boolean(), nullable=False),
    sa.Column('comment', sa.String(length=250), nullable=False),
    sa.Column('greeting', sa.String(length=500), nullable=False),
    sa.Column('opening_hours', sa.JSON(), nullable=False),
    sa.Column('agent_name', sa.String(length=100), nullable=False),
    sa.Column('agents_numbered', sa.Boolean(), nullable=False),
    sa.Column('ticket_queue', sa.String(length=200), nullable=False),
    sa.Column('keep_closed_hours', sa.Integer(), nullable=True),
    sa.Column('keep_all_days', sa.Integer(), nullable=True),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('created_at', bridge.store.tables.UtcDateTime(), nullable=False),
    sa.Column('created_by', sa.String(length=200), nullable=False),
    sa.Column('changed_at', bridge.store.tables.UtcDateTime(), nullable=False),
    sa.Column('changed_by', sa.String(length=200), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_channel')),
    sa.UniqueConstraint('name', name=op.f('uq_channel_name')),
    mariadb_charset='utf8mb4',
    mariadb_collate='utf8mb4_bin',
    mariadb_engine='InnoDB',
    mysql_charset='utf8mb4',
    mysql_collate='utf8mb4_bin',
    mysql_engine='InnoDB'
    )
    op.create_table('customer_online',
    sa.Column('login', sa.String(length=200), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('email', sa.String(length=255), nullable=False),
    sa.Column('customer_id', sa.String(length=150), nullable=False),
    sa.Column('last_request', bridge.store.tables.UtcDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('login', name=op.f('pk_customer_online')),
    mariadb_charset='utf8mb4',
    mariadb_collate='utf8mb4_bin',
    mariadb_engine='InnoDB',
    mysql_charset='utf8mb4',
    mysql_collate='utf8mb4_bin',
    mysql_engine='InnoDB'
    )
    op.create_table('directory_state',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('refreshed_at', bridge.store.tables.UtcDateTime(), nullable=False),
    sa.Column('time_zone', sa.String(length=64), nullable=False),
    sa.Column('add_on_version', sa.String(length=32), nullable=False),
    sa.Column('framework', sa.String(length=64), nullable=False),
    sa.Column('group_names', sa.JSON(), nullable=False),
    sa.Column('queues', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_directory_state')),
    mariadb_charset='utf8mb4',
    mariadb_collate='utf8mb4_bin',
    mariadb_engine='InnoDB',
    mysql_charset='utf8mb4',
    mysql_collate='utf8mb4_bin',
    mysql_engine='InnoDB'
    )
    op.create_table('otrs_attempt',
    sa.Column('step', sa.String(length=80), nullable=False),
    sa.Column('sent_at', bridge.store.tables.UtcDateTime(), nullable=False),
    sa.Column('clear_at', bridge.store.tables.UtcDateTime(), nullable=True),
    sa.PrimaryKeyConstraint('step', name=op.f('pk_otrs_attempt')),
    mariadb_charset='utf8mb4',
    mariadb_collate='utf8mb4_bin',
    mariadb_engine='InnoDB',
    mysql_charset='utf8mb4',
    mysql_collate='utf8mb4_bin',
    mysql_engine='InnoDB'
    )
    op.create_index(op.f('ix_otrs_attempt_sent_at'), 'otrs_attempt', ['sent_at'], unique=False)
    op.create_table('otrs_session',
    sa.Column('login', sa.String(length=200), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('email', sa.String(length=255), nullable=False),
    sa.Column('language', sa.String(length=16), nullable=False),
    sa.Column('session', sa.String(length=500), nullable=False),
    sa.Column('created_at', bridge.store.tables.UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('login', name=op.f('pk_otrs_session')),
    mariadb_charset='utf8mb4',
    mariadb_collate='utf8mb4_bin',
    mariadb_engine='InnoDB',
    mysql_charset='utf8mb4',
    mysql_collate='utf8mb4_bin',
    mysql_engine='InnoDB'
    )
    op.create_table('policy',
    sa.Column('id', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('rules', sa.JSON(), nullable=False),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_policy')),
    mariadb_charset='utf8mb4',
    mariadb_collate='utf8mb4_bin',
    mariadb_engine='InnoDB',
    mysql_charset='utf8mb4',
    mysql_collate='utf8mb4_bin',
    mysql_engine='InnoDB'
    )
    op.create_table('presence',
    sa.Column('person', sa.String(length=220), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('seen_at', bridge.store.tables.UtcDateTime(), nullable=False),
    sa.Column('active_at', bridge.store.tables.UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('person', name=op.f('pk_presence')),
    mariadb_charset='utf8mb4',
    mariadb_collate='utf8mb4_bin',
    mariadb_engine='InnoDB',
    mysql_charset='utf8mb4',
    mysql_collate='utf8mb4_bin',
    mysql_engine='InnoDB'
    )
    op.create_index(op.f('ix_presence_seen_at'), 'presence', ['seen_at'], unique=False)
    op.create_table('used_token',
    sa.Column('jti', sa.String(length=128), nullable=False),
    sa.Column('expires_at', bridge.store.tables.UtcDateTime(), nullable=False),
    sa.PrimaryKeyConstraint('jti', name=op.f('pk_used_token')),
    mariadb_charset='utf8mb4',
    mariadb_collate='utf8mb4_bin',
    mariadb_engine='InnoDB',
    mysql_charset='utf8mb4',
    mysql_collate='utf8mb4_bin',
    mysql_engine='InnoDB'
    )
    op.create_index(op.f('ix_used_token_expires_at'), 'used_token', ['expires_at'], unique=False)
    op.create_table('agent_group',
    sa.Column('login', sa.String(length=200), nullable=False),
    sa.Column('group_name', sa.String(length=200), nullable=False),
    sa.Column('permissions', sa.String(length=255), nullable=False),
    sa.ForeignKeyConstraint(['login'], ['agent.login'], name=op.f('fk_agent_group_login'), ondelete='CASCADE'),
    sa.PrimaryKeyConstraint('login', 'group_name', name=op.f('pk_agent_group')),
    mariadb_charset='utf8mb4',
    mariadb_collate='utf8mb4_bin',
    mariadb_engine='InnoDB',
    mysql_charset='utf8mb4',
    mysql_collate='utf8mb4_bin',
    mysql_engine='InnoDB'
    )
    op.create_table('canned_reply',
    sa.Column('id', sa.Integer(), nullable=False),
    sa.Column('channel_id', sa.Integer(), nullable=True),
    sa.Column('shortcut', sa.String(length=50), nullable=False),
    sa.Column('text', sa.Text().with_variant(mysql.MEDIUMTEXT(), 'mariadb').with_variant(mysql.MEDIUMTEXT(), 'mysql'), nullable=False),
    sa.Column('changed_at', bridge.store.tables.UtcDateTime(), nullable=False),
    sa.Column('changed_by', sa.String(length=200), nullable=False),
    sa.ForeignKeyConstraint(['channel_id'], ['channel.id'], name=op.f('fk_canned_reply_channel_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_canned_reply')),
    mariadb_charset='utf8mb4',
    mariadb_collate='utf8mb4_bin',
    mariadb_engine='InnoDB',
    mysql_charset='utf8mb4',
    mysql_collate='utf8mb4_bin',
    mysql_engine='InnoDB'
    )
    op.create_table('channel_queue',
    sa.Column('queue_id', sa.String(length=20), nullable=False),
    sa.Column('channel_id', sa.Integer(), nullable=False),
    sa.ForeignKeyConstraint(['channel_id'], ['channel.id'], name=op.f('fk_channel_queue_channel_id')),
    sa.PrimaryKeyConstraint('queue_id', name=op.f('pk_channel_queue')),
    mariadb_charset='utf8mb4',
    mariadb_collate='utf8mb4_bin',
    mariadb_engine='InnoDB',
    mysql_charset='utf8mb4',
    mysql_collate='utf8mb4_bin',
    mysql_engine='InnoDB'
    )
    op.create_table('chat',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('channel_id', sa.Integer(), nullable=False),
    sa.Column('direction', sa.String(length=16), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('version', sa.Integer(), nullable=False),
    sa.Column('last_seq', sa.Integer(), nullable=False),
    sa.Column('first_message', sa.String(length=200), nullable=False),
    sa.Column('created_at', bridge.store.tables.UtcDateTime(), nullable=False),
    sa.Column('waiting_since', bridge.store.tables.UtcDateTime(), nullable=False),
    sa.Column('accepted_at', bridge.store.tables.UtcDateTime(), nullable=True),
    sa.Column('closed_at', bridge.store.tables.UtcDateTime(), nullable=True),
    sa.Column('kept', sa.Boolean(), nullable=False),
    sa.Column('about_ticket_id', sa.String(length=50), nullable=True),
    sa.Column('about_ticket_number', sa.String(length=50), nullable=True),
    sa.Column('ticket_id', sa.String(length=50), nullable=True),
    sa.Column('ticket_number', sa.String(length=50), nullable=True),
    sa.Column('handover_id', sa.String(length=36), nullable=True),
    sa.Column('open_requester', sa.String(length=450), nullable=True),
    sa.ForeignKeyConstraint(['channel_id'], ['channel.id'], name=op.f('fk_chat_channel_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_chat')),
    sa.UniqueConstraint('open_requester', name=op.f('uq_chat_open_requester')),
    mariadb_charset='utf8mb4',
    mariadb_collate='utf8mb4_bin',
    mariadb_engine='InnoDB',
    mysql_charset='utf8mb4',
    mysql_collate='utf8mb4_bin',
    mysql_engine='InnoDB'
    )
    op.create_index('ix_chat_channel_id_accepted_at', 'chat', ['channel_id', 'accepted_at'], unique=False)
    op.create_index('ix_chat_kept_closed_at', 'chat', ['kept', 'closed_at'], unique=False)
    op.create_index('ix_chat_state_closed_at', 'chat', ['state', 'closed_at'], unique=False)
    op.create_table('entry',
    sa.Column('chat_id', sa.String(length=36), nullable=False),
    sa.Column('seq', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('kind', sa.String(length=24), nullable=False),
    sa.Column('audience', sa.String(length=16), nullable=False),
    sa.Column('author_no', sa.Integer(), nullable=False),
    sa.Column('author_kind', sa.String(length=16), nullable=False),
    sa.Column('author_name', sa.String(length=200), nullable=False),
    sa.Column('text', sa.Text().with_variant(mysql.MEDIUMTEXT(), 'mariadb').with_variant(mysql.MEDIUMTEXT(), 'mysql'), nullable=False),
    sa.Column('at', bridge.store.tables.UtcDateTime(), nullable=False),
    sa.Column('client_id', sa.String(length=36), nullable=True),
    sa.Column('data', sa.JSON(), nullable=False),
    sa.ForeignKeyConstraint(['chat_id'], ['chat.id'], name=op.f('fk_entry_chat_id')),
    sa.PrimaryKeyConstraint('chat_id', 'seq', name=op.f('pk_entry')),
    sa.UniqueConstraint('chat_id', 'client_id', name='uq_entry_client_id'),
    mariadb_charset='utf8mb4',
    mariadb_collate='utf8mb4_bin',
    mariadb_engine='InnoDB',
    mysql_charset='utf8mb4',
    mysql_collate='utf8mb4_bin',
    mysql_engine='InnoDB'
    )
    op.create_table('file',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('chat_id', sa.String(length=36), nullable=False),
    sa.Column('author_no', sa.Integer(), nullable=False),
    sa.Column('audience', sa.String(length=16), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('content_type', sa.String(length=100), nullable=False),
    sa.Column('size', sa.Integer(), nullable=False),
    sa.Column('created_at', bridge.store.tables.UtcDateTime(), nullable=False),
    sa.Column('stored_at', bridge.store.tables.UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['chat_id'], ['chat.id'], name=op.f('fk_file_chat_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_file')),
    mariadb_charset='utf8mb4',
    mariadb_collate='utf8mb4_bin',
    mariadb_engine='InnoDB',
    mysql_charset='utf8mb4',
    mysql_collate='utf8mb4_bin',
    mysql_engine='InnoDB'
    )
    op.create_index(op.f('ix_file_chat_id'), 'file', ['chat_id'], unique=False)
    op.create_table('file_part',
    sa.Column('file_id', sa.String(length=36), nullable=False),
    sa.Column('no', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('content', sa.LargeBinary().with_variant(mysql.LONGBLOB(), 'mariadb').with_variant(mysql.LONGBLOB(), 'mysql'), nullable=False),
    sa.ForeignKeyConstraint(['file_id'], ['file.id'], name=op.f('fk_file_part_file_id')),
    sa.PrimaryKeyConstraint('file_id', 'no', name=op.f('pk_file_part')),
    mariadb_charset='utf8mb4',
    mariadb_collate='utf8mb4_bin',
    mariadb_engine='InnoDB',
    mysql_charset='utf8mb4',
    mysql_collate='utf8mb4_bin',
    mysql_engine='InnoDB'
    )
    op.create_table('mail',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('chat_id', sa.String(length=36), nullable=False),
    sa.Column('asked_by', sa.Integer(), nullable=False),
    sa.Column('address', sa.String(length=254), nullable=False),
    sa.Column('language', sa.String(length=16), nullable=False),
    sa.Column('time_zone', sa.String(length=64), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('created_at', bridge.store.tables.UtcDateTime(), nullable=False),
    sa.Column('due_at', bridge.store.tables.UtcDateTime(), nullable=False),
    sa.Column('claimed_until', bridge.store.tables.UtcDateTime(), nullable=True),
    sa.Column('error', sa.Text().with_variant(mysql.MEDIUMTEXT(), 'mariadb').with_variant(mysql.MEDIUMTEXT(), 'mysql'), nullable=False),
    sa.Column('done_at', bridge.store.tables.UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['chat_id'], ['chat.id'], name=op.f('fk_mail_chat_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_mail')),
    mariadb_charset='utf8mb4',
    mariadb_collate='utf8mb4_bin',
    mariadb_engine='InnoDB',
    mysql_charset='utf8mb4',
    mysql_collate='utf8mb4_bin',
    mysql_engine='InnoDB'
    )
    op.create_index(op.f('ix_mail_chat_id'), 'mail', ['chat_id'], unique=False)
    op.create_index(op.f('ix_mail_created_at'), 'mail', ['created_at'], unique=False)
    op.create_index('ix_mail_state_due_at', 'mail', ['state', 'due_at'], unique=False)
    op.create_table('outbox',
    sa.Column('id', sa.String(length=36), nullable=False),
    sa.Column('chat_id', sa.String(length=36), nullable=False),
    sa.Column('asked_by', sa.Integer(), nullable=False),
    sa.Column('agent', sa.String(length=200), nullable=False),
    sa.Column('back_to', sa.String(length=16), nullable=False),
    sa.Column('language', sa.String(length=16), nullable=False),
    sa.Column('target', sa.JSON(), nullable=False),
    sa.Column('state', sa.String(length=16), nullable=False),
    sa.Column('attempts', sa.Integer(), nullable=False),
    sa.Column('created_at', bridge.store.tables.UtcDateTime(), nullable=False),
    sa.Column('due_at', bridge.store.tables.UtcDateTime(), nullable=False),
    sa.Column('claimed_until', bridge.store.tables.UtcDateTime(), nullable=True),
    sa.Column('error_code', sa.String(length=50), nullable=False),
    sa.Column('error_message', sa.Text().with_variant(mysql.MEDIUMTEXT(), 'mariadb').with_variant(mysql.MEDIUMTEXT(), 'mysql'), nullable=False),
    sa.Column('done_at', bridge.store.tables.UtcDateTime(), nullable=True),
    sa.ForeignKeyConstraint(['chat_id'], ['chat.id'], name=op.f('fk_outbox_chat_id')),
    sa.PrimaryKeyConstraint('id', name=op.f('pk_outbox')),
    mariadb_charset='utf8mb4',
    mariadb_collate='utf8mb4_bin',
    mariadb_engine='InnoDB',
    mysql_charset='utf8mb4',
    mysql_collate='utf8mb4_bin',
    mysql_engine='InnoDB'
    )
    op.create_index(op.f('ix_outbox_chat_id'), 'outbox', ['chat_id'], unique=False)
    op.create_index('ix_outbox_state_due_at', 'outbox', ['state', 'due_at'], unique=False)
    op.create_table('participant',
    sa.Column('chat_id', sa.String(length=36), nullable=False),
    sa.Column('no', sa.Integer(), autoincrement=False, nullable=False),
    sa.Column('kind', sa.String(length=16), nullable=False),
    sa.Column('ref', sa.String(length=200), nullable=False),
    sa.Column('name', sa.String(length=200), nullable=False),
    sa.Column('role', sa.String(length=16), nullable=False),
    sa.Column('present', sa.Boolean(), nullable=False),
    sa.Column('invited_as', sa.String(length=16), nullable=True),
    sa.Column('invited_by', sa.Integer(), nullable=True),
    sa.Column('read_seq', sa.Integer(), nullable=False),
    sa.Column('monitor', sa.String(length=16), nullable=False),
    sa.Column('shown_as', sa.String(length=120), nullable=True),
    sa.ForeignKeyConstraint(['chat_id'], ['chat.id'], name=op.f('fk_participant_chat_id')),
    sa.PrimaryKeyConstraint('chat_id', 'no', name=op.f('pk_participant')),
    sa.UniqueConstraint('chat_id', 'kind', 'ref', name='uq_participant_person'),
    mariadb_charset='utf8mb4',
    mariadb_collate='utf8mb4_bin',
    mariadb_engine='InnoDB',
    mysql_charset='utf8mb4',
    mysql_collate='utf8mb4_bin',
    mysql_engine='InnoDB'
    )
    op.create_index('ix_participant_person', 'participant', ['kind', 'ref'], unique=False)


def downgrade() -> None:
    op.drop_table('participant')
    op.drop_table('outbox')
    op.drop_table('mail')
    op.drop_table('file_part')
    op.drop_table('file')
    op.drop_table('entry')
    op.drop_table('chat')
    op.drop_table('channel_queue')
    op.drop_table('canned_reply')
    op.drop_table('agent_group')
    op.drop_table('used_token')
    op.drop_table('presence')
    op.drop_table('policy')
    op.drop_table('otrs_session')
    op.drop_table('otrs_attempt')
    op.drop_table('directory_state')
    op.drop_table('customer_online')
    op.drop_table('channel')
    op.drop_table('audit')
    op.drop_table('agent_state')
    op.drop_table('agent')
