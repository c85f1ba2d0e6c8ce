-- Accounts, categories, and double entry: a transaction is a header plus postings that sum to zero per currency.
-- A posting on an account is seen from the account (12.50 spent is -1250 there); its counterpart on a category is not.

-- Both are trusted extensions: the owner of the database may create them.
create extension if not exists pg_trgm;
create extension if not exists btree_gin;

create table account (
  book_id uuid not null references book on delete cascade,
  id uuid not null default uuidv7(),
  name text not null check (length(name) between 1 and 80 and name = btrim(name)),
  kind text not null check (kind in ('cash', 'bank', 'card', 'savings', 'loan', 'asset')),
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  opened_on date not null check (opened_on between '1900-01-01' and '2999-12-31'),
  closed_on date check (closed_on between opened_on and '2999-12-31'),
  created_at timestamptz not null default now(),
  primary key (book_id, id),
  unique (book_id, id, currency) -- what a posting refers to, so that it has its account's currency
);
create unique index account_name on account (book_id, lower(name));

-- Two levels, held by the foreign key: a parent is of level 1, has no parent of its own, and is of the same kind.
-- Categories with a role are the book's own: `unsorted` takes rows that nobody has sorted yet (one for spent, one for
-- received); `opening` and `exchange` are of the kind `equity` and stand against opening balances and against moves
-- between two currencies, so that these sum to zero without counting as spent or received.
create table category (
  book_id uuid not null references book on delete cascade,
  id uuid not null default uuidv7(),
  parent_id uuid,
  kind text not null check (kind in ('spent', 'received', 'equity')),
  role text check (role in ('unsorted', 'opening', 'exchange')),
  name text not null check (length(name) between 1 and 60 and name = btrim(name)),
  created_at timestamptz not null default now(),
  level smallint not null generated always as (case when parent_id is null then 1 else 2 end) stored,
  parent_level smallint generated always as (case when parent_id is null then null else 1 end) stored,
  primary key (book_id, id),
  unique (book_id, id, kind, level),
  unique (book_id, kind, role),
  check (case when kind = 'equity' then role is not null and role <> 'unsorted' else coalesce(role, 'unsorted') = 'unsorted' end),
  check (role is null or parent_id is null),
  foreign key (book_id, parent_id, kind, parent_level) references category (book_id, id, kind, level)
);
create unique index category_name on category (book_id, kind, coalesce(parent_id, '00000000-0000-0000-0000-000000000000'), lower(name));
create index category_children on category (book_id, parent_id) where parent_id is not null;

create table transaction (
  book_id uuid not null references book on delete cascade,
  id uuid not null default uuidv7(),
  booked_on date not null check (booked_on between '1900-01-01' and '2999-12-31'),
  kind text not null check (kind in ('spent', 'received', 'moved', 'opening')),
  payee text not null default '' check (length(payee) <= 120),
  note text not null default '' check (length(note) <= 1000),
  state text not null default 'cleared' check (state in ('pending', 'cleared')),
  version int not null default 1 check (version >= 1),
  metadata jsonb not null default '{}' check (jsonb_typeof(metadata) = 'object'),
  created_by uuid references person on delete set null,
  created_at timestamptz not null default now(),
  updated_at timestamptz not null default now(),
  primary key (book_id, id),
  -- Read backwards this is the list, newest day first; and it is what keeps a posting's day equal to its header's.
  unique (book_id, booked_on, id)
);
create index transaction_created_by on transaction (created_by);
create index transaction_search on transaction using gin (book_id, (payee || ' ' || note) gin_trgm_ops);

create table posting (
  book_id uuid not null references book on delete cascade, -- directly, so that a book can be deleted in one statement
  transaction_id uuid not null,
  line smallint not null check (line between 1 and 200),
  -- The header's day once more, for the covering indexes; the foreign key carries it along.
  booked_on date not null,
  account_id uuid,
  category_id uuid,
  amount_minor bigint not null
    check (amount_minor between -1000000000000 and 1000000000000 and amount_minor <> 0),
  currency char(3) not null check (currency ~ '^[A-Z]{3}$'),
  note text not null default '' check (length(note) <= 200),
  primary key (book_id, transaction_id, line),
  check (num_nonnulls(account_id, category_id) = 1),
  foreign key (book_id, booked_on, transaction_id) references transaction (book_id, booked_on, id)
    on update cascade on delete cascade,
  foreign key (book_id, account_id, currency) references account (book_id, id, currency),
  foreign key (book_id, category_id) references category (book_id, id)
);
create index posting_by_account on posting (book_id, account_id, booked_on, transaction_id) include (amount_minor)
  where account_id is not null;
create index posting_by_category on posting (book_id, booked_on, category_id) include (amount_minor, currency, transaction_id)
  where category_id is not null;

-- Who changed what: written in the same transaction as the change, and never changed itself.
create table audit (
  book_id uuid not null default current_book() references book on delete cascade,
  id uuid not null default uuidv7(),
  person_id uuid default current_person(),
  happened_at timestamptz not null default now(),
  action text not null check (action in ('add', 'edit', 'delete', 'restore')),
  subject text not null check (subject in ('book', 'account', 'category', 'transaction')),
  subject_id uuid not null,
  before jsonb check (jsonb_typeof(before) = 'object'),
  after jsonb check (jsonb_typeof(after) = 'object'),
  primary key (book_id, id),
  check ((before is null) = (action in ('add', 'restore')) and (after is null) = (action = 'delete'))
);
create index audit_subject on audit (book_id, subject_id, id);

create function refuse_change() returns trigger language plpgsql as $$
begin
  -- A book that is deleted takes everything with it.
  if tg_op = 'DELETE' and not exists (select from book where id = old.book_id) then return old; end if;
  raise exception '%', tg_argv[0] using errcode = 'restrict_violation';
end $$;

create trigger audit_stays before update or delete on audit
  for each row execute function refuse_change('an audit row is never changed');
create trigger category_keeps_kind before update of kind, role on category
  for each row when (old.kind <> new.kind or old.role is distinct from new.role)
  execute function refuse_change('a category keeps its kind');
create trigger account_keeps_currency before update of currency on account
  for each row when (old.currency <> new.currency)
  execute function refuse_change('an account keeps its currency');

-- At COMMIT: at least two postings, zero per currency, at least one account, and only categories that fit the kind.
create function check_transaction() returns trigger language plpgsql as $$
declare
  book uuid;
  id_of uuid;
  header text;
  lines bigint;
  accounts bigint;
  unbalanced boolean;
  misplaced boolean;
begin
  if tg_op = 'DELETE' then book := old.book_id; else book := new.book_id; end if;
  if tg_table_name = 'transaction' then id_of := new.id;
  elsif tg_op = 'DELETE' then id_of := old.transaction_id;
  else id_of := new.transaction_id;
  end if;
  -- The check looks at the row's own book, whichever book the session works for by the time it commits.
  perform set_config('app.book_id', book::text, true);

  select kind into header from transaction where book_id = book and id = id_of;
  if not found then return null; end if; -- deleted together with its postings

  select coalesce(sum(n), 0), coalesce(sum(on_accounts), 0), bool_or(total <> 0), bool_or(wrong)
  into lines, accounts, unbalanced, misplaced
  from (
    select count(*) as n, count(p.account_id) as on_accounts, sum(p.amount_minor) as total,
      coalesce(bool_or(case header
        when 'spent' then c.kind <> 'spent'
        when 'received' then c.kind <> 'received'
        when 'moved' then c.role is distinct from 'exchange'
        else c.role is distinct from 'opening'
      end) filter (where p.category_id is not null), false) as wrong
    from posting p left join category c on c.book_id = p.book_id and c.id = p.category_id
    where p.book_id = book and p.transaction_id = id_of
    group by p.currency
  ) per_currency;

  if lines < 2 or accounts = 0 then
    raise exception 'a transaction needs two postings, one of them on an account'
      using errcode = 'check_violation', constraint = 'transaction_has_postings', table = 'posting';
  elsif unbalanced then
    raise exception 'the postings of a transaction sum to zero in each currency'
      using errcode = 'check_violation', constraint = 'transaction_sums_to_zero', table = 'posting';
  elsif misplaced then
    raise exception 'a posting is on a category that does not fit the kind of its transaction'
      using errcode = 'check_violation', constraint = 'transaction_category_fits', table = 'posting';
  end if;
  return null;
end $$;

create constraint trigger transaction_complete after insert or update of kind on transaction
  deferrable initially deferred for each row execute function check_transaction();
create constraint trigger posting_complete after insert or update or delete on posting
  deferrable initially deferred for each row execute function check_transaction();

-- Row-level security is not forced on the owner, which only migrates: a migration that mends rows must see them all.
alter table account enable row level security;
create policy account_book on account using (book_id = current_book());
alter table category enable row level security;
create policy category_book on category using (book_id = current_book());
alter table transaction enable row level security;
create policy transaction_book on transaction using (book_id = current_book());
alter table posting enable row level security;
create policy posting_book on posting using (book_id = current_book());
alter table audit enable row level security;
create policy audit_book on audit using (book_id = current_book());

-- Search has to run as the owner: ILIKE is not leakproof, so under a policy the trigram index would never be used.
-- It gives ids of the current book only, and these are then read under the policy.
create function transactions_matching(pattern text, most int) returns setof uuid
  language sql stable security definer set search_path = public, pg_temp
  as $$
    select id from transaction where book_id = current_book() and (payee || ' ' || note) ilike pattern limit most
  $$;
revoke execute on function transactions_matching(text, int) from public;

-- A transaction with its postings, for the audit trail and for bringing it back.
create function transaction_document(wanted uuid) returns jsonb language sql stable as $$
  select to_jsonb(t) - 'book_id' || jsonb_build_object('postings', (
    select jsonb_agg(to_jsonb(p) - '{book_id,transaction_id,booked_on}'::text[] order by p.line)
    from posting p where p.book_id = t.book_id and p.transaction_id = t.id
  ))
  from transaction t where t.book_id = current_book() and t.id = wanted
$$;
