-- What a transaction of the database touched is checked once, at its COMMIT, all of it together. Until now each line was
-- checked by itself, which took an import of 10,000 rows most of its time. What is accepted and refused is as before.

-- Nobody's to see: there is no policy. A row is gone by the end of the transaction that wrote it.
create table unchecked (
  writer xid8 not null default pg_current_xact_id(),
  n bigint not null generated always as identity,
  book_id uuid not null,
  ids uuid[] not null,
  primary key (writer, n)
);
alter table unchecked alter column ids set storage external;
alter table unchecked enable row level security;

create function remember_lines() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into unchecked (book_id, ids)
    select book_id, array_agg(distinct transaction_id) from changed group by book_id;
  return null;
end $$;
create function remember_moved_lines() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into unchecked (book_id, ids)
    select book_id, array_agg(distinct transaction_id)
    from (select book_id, transaction_id from former union all select book_id, transaction_id from changed) touched
    group by book_id;
  return null;
end $$;
create function remember_headers() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into unchecked (book_id, ids) select book_id, array_agg(id) from changed group by book_id;
  return null;
end $$;
create function remember_kinds() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  insert into unchecked (book_id, ids)
    select book_id, array_agg(changed.id) from former join changed using (book_id, id)
    where former.kind <> changed.kind group by book_id;
  return null;
end $$;

-- At COMMIT, for all that the transaction touched; the first call takes everything, so that the others find nothing left.
-- As the owner, because it has to look at whole transactions whichever book the session works for by then.
create function check_touched() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
declare
  touched record;
  there bigint;
  sound bigint;
  wrong record;
begin
  for touched in
    with taken as (delete from unchecked where writer = pg_current_xact_id() returning book_id, ids)
    select book_id, array_agg(distinct id) as ids from taken, unnest(ids) id group by book_id
  loop
    -- One that was deleted together with its lines has no header any more.
    select count(*) into there from transaction where book_id = touched.book_id and id = any(touched.ids);
    select count(*) into sound from transaction_shapes(touched.book_id, touched.ids) shape
      join transaction header on header.book_id = touched.book_id and header.id = shape.id
      where shape.fault is null and shape.kind = header.kind;
    if sound = there then continue; end if;
    -- Only now one by one: to join them all this way round takes a time that grows with their square.
    select coalesce(shape.fault, case when shape.id is null then 'postings' else 'other kind' end) as fault into wrong
    from transaction header left join transaction_shapes(touched.book_id, touched.ids) shape on shape.id = header.id
    where header.book_id = touched.book_id and header.id = any(touched.ids)
      and (shape.id is null or shape.fault is not null or shape.kind <> header.kind)
    order by header.id limit 1;
    if wrong.fault = 'postings' then
      raise exception 'a transaction needs two postings, one of them on an account'
        using errcode = 'check_violation', constraint = 'transaction_has_postings', table = 'posting';
    elsif wrong.fault = 'sum' then
      raise exception 'the postings of a transaction sum to zero in each currency'
        using errcode = 'check_violation', constraint = 'transaction_sums_to_zero', table = 'posting';
    elsif wrong.fault = 'kind' then
      raise exception 'the postings of a transaction are neither spent nor received nor moved'
        using errcode = 'check_violation', constraint = 'transaction_has_a_kind', table = 'posting';
    else
      raise exception 'the kind of a transaction is the one that its postings have'
        using errcode = 'check_violation', constraint = 'transaction_kind_fits', table = 'transaction';
    end if;
  end loop;
  return null;
end $$;
revoke execute on function remember_lines(), remember_moved_lines(), remember_headers(), remember_kinds(), check_touched()
  from public;

create constraint trigger all_complete after insert on unchecked
  deferrable initially deferred for each row execute function check_touched();

drop trigger transaction_complete on transaction;
drop trigger posting_complete on posting;
create trigger transaction_remember_added after insert on transaction referencing new table as changed
  for each statement execute function remember_headers();
create trigger transaction_remember_changed after update on transaction referencing old table as former new table as changed
  for each statement execute function remember_kinds();
create trigger posting_remember_added after insert on posting referencing new table as changed
  for each statement execute function remember_lines();
create trigger posting_remember_changed after update on posting referencing old table as former new table as changed
  for each statement execute function remember_moved_lines();
create trigger posting_remember_removed after delete on posting referencing old table as changed
  for each statement execute function remember_lines();
