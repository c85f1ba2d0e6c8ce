-- Work that no request waits for. A worker signs in as a role that may call the functions of this schema and read no table.
-- The app's role has no way into the schema: it puts jobs with `put_job`, which gives nothing back, because a job's id is
-- what a worker opens a book by. So the id is random from end to end, and only a worker ever sees it.
create schema worker;

create table worker.job (
  id uuid primary key default gen_random_uuid(),
  kind text not null check (length(kind) between 1 and 50),
  details jsonb not null default '{}',
  -- The day whose night it belongs to; null for what is not done nightly.
  night date,
  put_at timestamptz not null default now(),
  -- Nobody takes it before: not while a worker has it, nor while it rests after a failure.
  due_at timestamptz not null default now(),
  attempts int not null default 0,
  ended_at timestamptz,
  -- Why the last attempt failed; a job that has ended with one has failed.
  error text,
  unique (kind, night)
);
create index job_due on worker.job (due_at) where ended_at is null;

create function put_job(new_kind text, new_details jsonb) returns void
  language sql security definer set search_path = worker, pg_temp begin atomic
  insert into worker.job (kind, details) values (new_kind, new_details);
end;
revoke execute on function put_job(text, jsonb) from public;

-- Nightly work, once for each night however many workers ask; a night is over at two o'clock, UTC.
create function worker.put_nightly(kinds text[]) returns void
  language sql security definer set search_path = worker, pg_temp begin atomic
  insert into worker.job (kind, night)
    select wanted, ((now() - interval '2 hours') at time zone 'UTC')::date from unnest(kinds) wanted
    on conflict (kind, night) do nothing;
end;

-- The job that is due for longest, for half a minute; `hold_job` makes it longer. It counts as an attempt at once, so that
-- a job that kills its workers ends like one that fails.
create function worker.take_job(kinds text[]) returns table (id uuid, kind text, details jsonb, attempt int)
  language plpgsql security definer set search_path = worker, pg_temp as $$
begin
  update job set ended_at = now(), error = coalesce(error, 'its worker ended before it did')
    where job.id in (
      select j.id from job j where j.ended_at is null and j.due_at <= now() and j.attempts >= 6
      for update skip locked);
  return query
    update job set attempts = job.attempts + 1, due_at = now() + interval '30 seconds'
    where job.id = (
      select j.id from job j where j.ended_at is null and j.due_at <= now() and j.kind = any (kinds)
      order by j.due_at limit 1 for update skip locked)
    returning job.id, job.kind, job.details, job.attempts;
end $$;

-- Keeps a job for the transaction, and half a minute from its start; false where it has gone to another worker meanwhile.
create function worker.hold_job(held uuid, attempt int) returns boolean
  language plpgsql security definer set search_path = worker, pg_temp as $$
begin
  update job set due_at = now() + interval '30 seconds' where id = held and attempts = attempt and ended_at is null;
  return found;
end $$;

-- For the transaction that holds it: its last changes and its end are one.
create function worker.end_job(held uuid) returns void
  language sql security definer set search_path = worker, pg_temp begin atomic
  update worker.job set ended_at = now(), error = null where id = held and ended_at is null;
end;

-- Rests for ten seconds, then four times as long each time; the sixth attempt is the last. True where that was it.
create function worker.fail_job(held uuid, attempt int, why text) returns boolean
  language plpgsql security definer set search_path = worker, pg_temp as $$
begin
  update job set error = left(why, 500), due_at = now() + interval '10 seconds' * 4 ^ (attempts - 1),
    ended_at = case when attempts >= 6 then now() end
    where id = held and attempts = attempt and ended_at is null;
  return exists (select from job where id = held and ended_at is not null);
end $$;

-- How the queue is, for metrics: seconds for which the oldest waits, and when the last one was done, since 1970; 0 for never.
create function worker.queue_state(kinds text[])
  returns table (kind text, waiting int, failed int, oldest float8, last_done float8)
  language sql stable security definer set search_path = worker, pg_temp begin atomic
  select wanted, count(*) filter (where j.put_at is not null and j.ended_at is null)::int,
    count(*) filter (where j.ended_at is not null and j.error is not null)::int,
    coalesce(extract(epoch from now() - min(j.put_at) filter (where j.ended_at is null)), 0)::float8,
    coalesce(extract(epoch from max(j.ended_at) filter (where j.error is null)), 0)::float8
  from unnest(kinds) wanted left join worker.job j on j.kind = wanted group by wanted;
end;

-- What nightly work there is. Each gives how many rows are gone, at most as many as it was asked for.
create function worker.expire_sessions(most int) returns int
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  gone int;
begin
  delete from session where token_hash in (
    select token_hash from session where expires_at < now() or created_at < now() - interval '1 day'
    limit most for update skip locked);
  get diagnostics gone = row_count;
  return gone;
end $$;

create function worker.expire_idempotency_keys(most int) returns int
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  gone int;
begin
  delete from idempotency where (book_id, person_id, key) in (
    select book_id, person_id, key from idempotency where created_at < now() - interval '7 days'
    limit most for update skip locked);
  get diagnostics gone = row_count;
  return gone;
end $$;

create function worker.expire_jobs(most int) returns int
  language plpgsql security definer set search_path = worker, pg_temp as $$
declare
  gone int;
begin
  delete from job where id in (
    select id from job where ended_at < now() - interval '30 days' limit most for update skip locked);
  get diagnostics gone = row_count;
  return gone;
end $$;

-- The migration grants a worker's role what it may call. Who dumps may see into every schema, and calls none of it.
revoke execute on all functions in schema worker from public;

-- As before, but for sessions that are over: the worker takes them away.
create or replace function start_session(token bytea, wanted_person uuid, proof text, agent text, idle interval) returns boolean
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  known uuid;
begin
  select id into known from person where id = wanted_person and password_hash = proof for key share;
  if not found then return false; end if;
  insert into session (token_hash, person_id, user_agent, expires_at) values (token, known, left(agent, 200), now() + idle);
  return true;
end $$;
