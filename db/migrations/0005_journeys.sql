-- What a person goes through for one event of life: every version that was ever published.

create schema journeys;

create table journeys.versions (
  journey_id   text        not null check (journey_id ~ '^[a-z][a-z0-9-]*$'),
  version      integer     not null check (version >= 1),
  definition   json        not null,
  digest       text        not null check (digest ~ '^[0-9a-f]{64}$'),
  status       text        not null check (status in ('prototype', 'live', 'retired')),
  published_at timestamptz not null,
  published_by text        not null check (char_length(published_by) between 1 and 200),

  primary key (journey_id, version),
  constraint definition_is_of_this_version check (
    definition ->> 'id' = journey_id
    and (definition ->> 'version')::integer = version
    and definition ->> 'status' = status
  )
);

comment on table journeys.versions is 'Published versions of journeys. A case keeps the version it was filed under.';
comment on column journeys.versions.definition is 'The whole journey: questions, checks, legs, words. Public like a law. Not jsonb, which would forget the order of its named expressions.';
comment on column journeys.versions.digest is 'SHA-256 of the definition as canonical JSON, hexadecimal.';
comment on column journeys.versions.published_by is 'Who keeps the journey, as the definition names them.';

-- The newest version of each journey, read on every visit.
create index versions_newest on journeys.versions (journey_id, version desc);

create view journeys.open_versions as
select journey_id, version, definition, digest, status, published_at, published_by
  from journeys.versions;

comment on view journeys.open_versions is 'Every published version of every journey, as open data.';
