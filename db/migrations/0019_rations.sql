-- Ration rules as dated versions: what was in force when, who published it and why.

create table supply.rations (
  programme_id  text        not null references supply.programmes (programme_id),
  number        integer     not null check (number >= 1),
  from_at       timestamptz not null,
  content       jsonb       not null,
  digest        text        not null check (digest ~ '^[0-9a-f]{64}$'),
  published_at  timestamptz not null,
  published_by  text,
  by_name       text,
  emergency_why text        check (char_length(emergency_why) between 1 and 2000),
  language      text        not null default 'zh-TW',
  explanation   text        check (char_length(explanation) between 1 and 4000),
  explanation_language text,
  explained_at  timestamptz,
  explained_by  text,

  primary key (programme_id, number),
  constraint explained_by_somebody_sometime
    check ((explanation is null) = (explained_at is null))
);

comment on table  supply.rations               is 'How much a person may have. A version is published once and never changes.';
comment on column supply.rations.from_at       is 'From this moment on it is in force, until the next begins.';
comment on column supply.rations.content       is 'The version as the city''s file had it on the day it was published.';
comment on column supply.rations.published_by  is 'Account of whoever published it. Null: it stands in the city''s files as history.';
comment on column supply.rations.by_name       is 'The name shown with it: an emergency is answered for by a named person.';
comment on column supply.rations.emergency_why is 'Published at once, without what the gates ask. Null: in the usual way.';
comment on column supply.rations.language      is 'In which the reason of the emergency is written.';
comment on column supply.rations.explanation   is 'What the gates asked, answered afterwards.';
