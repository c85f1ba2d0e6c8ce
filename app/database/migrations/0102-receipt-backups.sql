-- Whoever takes backups reads the view by it: a view asks the rights of its reader for the functions in it.
grant execute on function is_receipt_file_needed(bytea) to pg_read_all_data;

-- What the nightly check of the files of receipts found last: every worker says the same of it, also after a restart.
create table worker.receipt_check (
  one boolean primary key default true check (one),
  listed int not null,
  missing int not null,
  unlisted int not null
);

create function worker.note_receipt_check(new_listed int, new_missing int, new_unlisted int) returns void
  language sql security definer set search_path = worker, pg_temp begin atomic
  insert into worker.receipt_check (listed, missing, unlisted) values (new_listed, new_missing, new_unlisted)
    on conflict (one) do update set listed = excluded.listed, missing = excluded.missing, unlisted = excluded.unlisted;
end;

create function worker.last_receipt_check() returns table (what text, count int)
  language sql stable security definer set search_path = worker, pg_temp begin atomic
  select found.what, found.count from worker.receipt_check c,
    lateral (values ('listed', c.listed), ('missing', c.missing), ('unlisted', c.unlisted)) found (what, count);
end;
revoke execute on function worker.note_receipt_check(int, int, int), worker.last_receipt_check() from public;
