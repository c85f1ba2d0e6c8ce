-- Large files: a worker reads and imports them. Its role sees no row of a household by itself. Like a session or a token, a job
-- opens the book it is about for the transaction that holds it, in the name of whoever put it and with no more rights
-- than that person has by then. Its id is random, and only workers see it.
create table worker.file_job (
  job_id uuid primary key references worker.job on delete cascade,
  book_id uuid not null,
  import_id uuid not null,
  person_id uuid not null references public.person on delete cascade,
  -- Rows that are written so far, of how many; the job's own transaction never touches this row.
  done int not null default 0,
  total int not null default 0,
  -- Between the first word of a worker about it and the failure of that attempt.
  running boolean not null default false,
  cancelled boolean not null default false,
  unique (book_id, import_id),
  foreign key (book_id, import_id) references public.import on delete cascade
);
create index file_job_person on worker.file_job (person_id);

-- What a worker found in a file, for the page that shows it before it is imported.
alter table import add column preview json;

-- Puts a job about a draft of whoever acts, unless there is one already; one that has ended makes room.
create function put_file_job(new_kind text, wanted uuid) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  book uuid := writable_book();
  made uuid;
begin
  if new_kind not in ('read-file', 'import-file') then
    raise exception 'a file is read or imported' using errcode = 'check_violation';
  end if;
  if exists (
    select from worker.file_job f join worker.job j on j.id = f.job_id
    where f.book_id = book and f.import_id = wanted and j.ended_at is null
  ) then return; end if;
  perform from import where book_id = book and id = wanted and state = 'draft' and person_id = acting_importer() for update;
  if not found then return; end if;
  delete from worker.job where ended_at is not null
    and id in (select job_id from worker.file_job where book_id = book and import_id = wanted);
  if exists (select from worker.file_job where book_id = book and import_id = wanted) then return; end if;
  insert into worker.job (kind) values (new_kind) returning id into made;
  insert into worker.file_job (job_id, book_id, import_id, person_id) values (made, book, wanted, acting_importer());
end $$;

-- How far the job about a file is; nothing where there is none, or it is done.
create function file_job_state(wanted uuid)
  returns table (kind text, done int, total int, attempts int, next_at timestamptz, running boolean, error text,
    has_failed boolean, cancelled boolean)
  language sql stable security definer set search_path = public, pg_temp begin atomic
  select j.kind, f.done, f.total, j.attempts, j.due_at, f.running, j.error, j.ended_at is not null, f.cancelled
  from worker.file_job f join worker.job j on j.id = f.job_id
  where f.book_id = acting_book() and f.import_id = wanted and (j.ended_at is null or j.error is not null);
end;

-- Takes a job about a file away, or tells the worker that has it to stop: what that one did is undone by its rollback.
create function cancel_file_job(wanted uuid) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  one uuid;
begin
  select job_id into one from worker.file_job where book_id = writable_book() and import_id = wanted;
  delete from worker.job where id in (select id from worker.job where id = one for update skip locked);
  if not found then update worker.file_job set cancelled = true where job_id = one; end if;
end $$;

-- Whom the job works for that opened the transaction; nobody once it has ended.
create function job_person() returns uuid
  language sql stable parallel safe security definer set search_path = public, pg_temp
  return (select f.person_id from worker.file_job f join worker.job j on j.id = f.job_id
    where f.job_id = nullif(current_setting('app.job', true), '')::uuid and j.ended_at is null
      and f.book_id = nullif(current_setting('app.book', true), '')::uuid);

create or replace function acting_importer() returns uuid
  language sql stable parallel safe security definer set search_path = public, pg_temp
  return coalesce(acting_person(), token_person(decode(nullif(current_setting('app.token', true), ''), 'hex')), job_person());

-- Members are seen and owners act in sessions alone.
create or replace function owned_book() returns uuid
  language sql stable parallel safe security definer set search_path = public, pg_temp
  return case when acting_role() = 'owner' and acting_person() is not null then acting_book() end;

create or replace function members_of_book() returns table (id uuid, name text, email text, role text)
  language sql stable parallel safe security definer set search_path = public, pg_temp begin atomic
  select p.id, p.name, p.email, m.role from member m join person p on p.id = m.person_id
  where m.book_id = acting_book() and acting_person() is not null order by m.created_at, p.id;
end;

-- Opens the book of a file for the transaction that holds the job. Nothing where whoever put it may not write there any
-- more, or the file is gone.
create function worker.open_file_job(held uuid, attempt int)
  returns table (book uuid, import uuid, person uuid, currency text, zone text, locale text, cancelled boolean)
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform set_config('app.session', '', true), set_config('app.token', '', true), set_config('app.job', held::text, true),
    set_config('app.book', coalesce((
      select f.book_id from worker.file_job f join worker.job j on j.id = f.job_id
      where f.job_id = held and j.attempts = attempt and j.ended_at is null
    )::text, ''), true);
  return query
    select b.id, f.import_id, p.id, b.currency::text, b.zone, p.locale, f.cancelled
    from worker.file_job f join book b on b.id = f.book_id join person p on p.id = f.person_id
    where f.job_id = held and b.id = writable_book();
  if not found then perform set_config('app.book', '', true); end if;
end $$;

-- Notes how far a job is; false once nobody wants it any more.
create function worker.tell_file_job(held uuid, new_done int, new_total int) returns boolean
  language plpgsql security definer set search_path = worker, pg_temp as $$
declare
  wanted boolean;
begin
  update file_job set done = new_done, total = new_total, running = true where job_id = held returning not file_job.cancelled into wanted;
  return coalesce(wanted, false);
end $$;

-- As before, and a file's page tells why.
create or replace function worker.fail_job(held uuid, attempt int, why text) returns boolean
  language plpgsql security definer set search_path = worker, pg_temp as $$
declare
  is_last boolean;
begin
  update job set error = left(why, 500), due_at = now() + interval '10 seconds' * 4 ^ (attempts - 1),
    ended_at = case when attempts >= 6 then now() end
    where id = held and attempts = attempt and ended_at is null
    returning ended_at is not null into is_last;
  if found then update file_job set running = false where job_id = held; end if;
  return is_last;
end $$;

-- Takes a job away that nobody wants any more.
create function worker.drop_job(held uuid, attempt int) returns void
  language plpgsql security definer set search_path = worker, pg_temp as $$
begin
  delete from job where id = held and attempts = attempt and ended_at is null;
end $$;

-- Ends a job that would fail the same way each time.
create function worker.give_up_job(held uuid, attempt int, why text) returns void
  language plpgsql security definer set search_path = worker, pg_temp as $$
begin
  update job set error = left(why, 500), ended_at = now() where id = held and attempts = attempt and ended_at is null;
end $$;

revoke execute on all functions in schema worker from public;
-- Whoever acts by sessions calls the new functions in the next moment, before the migration grants what is new.
do $$
declare
  one regprocedure;
  caller regrole;
begin
  for one in select oid from pg_proc where pronamespace = 'public'::regnamespace and prosecdef and proname in (
    'put_file_job', 'file_job_state', 'cancel_file_job', 'job_person'
  ) loop
    execute format('revoke execute on function %s from public', one);
    for caller in
      select grantee::regrole from pg_proc, aclexplode(proacl)
      where pg_proc.oid = 'acting_person()'::regprocedure and grantee not in (0, proowner)
    loop
      execute format('grant execute on function %s to %s', one, caller);
    end loop;
  end loop;
end $$;
