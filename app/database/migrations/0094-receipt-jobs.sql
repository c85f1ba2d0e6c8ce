-- What the worker does each night about receipts: it learns which files are listed and removes those that nobody needs any
-- more. It reads none of them.
create function worker.listed_receipt_files() returns table (hash text, bytes int)
  language sql stable security definer set search_path = public, pg_temp begin atomic
  select encode(f.hash, 'hex'), f.bytes from receipt_file f;
end;

-- Files that are kept in the database.
create function worker.stored_receipt_files() returns table (hash text, bytes int)
  language sql stable security definer set search_path = public, pg_temp begin atomic
  select encode(p.hash, 'hex'), sum(length(p.bytes))::int from receipt_part p group by p.hash;
end;

create function worker.drop_receipt_parts(wanted text) returns void
  language sql security definer set search_path = public, pg_temp begin atomic
  delete from receipt_part where hash = decode(wanted, 'hex');
end;

-- Receipts of forms that nobody saved within a day.
create function worker.expire_waiting_receipts(most int) returns int
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  gone int;
begin
  delete from receipt where (book_id, id) in (
    select book_id, id from receipt where transaction_id is null and created_at < now() - interval '1 day'
    limit most for update skip locked);
  get diagnostics gone = row_count;
  return gone;
end $$;

-- Locks files that no receipt has needed for 30 days, and that no kept backup lists.
create function worker.unneeded_receipt_files(most int) returns table (hash text)
  language sql security definer set search_path = public, pg_temp begin atomic
  select encode(f.hash, 'hex') from receipt_file f
  where f.needed_at < now() - interval '30 days' and not is_receipt_file_needed(f.hash)
    and not exists (select from kept_backup_file k where k.hash = f.hash)
  limit most for update skip locked;
end;

-- Takes a file from the list, once it is removed from where it was kept.
create function worker.forget_receipt_file(wanted text) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  delete from receipt where hash = decode(wanted, 'hex'); -- of transactions that are gone
  delete from receipt_file where hash = decode(wanted, 'hex');
end $$;
revoke execute on all functions in schema worker from public;

-- For whoever takes backups. A backup lists the files that its database needs, and those whose receipt can be brought back by
-- an undo; none of them is removed while that backup is kept.
create schema backup;
create view backup.receipt_file as
  select encode(f.hash, 'hex') as hash, f.bytes from receipt_file f
  where f.needed_at >= now() - interval '30 days' or is_receipt_file_needed(f.hash);

-- Notes what a backup lists, as of the moment at which it was taken.
create function backup.note(new_name text, new_taken_at timestamptz) returns void
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into kept_backup (name, taken_at) values (new_name, new_taken_at) on conflict (name) do update set taken_at = excluded.taken_at;
  insert into kept_backup_file (backup, hash)
    select new_name, f.hash from receipt_file f
    where f.needed_at >= new_taken_at - interval '30 days' or is_receipt_file_needed(f.hash)
    on conflict do nothing;
end $$;

-- Forgets all backups but these.
create function backup.keep(names text[]) returns int
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  gone int;
begin
  delete from kept_backup where name <> all(names);
  get diagnostics gone = row_count;
  return gone;
end $$;
revoke execute on all functions in schema backup from public;
grant usage on schema backup to pg_read_all_data;
grant select on backup.receipt_file to pg_read_all_data;
grant execute on all functions in schema backup to pg_read_all_data;
