-- An undo of an import takes the accounts that the import made; its rows, and how its file was read, stay, so that an undo of
-- that brings all back.
alter table import_row drop constraint import_row_book_id_account_id_fkey;
alter table mapping drop constraint mapping_book_id_account_id_fkey;

-- The act that the job undoes which has opened the transaction; null in any other.
create function act_undone_by_job() returns uuid
  language sql stable parallel safe security definer set search_path = public, pg_temp
  return (
    select (j.details ->> 'act')::uuid from worker.job j
    where j.id = nullif(current_setting('app.job', true), '')::uuid and j.kind = 'undo-import' and j.ended_at is null);

-- True for an account that this act `made`, or has `taken` away.
create function account_of_undone_act(account uuid, how text) returns boolean
  language sql stable parallel safe security definer set search_path = public, pg_temp
  return exists (
    select from audit touched
    where touched.book_id = acting_book() and touched.act_id = act_undone_by_job() and touched.subject = 'account'
      and touched.subject_id = account and case how when 'made' then touched.before when 'taken' then touched.after else '{}' end is null);

create policy account_not_removed_by_other_job on account as restrictive for delete
  using (not opened_by_job() or account_of_undone_act(id, 'made'));
drop policy account_not_added_by_other_job on account;
create policy account_not_added_by_other_job on account as restrictive for insert
  with check (not (select opened_by_job_without_import()) or account_of_undone_act(id, 'taken'));
-- Nor does it write what these believe.
create policy audit_of_undone_act_is_closed on audit as restrictive for insert
  with check (not opened_by_job() or act_id is distinct from (select act_undone_by_job()));

-- Whoever acts by sessions calls the new functions in the next moment, before the migration grants what is new.
do $$
declare
  one regprocedure;
  caller regrole;
begin
  foreach one in array array['act_undone_by_job()', 'account_of_undone_act(uuid, text)']::regprocedure[] loop
    execute format('revoke execute on function %s from public', one);
    for caller in
      select grantee::regrole from pg_proc, aclexplode(proacl)
      where pg_proc.oid = 'acting_person()'::regprocedure and grantee not in (0, proowner)
    loop
      execute format('grant execute on function %s to %s', one, caller);
    end loop;
  end loop;
end $$;
