-- Eight kinds of adapters, a leg that goes on by the next one, and reading what an agency knows.

alter table adapters.lanes drop constraint lanes_kind_check;
alter table adapters.lanes add constraint lanes_kind_check
  check (kind in ('http', 'html-form', 'browser', 'mail', 'fax', 'drop-box', 'desk', 'remote')) not valid;

alter table adapters.calls drop constraint calls_operation_check;
alter table adapters.calls add constraint calls_operation_check
  check (operation in ('submit', 'lookup', 'withdraw', 'correct', 'health', 'read')) not valid;

-- Finds the legs that a stopped adapter leaves waiting, and those a desk holds in its place.
create index legs_waiting on cases.legs (adapter_id, leg_id)
 where state in ('received', 'waiting_agency', 'waiting_desk');
