-- What a job is told is little: a worker holds all of it, and whoever puts jobs is whom the world talks to.
alter table worker.job add check (length(details::text) <= 8000);

-- Gives back a job that has parts left, for another worker at once. It is no attempt: whoever had it was told to stop.
create function worker.leave_job(held uuid, attempt int) returns void
  language plpgsql security definer set search_path = worker, pg_temp as $$
begin
  update job set due_at = now(), attempts = attempts - 1
    where id = held and attempts = attempt and ended_at is null;
end $$;
revoke execute on function worker.leave_job(uuid, int) from public;

-- As before, but null where it was not theirs to fail: another worker has it, or it has ended and the answer was lost.
create or replace function worker.fail_job(held uuid, attempt int, why text) returns boolean
  language plpgsql security definer set search_path = worker, pg_temp as $$
declare
  is_last boolean;
begin
  update job set error = left(why, 500), due_at = now() + interval '10 seconds' * 4 ^ (attempts - 1),
    ended_at = case when attempts >= 6 then now() end
    where id = held and attempts = attempt and ended_at is null
    returning ended_at is not null into is_last;
  return is_last;
end $$;

-- As before, and those that no worker took for so long: each look for a job passes by all of a kind that nobody knows.
create or replace function worker.expire_jobs(most int) returns int
  language plpgsql security definer set search_path = worker, pg_temp as $$
declare
  gone int;
begin
  delete from job where id in (
    select id from job where coalesce(ended_at, put_at) < now() - interval '30 days' limit most for update skip locked);
  get diagnostics gone = row_count;
  return gone;
end $$;
