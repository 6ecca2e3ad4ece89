-- News that agencies send by themselves: which messages were taken already, and legs found by the agency's number.

create table adapters.hook_calls (
  adapter_id text        not null references adapters.lanes (adapter_id),
  hook_id    text        not null check (char_length(hook_id) between 1 and 200),
  heard_at   timestamptz not null,

  primary key (adapter_id, hook_id)
);

comment on table  adapters.hook_calls          is 'Messages taken, so that none is taken twice. Kept a day: older ones are refused by their time.';
comment on column adapters.hook_calls.hook_id  is 'The sender''s name of the message. It says nothing about a person.';
comment on column adapters.hook_calls.heard_at is 'By the city''s clock.';

-- The sweep forgets old ones.
create index hook_calls_by_time on adapters.hook_calls (heard_at);

-- News names the agency's number.
create index legs_by_reference on cases.legs (adapter_id, agency_reference) where agency_reference is not null;
