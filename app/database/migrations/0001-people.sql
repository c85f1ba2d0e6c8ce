-- People, their sessions, their books, and who may do what in a book.

-- Which book and which person this transaction works for: set by set_config(…, true), so that it ends with the
-- transaction. A connection that was used before holds '' rather than null.
create function current_book() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.book_id', true), '')::uuid;
create function current_person() returns uuid language sql stable parallel safe
  return nullif(current_setting('app.person_id', true), '')::uuid;

create table person (
  id uuid primary key default uuidv7(),
  email text not null check (length(email) between 3 and 254 and email like '%_@_%'),
  name text not null check (length(name) between 1 and 100),
  password_hash text not null,
  currency char(3) not null default 'EUR' check (currency ~ '^[A-Z]{3}$'),
  locale text not null default 'en' check (length(locale) between 2 and 35),
  time_zone text not null default 'UTC' check (length(time_zone) between 1 and 64),
  date_format text not null default 'locale'
    check (date_format in ('locale', 'YYYY-MM-DD', 'DD/MM/YYYY', 'MM/DD/YYYY', 'DD.MM.YYYY')),
  theme text not null default 'system' check (theme in ('system', 'light', 'dark')),
  notifications boolean not null default true,
  created_at timestamptz not null default now()
);
create unique index person_email on person (lower(email));

-- The truth about who is signed in. No index on the instants: they change each minute, and so stay cheap to update.
create table session (
  token_hash bytea primary key check (length(token_hash) = 32),
  person_id uuid not null references person on delete cascade,
  data jsonb not null default '{}',
  user_agent text not null default '' check (length(user_agent) <= 200),
  created_at timestamptz not null default now(),
  seen_at timestamptz not null default now(),
  expires_at timestamptz not null
) with (fillfactor = 70);
create index session_person on session (person_id);

create table book (
  id uuid primary key default uuidv7(),
  name text not null check (length(name) between 1 and 100),
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  -- Bumped as the last statement of every transaction that writes to the book; what is cached is named by it.
  version bigint not null default 1,
  created_at timestamptz not null default now()
) with (fillfactor = 70);

create table member (
  book_id uuid not null references book on delete cascade,
  person_id uuid not null references person on delete cascade,
  role text not null check (role in ('owner', 'editor', 'viewer')),
  created_at timestamptz not null default now(),
  primary key (book_id, person_id)
);
create index member_person on member (person_id, book_id);

-- What a form or an API call that carries this key has already done, and what it was answered.
create table idempotency (
  book_id uuid not null references book on delete cascade,
  person_id uuid not null references person on delete cascade,
  key text not null check (length(key) between 1 and 200),
  fingerprint text not null default '',
  result json,
  created_at timestamptz not null default now(),
  primary key (book_id, person_id, key)
);
create index idempotency_age on idempotency (book_id, created_at);

-- Reading a membership is how a request finds out which book it may work for, so these two are read freely and
-- changed only from inside the book.
alter table book enable row level security;
alter table book force row level security;
create policy book_read on book for select using (true);
create policy book_add on book for insert with check (id = current_book());
create policy book_change on book for update using (id = current_book());
create policy book_remove on book for delete using (id = current_book());

alter table member enable row level security;
alter table member force row level security;
create policy member_read on member for select using (true);
create policy member_add on member for insert with check (book_id = current_book());
create policy member_change on member for update using (book_id = current_book());
create policy member_remove on member for delete using (book_id = current_book());

alter table idempotency enable row level security;
alter table idempotency force row level security;
create policy idempotency_book on idempotency using (book_id = current_book());
