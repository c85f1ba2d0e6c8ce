-- Rules of a book, in the order in which they are applied. What they refer to stands inside the documents, and is looked for
-- whenever they are written: a rule of one book never names an account or a category of another.
create table rule (
  book_id uuid not null references book on delete cascade,
  id uuid not null default uuidv7(),
  position int not null,
  match text not null check (match in ('all', 'any')),
  conditions jsonb not null check (jsonb_typeof(conditions) = 'array' and jsonb_array_length(conditions) between 1 and 20),
  actions jsonb not null check (jsonb_typeof(actions) = 'array' and jsonb_array_length(actions) between 1 and 10),
  created_at timestamptz not null default now(),
  primary key (book_id, id)
);
create index rule_order on rule (book_id, position, id);
alter table rule enable row level security;
create policy rule_see on rule for select using (book_id = (select acting_book()));
create policy rule_add on rule for insert with check (book_id = (select writable_book()));
create policy rule_change on rule for update using (book_id = (select writable_book()));
create policy rule_remove on rule for delete using (book_id = (select writable_book()));

create function check_rule() returns trigger
  language plpgsql security definer set search_path = public, pg_temp as $$
begin
  if exists (
    select from jsonb_path_query(new.actions, '$.**.category') one (id)
    where not exists (
      select from category c where c.book_id = new.book_id and c.id = (one.id #>> '{}')::uuid and c.kind <> 'equity'
    )
  ) or exists (
    select from jsonb_path_query(new.conditions || new.actions, '$.**.account') one (id)
    where not exists (select from account a where a.book_id = new.book_id and a.id = (one.id #>> '{}')::uuid)
  ) then
    raise exception 'a rule names an account or a category that its book does not have'
      using errcode = 'foreign_key_violation', constraint = 'rule_refers', table = 'rule';
  end if;
  return new;
end $$;
revoke execute on function check_rule() from public;
create trigger rule_refers before insert or update of conditions, actions on rule
  for each row execute function check_rule();

do $$
declare
  known text;
begin
  select pg_get_expr(conbin, conrelid) into known from pg_constraint where conname = 'audit_subject_check';
  alter table audit drop constraint audit_subject_check;
  execute format('alter table audit add constraint audit_subject_check check (%s or subject in (''rule'')) not valid', known);
end $$;
