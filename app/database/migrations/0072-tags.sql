-- Words that people give to transactions, several to one, with a colour of six. Changing or taking away a tag touches no
-- transaction's version, as with payees.
create table tag (
  book_id uuid not null references book on delete cascade,
  id uuid not null default uuidv7(),
  name text not null check (length(name) between 1 and 40 and name = btrim(name) and name !~ '[,;،、，؛]'),
  color smallint not null default 1 check (color between 1 and 6),
  created_at timestamptz not null default now(),
  primary key (book_id, id)
);
create unique index tag_name on tag (book_id, plain_text(name));
create trigger tag_tidy before insert or update of name on tag for each row execute function keep_name_tidy();

create table transaction_tag (
  book_id uuid not null references book on delete cascade, -- directly, so that a book can be deleted in one statement
  transaction_id uuid not null,
  tag_id uuid not null,
  primary key (book_id, transaction_id, tag_id),
  foreign key (book_id, transaction_id) references transaction (book_id, id) on delete cascade,
  foreign key (book_id, tag_id) references tag (book_id, id) on delete cascade
);
create index transaction_tag_by_tag on transaction_tag (book_id, tag_id, transaction_id);

alter table tag enable row level security;
alter table transaction_tag enable row level security;
do $$
declare
  one text;
begin
  foreach one in array array['tag', 'transaction_tag'] loop
    execute format('create policy %1$s_see on %1$I for select using (book_id = (select acting_book()))', one);
    execute format('create policy %1$s_add on %1$I for insert with check (book_id = (select writable_book()))', one);
    execute format('create policy %1$s_change on %1$I for update using (book_id = (select writable_book()))', one);
    execute format('create policy %1$s_remove on %1$I for delete using (book_id = (select writable_book()))', one);
    execute format('create policy %1$s_not_changed_by_token on %1$I as restrictive for update using (not opened_by_token())', one);
    execute format('create policy %1$s_not_removed_by_token on %1$I as restrictive for delete using (not opened_by_token())', one);
    execute format('create policy %1$s_not_added_by_token on %1$I as restrictive for insert with check (not opened_by_token())', one);
  end loop;
end $$;

-- What may be recorded, and tags.
do $$
declare
  rule text := (select pg_get_constraintdef(oid) from pg_constraint
    where conrelid = 'audit'::regclass and conname = 'audit_subject_check');
begin
  alter table audit drop constraint audit_subject_check;
  execute 'alter table audit add constraint audit_subject_check '
    || replace(replace(rule, 'ARRAY[', 'ARRAY[''tag''::text, '), ' NOT VALID', '') || ' not valid';
end $$;

-- The tags of a book that look like these names, in their order; made where there are none, each in the next colour.
create function tags_named(book uuid, names text[]) returns uuid[] language plpgsql as $$
declare
  typed text;
  wanted text;
  found_id uuid;
  ids uuid[] := '{}';
begin
  foreach typed in array names loop
    wanted := tidy_line(typed);
    continue when plain_text(wanted) = '';
    loop
      select id into found_id from tag where book_id = book and plain_text(name) = plain_text(wanted);
      exit when found;
      insert into tag (book_id, name, color) values (book, wanted, 1 + (select count(*) from tag where book_id = book) % 6)
        on conflict do nothing returning id into found_id;
      exit when found;
    end loop;
    ids := ids || found_id;
  end loop;
  return ids;
end $$;

-- A transaction as before, with the ids of its tags.
alter function transaction_document(uuid) rename to transaction_document_untagged;
create function transaction_document(wanted uuid) returns jsonb language sql stable as $$
  select transaction_document_untagged(wanted) || jsonb_build_object('tags', coalesce((
    select jsonb_agg(tag_id order by tag_id) from transaction_tag
    where book_id = coalesce(acting_book(), current_book()) and transaction_id = wanted
  ), '[]'))
$$;
alter function transaction_documents(uuid, uuid[]) rename to transaction_documents_untagged;
create function transaction_documents(book uuid, ids uuid[]) returns table (id uuid, document jsonb)
  language sql stable parallel safe begin atomic
  select one.id, one.document || jsonb_build_object('tags', coalesce((
    select jsonb_agg(x.tag_id order by x.tag_id) from transaction_tag x where x.book_id = book and x.transaction_id = one.id
  ), '[]'))
  from transaction_documents_untagged(book, ids) one;
end;

-- Puts transactions back as before, and their tags with the rows themselves, before these are recorded. A tag that was
-- taken away since stays away; a document from before there were tags says nothing of them.
alter function put_transactions_back(uuid, uuid, uuid[]) rename to put_transactions_back_untagged;
create function put_transactions_back(book uuid, act uuid, ids uuid[]) returns void language plpgsql as $$
begin
  perform set_config('app.put_back', act::text, true);
  perform put_transactions_back_untagged(book, act, ids);
  perform set_config('app.put_back', '', true);
end $$;
create function put_tags_back() returns trigger language plpgsql as $$
declare
  act uuid := current_setting('app.put_back')::uuid;
  of_book uuid := (select book_id from changed limit 1);
begin
  with former as (
    select one.id, one.was -> 'tags' as tags from transactions_of_act(of_book, act) one
    where one.was ? 'tags' and one.id in (select id from changed)
  ), gone as (
    delete from transaction_tag x using former
    where x.book_id = of_book and x.transaction_id = former.id and not former.tags ? x.tag_id::text
  )
  insert into transaction_tag (book_id, transaction_id, tag_id)
  select of_book, former.id, tag.id from former
    cross join jsonb_array_elements_text(former.tags) had
    join tag on tag.book_id = of_book and tag.id = had::uuid
  on conflict do nothing;
  return null;
end $$;
create trigger transaction_tags_brought_back after insert on transaction referencing new table as changed
  for each statement when (current_setting('app.put_back', true) <> '') execute function put_tags_back();
create trigger transaction_tags_turned_back after update on transaction referencing new table as changed
  for each statement when (current_setting('app.put_back', true) <> '') execute function put_tags_back();
