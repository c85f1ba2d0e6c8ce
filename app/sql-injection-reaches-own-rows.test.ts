import { randomUUID } from 'node:crypto';
import type { FastifyReply, FastifyRequest, RouteOptions } from 'fastify';
import { beforeAll, describe, expect, it } from 'vitest';
import { asSuperuser } from './testing/connect-as-superuser.ts';
import { opened, type SignedIn, type Started, startApp } from './testing/start-app.ts';
import { inBook } from './web/person-and-book-of-request.ts';

/* An attacker who injects SQL through a route still reads and changes nobody else's row. */

let started: Started;
let ada: SignedIn;
let eve: SignedIn;
let tables: string[];
/** Texts that occur in a row of Ada's and in none of Eve's. */
let hers: string[];
/** Ids of everything in her book that can be passed to a function. */
let ids: string[];

beforeAll(async () => {
  started = await startApp({}, pasteText);
  [ada, eve] = [await started.signedIn('Ada Victim'), await started.signedIn('Eve')];
  const { rows } = started;
  const [account] = await rows`
    insert into account (book_id, name, kind, currency, opened_on)
    values (${ada.book}, 'Hidden purse', 'cash', 'EUR', '2025-01-01') returning id`;
  await rows.begin(async (sql) => {
    const [made] = await sql`
      insert into transaction (book_id, booked_on, kind, payee)
      values (${ada.book}, '2025-05-01', 'spent', 'Secret payee') returning id`;
    await sql`
      insert into posting (book_id, transaction_id, line, booked_on, account_id, category_id, amount_minor, currency)
      select ${ada.book}, ${made?.['id']}, n, '2025-05-01', case n when 1 then ${account?.['id']}::uuid end,
        case n when 2 then (select id from category where book_id = ${ada.book} and kind = 'spent' limit 1) end,
        case n when 1 then -424242 else 424242 end, 'EUR' from generate_series(1, 2) n`;
    await sql`
      insert into audit (book_id, person_id, action, subject, subject_id, after)
      values (${ada.book}, ${ada.person}, 'add', 'transaction', ${made?.['id']}, '{"payee": "Secret payee"}')`;
    await sql`insert into idempotency (book_id, person_id, key) values (${ada.book}, ${ada.person}, 'hidden-key')`;
  });
  const [stored] = await rows`
    select password_hash, encode(token_hash, 'hex') as token from person join session on person_id = id
    where id = ${ada.person}`;
  hers = [ada.email, 'Ada Victim', 'Hidden purse', 'Secret payee', '424242', 'hidden-key', stored?.['token']];
  hers.push(String(stored?.['password_hash']).split('$').at(-1) ?? '');
  const named = await rows`
    select id from account where book_id = ${ada.book} union all select id from category where book_id = ${ada.book}
    union all select id from payee where book_id = ${ada.book} union all select id from transaction where book_id = ${ada.book}`;
  ids = named.map((row) => row['id']);
  const found = await rows`
    select relname from pg_class where relkind = 'r' and relnamespace = 'public'::regnamespace and relname <> 'migration'`;
  tables = found.map((row) => row['relname']);
});

it('the copy of the route runs what it is sent', async () => {
  expect((await inject(`' union all select null, 'ran' || 'it' --`)).body).toContain('ranit');
  expect((await inject(`'; select 'ran' || 'that' --`)).body).toContain('ranthat');
  expect((await inject(all('person'))).body).toContain(eve.email);
});

describe('a statement of a stranger', () => {
  it('reads no row of another book from any table', async () => {
    expect(tables.length).toBeGreaterThan(8);
    for (const table of tables) expectNothingOfHers(await inject(all(table)), table);
  });

  it.each([
    ['names another book', () => `set_config('app.book', '${ada.book}', true)`],
    ['names another book for the connection', () => `set_config('app.book', '${ada.book}', false)`],
    ['sets what the release before went by', () => `set_config('app.book_id', '${ada.book}', true)`],
    ['opens another book', () => `open_book(decode(current_setting('app.session'), 'hex'), '${ada.book}')`],
    ['opens it for nobody', () => `open_book(null, '${ada.book}')`],
    ['opens it for a made-up session', () => `open_book(sha256('guess'), '${ada.book}')`],
  ])('that %s reads nothing of it', async (_what, step) => {
    for (const table of tables) {
      const response = await inject(
        `'; select ${step()}; select null as id, t::text as payee from "${table}" t --`,
      );
      expectNothingOfHers(response, table);
    }
  });

  it('gets nothing out of the functions that run as the owner', async () => {
    const functions = await started.rows<{ name: string; types: string[] }[]>`
      select proname as name, array(select format_type(t, null) from unnest(proargtypes) t) as types from pg_proc
      where pronamespace = 'public'::regnamespace and prosecdef and prorettype <> 'trigger'::regtype`;
    expect(functions.length).toBeGreaterThan(10);
    const guesses: Record<string, string[]> = {
      uuid: [`'${ada.book}'`, `'${ada.person}'`, `'${ids[0]}'`],
      'uuid[]': [`'{${ids}}'::uuid[]`],
      text: [`'${ada.email}'`, `'%'`, `'%secret%'`],
      bytea: [`sha256('guess')`],
      interval: [`interval '1 hour'`],
      integer: ['100'],
      jsonb: [`'{}'`],
    };
    const typed = functions.flatMap(({ types }) => types).filter((type) => !(type in guesses));
    expect(typed, 'types that nothing is guessed for').toEqual([]);
    expect(functions.flatMap(({ types }) => types)).toContain('uuid[]');
    for (const { name, types } of functions.filter((one) => !MADE_KNOWN.includes(one.name))) {
      for (const guess of [0, 1, 2]) {
        const values = types.map((type) => guesses[type]?.at(guess) ?? guesses[type]?.[0] ?? 'null');
        const response = await inject(
          `'; select null as id, f::text as payee from ${name}(${values.join(', ')}) f --`,
        );
        const argued = new Set(values.map((value) => value.replaceAll("'", '')));
        const known = [...hers, ...ids].filter((text) => ![...argued].some((value) => value.includes(text)));
        expectNothingOfHers(response, name, types.includes('uuid[]') ? [...known, ...ids] : known);
      }
    }
  });

  it('learns no id of a job, and does none', async () => {
    await started.rows`select put_job('of-ada', '{"name": "Hidden purse"}')`;
    const [job] = await started.rows`select id from worker.job`;
    const id = job?.['id'];
    const steps = [
      all('job'),
      `' union all select null, t::text from worker.job t --`,
      `'; select null as id, t::text as payee from worker.job t --`,
      `'; set search_path = worker, public; select null as id, t::text as payee from job t --`,
      `'; select null as id, put_job('mine', '{}')::text as payee --`,
      `'; insert into worker.job (kind) values ('mine') returning id, id::text as payee --`,
      `'; update worker.job set attempts = attempts returning id, id::text as payee --`,
      `'; delete from worker.job returning id, id::text as payee --`,
      `'; select id, id::text as payee from worker.take_job('{of-ada}') --`,
      `'; select null as id, worker.hold_job('${id}', 0)::text as payee --`,
      `'; select null as id, worker.end_job('${id}')::text as payee --`,
      `'; select null as id, most_common_vals::text as payee from pg_stats where schemaname = 'worker' --`,
      `'; select null as id, query as payee from pg_stat_activity where usename = 'finance_worker' --`,
      `'; set role finance_worker; select id, id::text as payee from worker.take_job('{of-ada}') --`,
      `'; grant usage on schema worker to current_user; select null as id, t::text as payee from worker.job t --`,
    ];
    const before = await started.rows`select * from worker.job where kind = 'of-ada'`;
    for (const step of steps) {
      expectNothingOfHers(await inject(step), step, [id, 'Hidden purse']);
      await write(step.replace(/^'; /, '').replace(/ --$/, ''));
    }
    expect(await started.rows`select * from worker.job where kind = 'of-ada'`).toEqual(before);
  });

  it('starts no session of somebody else, and changes no password', async () => {
    const steps = [
      `'; select null as id, start_session(sha256('mine'), '${ada.person}', (select password_hash from person where id = '${ada.person}'), '', '1 h')::text as payee --`,
      `'; select null as id, start_session(sha256('mine'), '${ada.person}', (select recipe || '$' from password_recipe('${ada.email}')), '', '1 h')::text as payee --`,
      `'; insert into session (token_hash, person_id, expires_at) values (sha256('mine'), '${ada.person}', now() + interval '1 h') --`,
      `'; update session set person_id = '${ada.person}' --`,
      `'; update person set password_hash = 'x' where id = '${ada.person}' --`,
      `'; select null as id, change_password('x', 'y')::text as payee --`,
    ];
    const before = await herRows();
    for (const step of steps) await inject(step);
    expect(await herRows()).toEqual(before);
    expect(await started.rows`select from session where token_hash = sha256('mine')`).toHaveLength(0);
  });

  it('changes nothing of another book', async () => {
    const before = await herRows();
    for (const table of tables) {
      const [column] = await started.rows`
        select quote_ident(attname) as name from pg_attribute
        where attrelid = ${`"${table}"`}::regclass and attnum > 0 and attgenerated = '' and atttypid = 'text'::regtype
        order by attnum limit 1`;
      for (const step of [
        ...(column ? [`update "${table}" set ${column['name']} = ${column['name']} || 'x'`] : []),
        `update "${table}" set book_id = '${eve.book}'`,
        `update "${table}" set person_id = '${eve.person}'`,
        `delete from "${table}"`,
        `insert into "${table}" select * from "${table}"`,
        `update member set book_id = '${ada.book}'`,
        `insert into member (book_id, person_id, role) values ('${ada.book}', '${eve.person}', 'owner')`,
        `truncate "${table}" cascade`,
      ])
        await write(step);
      expect(await herRows(), table).toEqual(before);
    }
    expect((await ada.get(`/books/${ada.book}`)).statusCode).toBe(200);
  });

  it.each([
    ['takes another role', () => `set role ${started.config.database.user}_owner`],
    ['takes the role of the owner', () => 'set role finance_owner'],
    ['signs in as somebody else', () => 'set session authorization postgres'],
    ['asks for no policies', () => 'set local row_security = off'],
    ['lifts the policies', () => 'alter table transaction disable row level security'],
    ['adds a policy', () => 'create policy mine on transaction using (true)'],
    [
      'makes a function',
      () => `create function acting_book() returns uuid language sql return '${ada.book}'::uuid`,
    ],
    ['makes a temporary table', () => 'create temporary table member (a int)'],
    ['looks into files', () => "select pg_read_file('PG_VERSION')"],
    ['asks the statistics', () => 'select null as id, t::text as payee from pg_stats t'],
    ['looks at what others ask', () => 'select null as id, query as payee from pg_stat_activity'],
  ])('that %s gets nowhere', async (_what, step) => {
    const response = await inject(`'; ${step()}; select null as id, t::text as payee from transaction t --`);
    expectNothingOfHers(response, step());
    expectNothingOfHers(await inject(`'; ${step()} --`), step());
  });
});

/** Functions that reveal whether an address has an account, as the sign-in form needs them. */
const MADE_KNOWN = ['password_recipe', 'sign_up'];

function all(table: string): string {
  return `' union all select null, t::text from "${table}" t --`;
}

function expectNothingOfHers({ body }: { body: string }, what: string, texts = hers): void {
  for (const text of texts) expect.soft(body.includes(text), `${what} tells ${text}`).toBe(false);
}

function inject(text: string) {
  return eve.get(`/books/${eve.book}/transactions?text=${encodeURIComponent(text)}`);
}

/** Runs a statement in a write transaction of Eve's; restores first what an earlier one deleted of her own rows. */
async function write(statement: string): Promise<void> {
  const change = { book: opened(eve), key: randomUUID() };
  const { session } = change.book;
  await started.rows`
    insert into member (book_id, person_id, role) values (${eve.book}, ${eve.person}, 'owner') on conflict do nothing`;
  await started.rows`
    insert into session (token_hash, person_id, expires_at) values (${session}, ${eve.person}, now() + interval '1 h')
    on conflict do nothing`;
  await started.database.write(change, (sql) => sql.unsafe(statement).then(() => null)).catch(() => {});
}

/** All rows of Ada and of her book. */
async function herRows() {
  return asSuperuser(async (sql) => {
    const seen: string[] = [];
    const known = [...hers, ada.book, ada.person];
    for (const table of tables) {
      const rows = await sql.unsafe(`select t::text as row from "${table}" t order by 1`);
      seen.push(...rows.map((row) => row['row']).filter((row) => known.some((text) => row.includes(text))));
    }
    return seen;
  }, started.config.database.name);
}

/** Replaces the list of transactions by a handler that concatenates user input into its SQL. */
function pasteText(route: RouteOptions): void {
  if (route.method !== 'GET' || !/\/books\/:bookId\/transactions\/?$/.test(route.url)) return;
  route.schema = {};
  route.handler = async (request: FastifyRequest, reply: FastifyReply) => {
    const { book } = inBook(request);
    const { text } = request.query as { text: string };
    const rows = await request.server.database.read(book, (sql) =>
      sql.unsafe(`select id, payee from transaction where book_id = '${book.id}' and payee = '${text}'`),
    );
    return reply.type('text/plain').send(JSON.stringify(rows));
  };
}
