-- Lists for agencies that only collect: batches, their rows, and what the agency answered to each.

alter table adapters.calls drop constraint calls_operation_check;
alter table adapters.calls add constraint calls_operation_check
  check (operation in ('submit', 'lookup', 'withdraw', 'correct', 'health', 'read', 'exchange')) not valid;

create table adapters.batches (
  batch_id uuid primary key,
  adapter_id text not null references adapters.lanes (adapter_id),
  number integer not null check (number >= 1),
  collects_at timestamptz not null,
  closes_at timestamptz not null,
  answers_by timestamptz not null,
  state text not null default 'open'
    check (state in ('open', 'closed', 'handed', 'late', 'done', 'given_up', 'stuck', 'empty')),
  key_id uuid not null references core.keys (key_id),
  digest text,
  attempts integer not null default 0 check (attempts >= 0),
  nights_missed integer not null default 0 check (nights_missed >= 0),
  last_cause text check (char_length(last_cause) <= 100),
  opened_at timestamptz not null,
  closed_at timestamptz,
  putting_at timestamptz,
  handed_at timestamptz,
  looked_at timestamptz,
  settled_at timestamptz,
  erased_at timestamptz,
  unique (adapter_id, number)
);
create unique index one_open_batch_a_collection on adapters.batches (adapter_id, collects_at)
  where state = 'open';
create index batches_under_way on adapters.batches (adapter_id, number)
  where state in ('open', 'closed', 'handed', 'late');
create index batches_to_erase on adapters.batches (settled_at)
  where settled_at is not null and erased_at is null;
comment on table adapters.batches is 'One list for one agency: the rows it carries, and whether the agency has it.';
comment on column adapters.batches.number is 'Counts up in each adapter; the list''s file name comes from it, so one batch is one file for ever.';
comment on column adapters.batches.collects_at is 'The collection it is meant for; moves on when a night fails.';
comment on column adapters.batches.closes_at is 'From then on it takes no rows.';
comment on column adapters.batches.answers_by is 'After that nobody knows what became of rows without an answer; moves on with collects_at.';
comment on column adapters.batches.looked_at is 'When its box was last looked into, by the city''s clock.';
comment on column adapters.batches.state is 'open: takes rows. closed: takes none, not known to be there. handed: lies with the agency. late: some rows were not answered in time. done: all answered. given_up: certainly not there. stuck: a person must look. empty: closed without rows.';
comment on column adapters.batches.key_id is 'Seals its rows and their answers; destroyed when nobody needs them any more.';
comment on column adapters.batches.digest is 'SHA-256 of the file''s bytes, written before they go out: the same batch is never put with other bytes.';
comment on column adapters.batches.nights_missed is 'Collections that passed without it.';
comment on column adapters.batches.putting_at is 'The intent: written before the file goes out. Whoever finds it without handed_at looks first.';

create table adapters.batch_rows (
  adapter_id text not null references adapters.lanes (adapter_id),
  item text not null check (item ~ '^[A-Z0-9-]{8,20}$'),
  action text not null check (action in ('new', 'cancel')),
  key text not null,
  attempt integer not null check (attempt >= 1),
  batch_id uuid not null references adapters.batches (batch_id),
  state text not null default 'waiting'
    check (state in ('waiting', 'removed', 'taken', 'refused', 'silent')),
  sealed bytea,
  sealed_answer bytea,
  added_at timestamptz not null,
  answered_at timestamptz,
  primary key (adapter_id, item, action),
  unique (adapter_id, key, action, attempt)
);
create index batch_rows_of_batch on adapters.batch_rows (batch_id, added_at, item);
comment on table adapters.batch_rows is 'One line of a list: a filing, or its cancelling. A row belongs to one batch and never changes it.';
comment on column adapters.batch_rows.item is 'What the agency calls the line: derived from key and attempt.';
comment on column adapters.batch_rows.attempt is 'A filing that was refused and corrected goes out as another item.';
comment on column adapters.batch_rows.state is 'waiting: no answer yet. removed: taken back before the list closed. silent: no answer in the time the agency gives itself.';
comment on column adapters.batch_rows.sealed is 'What stands in the line. Null once the list is settled.';
comment on column adapters.batch_rows.sealed_answer is 'The agency''s number or reason.';
