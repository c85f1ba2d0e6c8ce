-- What is due by itself is entered by a worker, in the name of whoever made the schedule while that person may write in the
-- book, and else of its first owner. A job opens the book as one about a file does.
create table worker.schedule_job (
  job_id uuid primary key references worker.job on delete cascade,
  book_id uuid not null,
  schedule_id uuid not null,
  person_id uuid not null references public.person on delete cascade,
  unique (book_id, schedule_id),
  foreign key (book_id, schedule_id) references public.schedule on delete cascade
);
create index schedule_job_person on worker.schedule_job (person_id);

-- Puts a job for each schedule that is due in the time zone of its book, unless it has one. What failed for good rests for
-- an hour.
create function worker.put_due() returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  due record;
  made uuid;
begin
  delete from worker.schedule_job s using worker.job j
    where j.id = s.job_id and j.ended_at < now() - case when j.error is null then interval '0' else interval '1 hour' end;
  for due in
    select s.book_id, s.id, coalesce(
      (select m.person_id from member m where m.book_id = s.book_id and m.person_id = s.created_by and m.role in ('owner', 'editor')),
      (select m.person_id from member m where m.book_id = s.book_id and m.role = 'owner' order by m.created_at, m.person_id limit 1)
    ) as person_id
    from schedule_look look join schedule s on s.book_id = look.book_id and s.id = look.schedule_id join book b on b.id = s.book_id
    where look.try_on <= (now() at time zone 'UTC')::date + 1 and look.try_on <= (now() at time zone b.zone)::date
      and s.enters = 'by itself'
      and not exists (select from worker.schedule_job j where j.book_id = s.book_id and j.schedule_id = s.id)
    limit 100
  loop
    continue when due.person_id is null;
    insert into worker.job (kind) values ('enter-due') returning id into made;
    insert into worker.schedule_job (job_id, book_id, schedule_id, person_id)
      values (made, due.book_id, due.id, due.person_id) on conflict do nothing;
    if not found then delete from worker.job where id = made; end if;
  end loop;
end $$;

create or replace function job_person() returns uuid
  language sql stable parallel safe security definer set search_path = public, pg_temp
  return (select coalesce(f.person_id, s.person_id) from worker.job j
    left join worker.file_job f on f.job_id = j.id left join worker.schedule_job s on s.job_id = j.id
    where j.id = nullif(current_setting('app.job', true), '')::uuid and j.ended_at is null
      and coalesce(f.book_id, s.book_id) = nullif(current_setting('app.book', true), '')::uuid);

-- Opens the book of a schedule for the transaction that holds the job. Nothing where the schedule is gone, or whoever the job
-- works for may not write there any more.
create function worker.open_schedule_job(held uuid, attempt int)
  returns table (book uuid, schedule uuid, person uuid, zone text)
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  perform set_config('app.session', '', true), set_config('app.token', '', true), set_config('app.job', held::text, true),
    set_config('app.book', coalesce((
      select s.book_id from worker.schedule_job s join worker.job j on j.id = s.job_id
      where s.job_id = held and j.attempts = attempt and j.ended_at is null
    )::text, ''), true);
  return query
    select b.id, s.schedule_id, s.person_id, b.zone from worker.schedule_job s join book b on b.id = s.book_id
    where s.job_id = held and b.id = writable_book();
end $$;

revoke execute on all functions in schema worker from public;
