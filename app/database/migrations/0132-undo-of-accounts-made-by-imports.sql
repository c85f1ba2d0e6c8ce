-- An undo of an import takes the accounts that the import made; its rows stay, so that an undo of that brings all back.
alter table import_row drop constraint import_row_book_id_account_id_fkey;

-- What one undo takes away, the next one brings back. No other job but a book's first import adds an account.
create or replace function opened_by_job_without_import() returns boolean
  language sql stable parallel safe security definer set search_path = public, pg_temp
  return opened_by_job() and not exists (
    select from worker.job j
    where j.id = nullif(current_setting('app.job', true), '')::uuid and j.kind in ('import-file', 'undo-import') and j.ended_at is null);

-- A job takes away no account but one that the act made which it undoes.
create function removable_here(account uuid) returns boolean
  language sql stable parallel safe security definer set search_path = public, pg_temp
  return not opened_by_job() or exists (
    select from worker.job j join audit made on made.book_id = acting_book() and made.act_id = (j.details ->> 'act')::uuid
    where j.id = nullif(current_setting('app.job', true), '')::uuid and j.kind = 'undo-import' and j.ended_at is null
      and made.subject = 'account' and made.subject_id = account and made.before is null);
create policy account_not_removed_by_other_job on account as restrictive for delete using (removable_here(id));

-- Whoever acts by sessions calls the new function in the next moment, before the migration grants what is new.
do $$
declare
  caller regrole;
begin
  revoke execute on function removable_here(uuid) from public;
  for caller in
    select grantee::regrole from pg_proc, aclexplode(proacl)
    where pg_proc.oid = 'acting_person()'::regprocedure and grantee not in (0, proowner)
  loop
    execute format('grant execute on function removable_here(uuid) to %s', caller);
  end loop;
end $$;
