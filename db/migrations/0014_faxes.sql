-- Faxes sent for filings, and what the line reported of each.

create table adapters.faxes (
  fax_id       uuid        primary key,
  token        text        not null references adapters.conversations (token) on delete cascade,
  topic        text        not null check (char_length(topic) <= 40),
  attempt      smallint    not null check (attempt between 1 and 99),
  line         text        not null check (line in ('mail', 'hylafax')),
  number       text        not null check (number ~ '^\+[0-9]{6,15}$'),
  pages        smallint    not null check (pages between 1 and 99),
  state        text        not null check (state in (
                 'leaving', 'handed', 'arrived', 'failed', 'unclear')),
  job          text        check (char_length(job) <= 60),
  result       text        check (char_length(result) <= 60),
  pages_sent   smallint    check (pages_sent >= 0),
  sealed_paper bytea,
  at           timestamptz not null,
  settled_at   timestamptz,

  constraint each_attempt_once unique (token, topic, attempt)
);

comment on table  adapters.faxes              is 'One row a transmission. Ends with its conversation.';
comment on column adapters.faxes.topic        is 'filing, correction-1, withdrawal.';
comment on column adapters.faxes.line         is 'mail: a provider that turns mail into fax. hylafax: a server of ours.';
comment on column adapters.faxes.number       is 'The agency''s, as declared by the adapter.';
comment on column adapters.faxes.state        is 'leaving: it may have left, nobody knows. handed: the line has it. unclear: the report does not say whether anybody can read it.';
comment on column adapters.faxes.job          is 'What the line calls it.';
comment on column adapters.faxes.result       is 'One word for what the report said: ok, busy, cut.';
comment on column adapters.faxes.sealed_paper is 'Of hylafax only, with the key of the conversation; by mail the paper is in the letter.';
comment on column adapters.faxes.settled_at   is 'When the report was read, by the city''s clock.';

-- Nothing is faxed twice while nobody knows whether the first arrived, nor once it has.
create unique index faxes_one_that_may_have_arrived on adapters.faxes (token, topic)
  where state <> 'failed';
