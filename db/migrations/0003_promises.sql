-- Who promised what to whom, by when, and what came of it. Whatever it is about belongs to the module
-- that it came from.

create schema promises;

create table promises.promises (
  promise_id    uuid        primary key default gen_random_uuid(),
  agency_id     text        not null check (agency_id ~ '^[a-z][a-z0-9-]*$'),
  by_words      text        not null check (char_length(by_words) between 1 and 200),
  to_words      text        not null check (char_length(to_words) between 1 and 200),
  what          text        not null check (char_length(what) between 1 and 2000),
  language      text        not null check (language in ('zh-TW', 'en')),
  source_module text        not null check (source_module ~ '^[a-z]+$'),
  source_ref    text        not null check (char_length(source_ref) between 1 and 200),
  source_url    text        check (source_url ~ '^(https?://|/)' and char_length(source_url) <= 2000),
  made_at       timestamptz not null,
  due_on        date        not null,
  handed_from   uuid        references promises.promises (promise_id),
  state         text        not null default 'open'
                            check (state in ('open', 'kept', 'partly', 'not', 'handed_on')),
  settled_at    timestamptz,
  why           text        check (char_length(why) between 1 and 2000),
  evidence_url  text        check (evidence_url ~ '^(https?://|/)' and char_length(evidence_url) <= 2000),

  constraint an_outcome_has_a_time check ((state = 'open') = (settled_at is null)),
  constraint what_was_not_fully_kept_says_why check (state in ('open', 'kept') or why is not null),
  constraint what_was_kept_shows_it check (state not in ('kept', 'partly') or evidence_url is not null),
  constraint a_promise_is_handed_on_once unique (handed_from)
);

comment on table promises.promises is 'Promises of agencies and what came of them. All of it is public: write offices, not persons.';
comment on column promises.promises.by_words is 'The office that promised, in its own words.';
comment on column promises.promises.what is 'As it was promised, in the language it was said in.';
comment on column promises.promises.source_ref is 'Names it within the module it came from; the same reference makes it once.';
comment on column promises.promises.source_url is 'Where it can be read in its setting. Null when that is not public.';
comment on column promises.promises.handed_from is 'The promise this one took over. Null for one made in the first place.';
comment on column promises.promises.why is 'Why it was kept only partly, not at all, or handed on; a remark when it was kept.';

-- A job that runs twice must not promise twice; whoever takes one over keeps its source.
create unique index a_source_makes_a_promise_once on promises.promises (source_module, source_ref)
  where handed_from is null;
-- The public list, by the day they are due.
create index promises_by_due on promises.promises (state, due_on, promise_id);

create table promises.reminders (
  promise_id uuid        not null references promises.promises (promise_id),
  kind       text        not null check (kind in ('due_soon', 'overdue')),
  told_at    timestamptz not null,

  primary key (promise_id, kind)
);
comment on table promises.reminders is 'Which promises were called to mind, so that it happens once of each kind.';

create view promises.open_promises as
select promise_id, agency_id, by_words, to_words, what, language, source_module, source_ref,
       source_url, made_at, due_on, handed_from, state, settled_at, why, evidence_url
  from promises.promises;
comment on view promises.open_promises is 'Every promise and its outcome, as open data.';
