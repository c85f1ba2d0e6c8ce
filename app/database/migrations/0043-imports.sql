-- Bank files that a book has taken in, row by row, so that the same row never comes in twice and all of a file can be undone.
create table import (
  book_id uuid not null references book on delete cascade,
  id uuid not null default uuidv7(),
  person_id uuid references person on delete set null,
  state text not null default 'draft' check (state in ('draft', 'done', 'undone')),
  file_name text not null check (length(file_name) between 1 and 200),
  sha256 bytea not null check (length(sha256) = 32),
  -- Format and header of the file: what comes from one bank by one way has the same.
  fingerprint text not null check (length(fingerprint) between 1 and 100),
  -- The file itself, until it is imported.
  bytes bytea check (length(bytes) <= 33554432),
  -- How a person wants it read, and which accounts are meant.
  choices jsonb not null default '{}' check (jsonb_typeof(choices) = 'object'),
  -- For each account: days, counts and sum.
  statements jsonb not null default '[]' check (jsonb_typeof(statements) = 'array'),
  -- What an undo undoes now: the import, or the last undo of it.
  act_id uuid,
  created_at timestamptz not null default now(),
  done_at timestamptz,
  primary key (book_id, id),
  foreign key (book_id, act_id) references act (book_id, id),
  check ((state = 'draft') = (bytes is not null)),
  check ((state = 'draft') = (act_id is null)),
  check ((state = 'draft') = (done_at is null))
);
-- A file is compressed already, or is about to be read whole anyway.
alter table import alter column bytes set storage external;
create index import_person on import (person_id);
create index import_act on import (book_id, act_id) where act_id is not null;
create index import_file on import (book_id, sha256);

-- A row as the bank wrote it. Rows that are the same on one day (`key`) are told apart by number. It keeps the id of its
-- transaction when that is deleted: so the row stays away, and is there again when the deletion is undone.
create table import_row (
  book_id uuid not null references book on delete cascade,
  import_id uuid not null,
  line int not null check (line >= 1),
  account_id uuid not null,
  key bytea not null check (length(key) = 32),
  ordinal int not null check (ordinal >= 1),
  bank_day date not null check (bank_day between '1900-01-01' and '2999-12-31'),
  amount_minor bigint not null check (amount_minor between -1000000000000000 and 1000000000000000),
  raw jsonb not null check (jsonb_typeof(raw) = 'object'),
  -- Null where there was nothing to book: an amount of zero.
  transaction_id uuid,
  -- False where it stands for a transaction that was there before.
  is_added boolean not null default true,
  -- Taken away with its import.
  forgotten boolean not null default false,
  primary key (book_id, import_id, line),
  foreign key (book_id, import_id) references import (book_id, id) on delete cascade,
  foreign key (book_id, account_id) references account (book_id, id) on delete cascade
);
create unique index import_row_key on import_row (book_id, account_id, key, ordinal) where not forgotten;
create index import_row_transaction on import_row (book_id, transaction_id) where transaction_id is not null;

-- How somebody had the files of one header read into an account, for the next one.
create table mapping (
  book_id uuid not null references book on delete cascade,
  account_id uuid not null,
  fingerprint text not null check (length(fingerprint) between 1 and 100),
  choices jsonb not null check (jsonb_typeof(choices) = 'object'),
  used_at timestamptz not null default now(),
  primary key (book_id, fingerprint, account_id),
  foreign key (book_id, account_id) references account (book_id, id) on delete cascade
);
create index mapping_account on mapping (book_id, account_id);

do $$
declare
  one text;
begin
  foreach one in array array['import', 'import_row', 'mapping'] loop
    execute format('alter table %I enable row level security', one);
    execute format('create policy %1$s_see on %1$I for select using (book_id = (select acting_book()))', one);
    execute format('create policy %1$s_add on %1$I for insert with check (book_id = (select writable_book()))', one);
    execute format('create policy %1$s_change on %1$I for update using (book_id = (select writable_book()))', one);
  end loop;
end $$;
-- What was imported stays for ever; a draft is thrown away.
create policy import_remove on import for delete using (book_id = (select writable_book()) and state = 'draft');
create policy mapping_remove on mapping for delete using (book_id = (select writable_book()));

create function keep_file_name_tidy() returns trigger language plpgsql as $$
begin
  new.file_name := tidy_line(new.file_name);
  return new;
end $$;
create trigger import_tidy before insert or update of file_name on import for each row execute function keep_file_name_tidy();
