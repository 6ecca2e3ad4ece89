-- People and agencies: who may sign in, what their duties are, who acts for whom, and who looked at
-- what. Agencies and desks themselves are the city's data, not rows.

create schema people;

create table people.accounts (
  id             text        primary key,
  name           text        not null,
  email          text        not null,
  email_verified boolean     not null,
  image          text,
  created_at     timestamptz not null default now(),
  updated_at     timestamptz not null default now(),

  constraint an_address_names_one_account unique (email)
);
comment on table people.accounts is 'Who can sign in. Kept by the sign-in library.';

create table people.sessions (
  id         text        primary key,
  token      text        not null,
  account_id text        not null references people.accounts (id) on delete cascade,
  expires_at timestamptz not null,
  ip_address text,
  user_agent text,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null,

  constraint a_token_opens_one_session unique (token)
);
comment on table people.sessions is 'Who is signed in. Kept by the sign-in library.';
create index sessions_by_account on people.sessions (account_id);

create table people.identities (
  id                       text        primary key,
  provider_account_id      text        not null,
  provider_id              text        not null,
  account_id               text        not null references people.accounts (id) on delete cascade,
  access_token             text,
  refresh_token            text,
  id_token                 text,
  access_token_expires_at  timestamptz,
  refresh_token_expires_at timestamptz,
  scope                    text,
  password                 text,
  created_at               timestamptz not null default now(),
  updated_at               timestamptz not null
);
comment on table people.identities is 'How an account is known to the city''s identity provider. Kept by the sign-in library.';
create index identities_by_account on people.identities (account_id);

create table people.codes (
  id         text        primary key,
  identifier text        not null,
  value      text        not null,
  expires_at timestamptz not null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now()
);
comment on table people.codes is 'One-time codes under way, hashed. Kept by the sign-in library.';
create index codes_by_identifier on people.codes (identifier);

create table people.duties (
  account_id text        not null references people.accounts (id) on delete cascade,
  role       text        not null check (role in ('clerk', 'officer', 'designer', 'lead')),
  desk_id    text,
  agency_id  text,
  given_at   timestamptz not null,

  constraint a_clerk_works_at_a_desk check (role <> 'clerk' or desk_id is not null),
  constraint an_officer_works_for_an_agency check (role <> 'officer' or agency_id is not null)
);
comment on table people.duties is 'What an account may do: a desk for a clerk, an agency for an officer. No row: a resident.';
create unique index a_duty_is_given_once on people.duties
  (account_id, role, coalesce(desk_id, ''), coalesce(agency_id, ''));

create table people.grants (
  grant_id   uuid        primary key default gen_random_uuid(),
  helper_id  text        not null references people.accounts (id),
  subject    text        not null,
  purpose    text        not null,
  basis      text        not null check (basis in ('written', 'present', 'guardian', 'law')),
  from_at    timestamptz not null,
  until_at   timestamptz not null,
  revoked_at timestamptz,

  constraint a_grant_ends check (until_at > from_at)
);
comment on table people.grants is 'Who may act for whom, for what, until when, on what basis.';
comment on column people.grants.subject is 'Keyed hash of whom it is for; never the name.';
create index grants_by_helper on people.grants (helper_id, until_at);

create table people.views (
  view_id    bigint      generated always as identity primary key,
  account_id text        not null references people.accounts (id),
  subject    text        not null,
  reason     text        not null,
  viewed_at  timestamptz not null
);
comment on table people.views is 'Every look of staff at what is private. Appended only.';
comment on column people.views.subject is 'What was looked at, e.g. case:<id>.';
create index views_newest_first on people.views (view_id desc);
