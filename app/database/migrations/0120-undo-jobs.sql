-- The undo of a large import takes longer than a request may: a worker does it as it does the import, within one transaction
-- that its job opens, in the name of whoever wants it. Resolves to the import; null where the act is none, or is undone.
create function put_undo_job(wanted uuid) returns uuid
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  book uuid := writable_book();
  one uuid;
  made uuid;
begin
  if acting_person() is null then return null; end if;
  select i.id into one from import i join act a on a.book_id = i.book_id and a.id = i.act_id
    where i.book_id = book and i.act_id = wanted and i.state <> 'draft' and a.undone_by is null;
  if not found then return null; end if;
  if exists (
    select from worker.file_job f join worker.job j on j.id = f.job_id
    where f.book_id = book and f.import_id = one and j.ended_at is null
  ) then return one; end if;
  perform from import where book_id = book and id = one for update;
  delete from worker.job where ended_at is not null
    and id in (select job_id from worker.file_job where book_id = book and import_id = one);
  if exists (select from worker.file_job where book_id = book and import_id = one) then return one; end if;
  insert into worker.job (kind, details) values ('undo-import', jsonb_build_object('act', wanted)) returning id into made;
  insert into worker.file_job (job_id, book_id, import_id, person_id) values (made, book, one, acting_person());
  return one;
end $$;

create function opened_by_job() returns boolean language sql stable parallel safe
  return coalesce(current_setting('app.job', true), '') <> '';

-- True in a transaction that a job has opened which undoes nothing: what an undo takes away, puts back and marks, it leaves.
create function opened_by_other_job() returns boolean
  language sql stable parallel safe security definer set search_path = public, pg_temp
  return opened_by_job() and not exists (
    select from worker.job j
    where j.id = nullif(current_setting('app.job', true), '')::uuid and j.kind = 'undo-import' and j.ended_at is null);

create policy transaction_not_removed_by_other_job on transaction as restrictive for delete
  using (not (select opened_by_other_job()));
create policy transaction_tag_not_removed_by_other_job on transaction_tag as restrictive for delete
  using (not (select opened_by_other_job()));
create policy act_not_changed_by_other_job on act as restrictive for update using (not (select opened_by_other_job()));
create policy import_row_not_changed_by_other_job on import_row as restrictive for update
  using (not (select opened_by_other_job()));
-- An undo locks accounts and categories, so that none is closed or deleted meanwhile. No job changes one.
create policy account_not_changed_by_job on account as restrictive for update
  using (not opened_by_job() or book_id = (select acting_book())) with check (not opened_by_job());
create policy category_not_changed_by_job on category as restrictive for update
  using (not opened_by_job() or book_id = (select acting_book())) with check (not opened_by_job());

-- Whoever a job works for puts back what it puts back.
do $$
declare
  one regprocedure;
  caller regrole;
begin
  execute replace(pg_get_functiondef('put_transactions_back(uuid,uuid,uuid[])'::regprocedure),
    'person uuid := acting_person()', 'person uuid := acting_importer()');
  for one in select oid from pg_proc where pronamespace = 'public'::regnamespace and proname in ('put_undo_job', 'opened_by_other_job') loop
    execute format('revoke execute on function %s from public', one);
    for caller in
      select grantee::regrole from pg_proc, aclexplode(proacl)
      where pg_proc.oid = 'acting_person()'::regprocedure and grantee not in (0, proowner)
    loop
      execute format('grant execute on function %s to %s', one, caller);
    end loop;
  end loop;
end $$;
