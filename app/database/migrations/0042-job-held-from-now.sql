-- As before, but half a minute from now and not from when the transaction began: said at the end of a long part it keeps
-- the job for the next one, which another worker would take otherwise.
create or replace function worker.hold_job(held uuid, attempt int) returns boolean
  language plpgsql security definer set search_path = worker, pg_temp as $$
begin
  update job set due_at = clock_timestamp() + interval '30 seconds'
    where id = held and attempts = attempt and ended_at is null;
  return found;
end $$;
