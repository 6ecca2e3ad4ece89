-- Finds the legs that a stopped adapter leaves waiting, and those a desk holds in its place.
create index legs_waiting on cases.legs (adapter_id, leg_id)
 where state in ('received', 'waiting_agency', 'waiting_desk');
