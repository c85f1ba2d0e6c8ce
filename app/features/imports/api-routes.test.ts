import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, it } from 'vitest';
import { addRule } from '../../ledger/rules/write-rules.ts';
import { type Household, household } from '../../testing/household.ts';
import { makeToken } from '../../testing/make-token.ts';

/** A file of the manifest, and what is right for it. */
interface Entry {
  readonly file: string;
  readonly expect: 'import' | 'ask' | 'refuse' | 'import-or-refuse';
  readonly accounts: number;
  readonly rows: readonly { readonly currency: string; readonly account?: string }[];
  readonly mapping?: Readonly<Record<string, unknown>>;
  readonly chooses?: readonly string[];
  readonly accountCurrency?: string;
  readonly refuse?: { readonly line?: number; readonly lines?: readonly number[]; readonly column?: string };
}

interface Answer {
  readonly import: string | null;
  readonly added: number;
  readonly statements: readonly {
    readonly status: string;
    readonly account: string | null;
    readonly rows: readonly (object & { readonly verdict: string })[];
    readonly questions: readonly { readonly about: string; readonly choices: readonly unknown[] }[];
    readonly problems: readonly {
      readonly line: number;
      readonly column: string;
      readonly message: string;
    }[];
  }[];
}

const FIXTURES = new URL('../../bank-files/testing/fixtures/', import.meta.url);
const { files } = JSON.parse(readFileSync(new URL('manifest.json', FIXTURES), 'utf8')) as { files: Entry[] };
const bytesOf = (file: string) => readFileSync(new URL(file, FIXTURES));

let home: Household;
let token: string;
let food: string;
beforeAll(async () => {
  home = await household();
  token = await makeToken(home.ada);
  food = await home.category('Groceries');
});

interface Sent {
  readonly headers?: Record<string, string>;
  readonly with?: string;
}

async function send(payload: Buffer | string, query: Record<string, string>, sent: Sent = {}) {
  const address = new URLSearchParams(query);
  return home.app.inject({
    method: 'POST',
    url: `/api/v1/imports?${address}`,
    headers: { authorization: `Bearer ${sent.with ?? token}`, 'content-type': 'text/csv', ...sent.headers },
    payload,
  });
}

const answerOf = (response: { json(): unknown }) => response.json() as Answer;
const asText = (value: unknown) => (typeof value === 'string' ? value : JSON.stringify(value));
const verdicts = ({ statements }: Answer) => statements.map(({ rows }) => rows.map(({ verdict }) => verdict));

/** An account for each statement of a file, in its currency. */
async function accountsFor({ rows, accountCurrency, accounts, file }: Entry): Promise<string> {
  const name = () => `${file} ${randomUUID().slice(0, 8)}`;
  const currency = accountCurrency ?? rows[0]?.currency ?? 'EUR';
  if (accounts === 1) return (await home.account(name(), { currency, openedOn: '2000-01-01' })).id;
  const byName: Record<string, string> = {};
  const names = file.startsWith('qif')
    ? ['Checking 1', 'Checking 2']
    : rows.map(({ account = '' }) => account);
  for (const one of new Set(names)) {
    const own = rows.find(({ account }) => account === one)?.currency ?? currency;
    byName[one] = (await home.account(name(), { currency: own, openedOn: '2000-01-01' })).id;
  }
  return JSON.stringify(byName);
}

describe('files of the manifest', () => {
  const imported = files.filter((entry) => entry.expect.startsWith('import'));
  it.each(imported)('$file goes in, once', async (entry) => {
    const query = { account: await accountsFor(entry) };
    let response = await send(bytesOf(entry.file), { ...query, dryRun: 'true' });
    expect(response.statusCode, response.body).toBe(200);
    const asked = answerOf(response).statements.flatMap(({ questions }) => questions);
    expect(asked.map(({ about }) => about).filter((about) => !entry.chooses?.includes(about))).toEqual([]);
    const mapping = asked.length === 0 ? {} : (entry.mapping ?? {});
    const options = Object.fromEntries(Object.entries(mapping).map(([name, value]) => [name, asText(value)]));
    response = await send(bytesOf(entry.file), { ...query, ...options });
    expect(response.statusCode, response.body).toBe(201);
    const first = answerOf(response);
    const plain = first.statements.flatMap(({ rows }) => rows.map(({ verdict, ...row }) => row));
    expect(plain).toEqual(entry.rows.map((row) => expect.objectContaining(row)));
    expect(new Set(verdicts(first).flat())).toEqual(new Set(['new']));
    expect(first.added).toBe(entry.rows.length);
    response = await send(bytesOf(entry.file), { ...query, ...options });
    expect([response.statusCode, new Set(verdicts(answerOf(response)).flat())]).toEqual([
      200,
      new Set(['known']),
    ]);
    expect(answerOf(response)).toMatchObject({ import: null, added: 0 });
  });

  it.each(
    files.filter((entry) => entry.expect === 'ask'),
  )('$file asks, and nothing goes in', async (entry) => {
    const response = await send(bytesOf(entry.file), { account: await accountsFor(entry) });
    const [statement] = answerOf(response).statements;
    expect([response.statusCode, statement?.status, answerOf(response).import]).toEqual([200, 'ask', null]);
    expect(statement?.questions.map(({ about }) => about)).toEqual(entry.chooses);
    const answered = await send(bytesOf(entry.file), {
      account: await accountsFor(entry),
      mapping: JSON.stringify(entry.mapping),
    });
    expect(answerOf(answered).added).toBe(entry.rows.length);
  });

  it.each(
    files.filter((entry) => entry.expect === 'refuse'),
  )('$file is refused by line and column', async (entry) => {
    const response = await send(bytesOf(entry.file), { account: await accountsFor(entry) });
    const [statement] = answerOf(response).statements;
    expect([statement?.status, answerOf(response).import]).toEqual(['refuse', null]);
    expect(statement?.problems.map(({ line }) => line)).toEqual(entry.refuse?.lines ?? [entry.refuse?.line]);
    expect(new Set(statement?.problems.map(({ column }) => column))).toEqual(new Set([entry.refuse?.column]));
  });
});

const csv = (...rows: string[]) => ['Date,Payee,Amount', ...rows].join('\n');
const coffee = csv('2026-01-15,Coffee Bar,-3.50', '2026-01-15,Coffee Bar,-3.50', '2026-01-16,Salary,100.00');

describe('POST /api/v1/imports', () => {
  it('says what would happen, and writes nothing', async () => {
    const { id } = await home.account('Dry');
    const before = await home.rows`select count(*) from transaction`;
    const response = await send(coffee, { account: id, dryRun: 'true' });
    expect(answerOf(response)).toMatchObject({ import: null, added: 3 });
    expect(verdicts(answerOf(response))).toEqual([['new', 'new', 'new']]);
    expect(await home.rows`select count(*) from transaction`).toEqual(before);
  });

  it('leaves out what looks similar, or adds it', async () => {
    const bank = await home.account('Similar');
    const category = await home.category('Groceries');
    const lines = [{ category, amount: 350n, note: '' }];
    await home.enter({ kind: 'spent', account: bank, bookedOn: '2026-01-15', payee: 'Coffee', lines });
    const once = csv('2026-01-15,Coffee Bar,-3.50');
    const left = await send(once, { account: bank.id });
    expect([left.statusCode, verdicts(answerOf(left))]).toEqual([200, [['similar']]]);
    const added = await send(once, { account: bank.id, similar: 'add' });
    expect([added.statusCode, answerOf(added).added]).toEqual([201, 1]);
  });

  it('gives one import for two requests at once, and for the same key the same answer', async () => {
    const { id } = await home.account('Two at once');
    const [one, two] = await Promise.all([send(coffee, { account: id }), send(coffee, { account: id })]);
    expect([one.statusCode, two.statusCode].sort()).toEqual([200, 201]);
    const rows = await home.rows`select from posting where account_id = ${id}`;
    expect(rows).toHaveLength(3);

    const other = await home.account('By key');
    const headers = { 'idempotency-key': randomUUID() };
    const first = await send(coffee, { account: other.id }, { headers });
    const again = await send(coffee, { account: other.id }, { headers });
    expect([first.statusCode, again.statusCode]).toEqual([201, 201]);
    expect(again.json()).toEqual(first.json());
    const reused = await send(csv('2026-01-17,Other,1.00'), { account: other.id }, { headers });
    expect([reused.statusCode, reused.json().field]).toEqual([422, 'Idempotency-Key']);
    const bad = await send(coffee, { account: other.id }, { headers: { 'idempotency-key': 'ä b' } });
    expect(bad.statusCode).toBe(400);
  });

  it('asks for the account where it is not said, and takes it from there', async () => {
    const eve = await home.signedIn('Eve');
    const own = { with: await makeToken(eve) };
    const response = await send(coffee, {}, own);
    const [statement] = answerOf(response).statements;
    expect([response.statusCode, statement?.status]).toEqual([200, 'ask']);
    expect(statement?.questions).toEqual([{ about: 'account', choices: [], readings: [] }]);
    const hers = await send(coffee, { account: (await home.account('Of Ada')).id }, own);
    expect(answerOf(hers).statements[0]?.status).toBe('refuse');
  });

  it('takes the currency of the account, and refuses another', async () => {
    const dollars = await home.account('Dollars', { currency: 'USD' });
    expect(answerOf(await send(coffee, { account: dollars.id })).added).toBe(3);
    const euros = await home.account('Euros');
    const response = await send('Date,Payee,Amount,Currency\n2026-01-15,Shop,-3.50,USD\n', {
      account: euros.id,
    });
    expect(answerOf(response).statements[0]).toMatchObject({ status: 'refuse', problems: [{}] });
  });

  it.each<[string, Record<string, string>, number, string | undefined]>([
    ['an account that is no id', { account: '{"x":1}' }, 422, 'account'],
    ['an option that there is not', { dateOrdre: 'DMY' }, 422, 'dateOrdre'],
    ['a value that an option cannot have', { headerLine: 'first' }, 422, 'headerLine'],
    ['a mapping that is no object', { mapping: '[1]' }, 422, 'mapping'],
    ['another word for similar rows', { similar: 'both' }, 422, 'similar'],
    ['neither true nor false', { dryRun: 'perhaps' }, 422, 'dryRun'],
    ['a book that is none', { book: 'mine' }, 404, undefined],
    ["somebody else's book", { book: randomUUID() }, 404, undefined],
  ])('refuses %s', async (_what, query, status, field) => {
    const response = await send(coffee, query);
    expect([response.statusCode, response.json().field]).toEqual([status, field]);
    expect(response.headers['content-type']).toContain('application/problem+json');
  });

  it('refuses what is no file, or too large a one', async () => {
    expect((await send('', {})).statusCode).toBe(400);
    const { maxBytes } = home.config.uploads;
    const response = await send(Buffer.alloc(maxBytes + 1), {});
    expect([response.statusCode, response.headers['content-type']]).toEqual([
      413,
      expect.stringContaining('application/problem+json'),
    ]);
  });

  it('takes a file of any content type, as programs send it', async () => {
    const { id } = await home.account('Any type');
    for (const type of [
      'application/x-www-form-urlencoded',
      'application/octet-stream',
      'application/json',
      'text/xml',
    ]) {
      const response = await send(coffee, { account: id, dryRun: '' }, { headers: { 'content-type': type } });
      expect([type, response.statusCode]).toEqual([type, 200]);
    }
  });

  it('brings rows as rules have them, with their tags', async () => {
    const { id } = await home.account('With rules', { openedOn: '2000-01-01' });
    const [tag] = await home.rows<{ id: string }[]>`
      insert into tag (book_id, name) values (${home.book}, 'Trip') returning id`;
    await home.write((sql) =>
      addRule(
        sql,
        home.book,
        {
          match: 'all',
          conditions: [{ field: 'payee', how: 'is', text: 'Ferry' }],
          actions: [
            { set: 'category', category: food },
            { set: 'tag', tag: tag?.id ?? '' },
          ],
        },
        '',
      ),
    );
    const response = await send('Date,Payee,Amount\n2026-02-03,Ferry,-8.00', { account: id });
    expect(response.statusCode, response.body).toBe(201);
    const [row] = await home.rows`
      select c.name, tag.name as tag from posting own
        join posting p on p.transaction_id = own.transaction_id join category c on c.id = p.category_id
        join transaction_tag x on x.transaction_id = own.transaction_id join tag on tag.id = x.tag_id
      where own.account_id = ${id}`;
    expect(row).toEqual({ name: 'Groceries', tag: 'Trip' });
  });

  it('is open to tokens alone: not to a session, nor to a viewer', async () => {
    const bySession = await home.ada.postJson('/api/v1/imports', {});
    expect([bySession.statusCode, bySession.headers['www-authenticate']]).toEqual([401, 'Bearer']);
    for (const authorization of ['', 'Bearer x', `Basic ${token}`, `Bearer ${token}x`])
      expect((await send(coffee, {}, { headers: { authorization } })).statusCode).toBe(401);
    const vic = await home.signedIn('Vic');
    await home.admit(vic, 'viewer');
    const response = await send(coffee, { book: home.book }, { with: await makeToken(vic) });
    expect(response.statusCode).toBe(403);
  });
});
