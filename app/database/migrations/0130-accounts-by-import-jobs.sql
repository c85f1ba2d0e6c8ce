-- The job that imports a file makes the accounts that it is of, where the book has none. No other job adds one.
create function opened_by_job_without_import() returns boolean
  language sql stable parallel safe security definer set search_path = public, pg_temp
  return opened_by_job() and not exists (
    select from worker.job j
    where j.id = nullif(current_setting('app.job', true), '')::uuid and j.kind = 'import-file' and j.ended_at is null);

create policy account_not_added_by_other_job on account as restrictive for insert
  with check (not (select opened_by_job_without_import()));

-- Whoever acts by sessions calls the new function in the next moment, before the migration grants what is new.
do $$
declare
  caller regrole;
begin
  revoke execute on function opened_by_job_without_import() from public;
  for caller in
    select grantee::regrole from pg_proc, aclexplode(proacl)
    where pg_proc.oid = 'acting_person()'::regprocedure and grantee not in (0, proowner)
  loop
    execute format('grant execute on function opened_by_job_without_import() to %s', caller);
  end loop;
end $$;
