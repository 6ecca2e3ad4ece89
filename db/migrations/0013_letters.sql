-- Mail with agencies: one conversation for each filing that goes by mail, and the letters of it.

create table adapters.conversations (
  token         text        primary key check (token ~ '^[0-9a-f]{24}$'),
  adapter_id    text        not null references adapters.lanes (adapter_id),
  key           text        not null check (char_length(key) between 1 and 40),
  agency_number text        check (char_length(agency_number) <= 100),
  key_id        uuid        not null references core.keys (key_id),
  begun_at      timestamptz not null,
  expires_at    timestamptz not null,

  constraint one_conversation_a_filing unique (adapter_id, key)
);

comment on table  adapters.conversations               is 'A filing that goes by mail. Ends with its case, or at expires_at; then its key is destroyed.';
comment on column adapters.conversations.token         is 'In our address: case+<token>@…. A keyed hash of adapter and key, not to be guessed.';
comment on column adapters.conversations.key           is 'Idempotency key of the filing.';
comment on column adapters.conversations.agency_number is 'What the agency calls it. Null until a letter said so.';
comment on column adapters.conversations.key_id        is 'The key its letters are sealed with.';
comment on column adapters.conversations.expires_at    is 'Moves on with each letter; for a case that nobody ended.';

create index conversations_by_number on adapters.conversations (adapter_id, agency_number)
  where agency_number is not null;
create index conversations_by_key on adapters.conversations (key);
create index conversations_by_end on adapters.conversations (expires_at);

create table adapters.letters (
  letter_id   uuid        primary key,
  direction   text        not null check (direction in ('out', 'in')),
  adapter_id  text        references adapters.lanes (adapter_id),
  token       text        references adapters.conversations (token) on delete cascade,
  topic       text        not null check (char_length(topic) <= 60),
  state       text        not null check (state in (
                'leaving', 'taken', 'refused',
                'matched', 'away', 'bounce', 'stranger', 'unmatched', 'unreadable')),
  fingerprint text        not null unique,
  key_id      uuid        not null references core.keys (key_id),
  sealed      bytea       not null,
  sealed_raw  bytea       not null,
  bytes       integer     not null check (bytes >= 0),
  at          timestamptz not null,
  expires_at  timestamptz,
  is_for_desk boolean     not null default false,
  seq         bigint      not null generated always as identity,

  constraint a_letter_ends_with_its_conversation_or_by_itself
    check ((token is null) = (expires_at is not null))
);

comment on table  adapters.letters             is 'Mail sent to agencies and received from them.';
comment on column adapters.letters.token       is 'Null: nobody knows yet what the letter belongs to.';
comment on column adapters.letters.topic       is 'Of a letter of ours: filing, correction-1, withdrawal. Of a received one: empty.';
comment on column adapters.letters.state       is 'leaving: it may have arrived, nobody knows. stranger: from a sender the adapter does not name.';
comment on column adapters.letters.fingerprint is 'Keyed hash: the same letter twice counts once.';
comment on column adapters.letters.key_id      is 'Of its conversation; a letter without one has a key of its own.';
comment on column adapters.letters.sealed      is 'Sender, subject, text and names of attachments, as JSON.';
comment on column adapters.letters.sealed_raw  is 'The letter as it came or went.';
comment on column adapters.letters.at          is 'By the city''s clock.';
comment on column adapters.letters.expires_at  is 'Only of a letter that belongs to nothing: its key is destroyed then.';
comment on column adapters.letters.seq         is 'In the order in which they were kept: a city''s clock may stand still.';
comment on column adapters.letters.is_for_desk is 'A person was asked to read it.';

create index letters_by_conversation on adapters.letters (token, seq) where token is not null;
create index letters_by_end on adapters.letters (expires_at) where expires_at is not null;
