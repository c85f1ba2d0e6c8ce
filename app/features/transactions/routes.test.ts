import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { dayText } from '../../day-field-text.ts';
import type { Money } from '../../ledger/entry-to-postings.ts';
import { asForm, submittedFields } from '../../testing/first-form-fields.ts';
import { type Household, household } from '../../testing/household.ts';
import { unescapeMarkup } from '../../testing/unescape-character-references.ts';
import { todayIn } from '../../time-zones.ts';

let home: Household;
let bank: Money;
let cash: Money;
let dollars: Money;
let food: string;

beforeAll(async () => {
  home = await household();
  bank = await home.account('Bank');
  cash = await home.account('Purse', { kind: 'cash' });
  dollars = await home.account('Dollars', { currency: 'USD' });
  food = await home.category('Groceries');
});

function form(more: Record<string, string | string[]> = {}) {
  return {
    key: randomUUID(),
    kind: 'spent',
    bookedOn: '2025-11-21',
    payee: '',
    note: '',
    account: bank.id,
    category: food,
    amount: '12.50',
    ...more,
  };
}
const add = (more: Record<string, string | string[]> = {}) =>
  home.ada.post(`${home.path}/transactions`, form(more));

describe('POST /books/:bookId/transactions', () => {
  it('stores what was spent and goes back to the list', async () => {
    const response = await add({ payee: 'Night Bakery', amount: '12,50' });
    expect(response.statusCode).toBe(303);
    expect(response.headers.location).toEqual(expect.stringMatching(`^${home.path}/transactions\\?act=`));
    const list = await home.ada.get(`${home.path}/transactions?text=night`);
    expect(list.body).toContain('Night Bakery');
    expect(list.body).toContain('<data class="amount" value="-12.50"><bdi>−€12.50</bdi></data>');
  });

  it('posts once when the form is sent twice', async () => {
    const twice = form({ payee: 'Only Once' });
    await home.ada.post(`${home.path}/transactions`, twice);
    expect((await home.ada.post(`${home.path}/transactions`, twice)).statusCode).toBe(303);
    const rows = await home.read((sql) => sql`select id from transaction where payee = 'Only Once'`);
    expect(rows).toHaveLength(1);
  });

  it('says so when the form is sent again with other contents', async () => {
    const first = form({ payee: 'First' });
    await home.ada.post(`${home.path}/transactions`, first);
    const again = await home.ada.post(`${home.path}/transactions`, { ...first, payee: 'Second' });
    expect(again.statusCode).toBe(409);
    expect(again.body).toContain('sent before with other contents');
  });

  it('splits one payment over several categories', async () => {
    const presents = await home.category('Presents');
    await add({
      payee: 'Market',
      amount: '42.50',
      partAmount: ['30', '12.50'],
      category: [food, presents],
      lineNote: ['', 'for Zoe'],
    });
    const list = await home.ada.get(`${home.path}/transactions?text=market`);
    expect(list.body).toContain('Groceries + 1 more');
    expect(list.body).toContain('value="-42.50"');
  });

  it('gives the form back with one line more when it is to be split', async () => {
    const response = await add({ payee: 'Half <done>', intent: 'split' });
    expect(response.statusCode).toBe(200);
    expect(response.body).toContain('value="Half &#60;done&#62;"');
    expect(response.body).toContain('Part 2');
  });

  it.each<[string, Record<string, string | string[]>, string]>([
    ['parts that are less', { partAmount: ['30', '9.30'] }, '3.20 is left to split.'],
    ['parts that are more', { partAmount: ['30', '19.30'] }, 'The parts are 6.80 more than the whole.'],
    [
      'two parts without an amount',
      { partAmount: ['', ''], lineNote: ['bread', 'milk'] },
      'Type an amount for this part, or remove it.',
    ],
    [
      'a part without an amount when nothing is left',
      { partAmount: ['42.50', ''], lineNote: ['', 'for Zoe'] },
      'Type an amount for this part, or remove it.',
    ],
  ])('refuses to save %s, and loses nothing', async (_what, parts, message) => {
    const response = await add({ amount: '42.50', category: [food, food], lineNote: ['', 'kept'], ...parts });
    expect(response.statusCode).toBe(422);
    expect(response.body).toContain(message);
    for (const text of Object.values(parts).flat()) expect(response.body).toContain(`value="${text}"`);
  });

  it('lets the one part without an amount take what is left', async () => {
    const fields = {
      amount: '42.50',
      partAmount: ['30', ''],
      category: [food, food],
      lineNote: ['', 'the rest'],
    };
    expect((await add({ ...fields, payee: 'Rest taker' })).statusCode).toBe(303);
    expect(await linesOf('Rest taker')).toEqual(['-4250', '3000', '1250']);
  });

  it('tells what is left while parts are added and taken away', async () => {
    const parts = { amount: '42.50', partAmount: ['30', '9.30'], category: [food, food], lineNote: ['', ''] };
    const more = await add({ ...parts, intent: 'split' });
    expect(more.body).toContain('€3.20 left to split');
    expect(more.body).toContain('Part 3');
    const fewer = await add({ ...parts, intent: 'remove-0' });
    expect(fewer.body).not.toContain('Part 2');
    expect(fewer.body).toContain('value="42.50"');
  });

  it('shows and reads amounts as the person writes them', async () => {
    const own = await household();
    await own.rows`update person set locale = 'de' where id = ${own.ada.person}`;
    const purse = await own.account('Purse');
    const groceries = await own.category('Groceries');
    const dinar = await own.account('Dinar', { currency: 'KWD' });
    const line = { category: groceries, amount: 4217n, note: '' };
    const id = await own.enter({ kind: 'spent', account: purse, lines: [line] });
    expect((await own.ada.get(`${own.path}/transactions/${id}`)).body).toContain('value="42,17"');
    const typed = { account: dinar.id, category: groceries };
    const asked = await own.ada.post(`${own.path}/transactions`, form({ ...typed, amount: '1.234' }));
    expect(asked.statusCode).toBe(422);
    expect(asked.body).toContain('could be thousands');
    const saved = await own.ada.post(`${own.path}/transactions`, form({ ...typed, amount: '1,234' }));
    expect(saved.statusCode).toBe(303);
    const rows = await own.read(
      (sql) => sql`select amount_minor as amount from posting where account_id = ${dinar.id}`,
    );
    expect(rows).toEqual([{ amount: -1234n }]);
  });

  it('works a sum out, and saves it with the next press', async () => {
    const key = randomUUID();
    const typed = { key, payee: 'Summed', amount: '12.50+3.20' };
    const shown = await add(typed);
    expect(shown.statusCode).toBe(200);
    expect(shown.body).toContain('Save it if it is right.');
    expect(shown.body).toContain('name="amount" type="text" value="15.70"');
    expect(await linesOf('Summed')).toEqual([]);
    expect((await add({ ...typed, amount: '15.70' })).statusCode).toBe(303);
    expect(await linesOf('Summed')).toEqual(['-1570', '1570']);
    const wrong = await add({ amount: '10/3' });
    expect(wrong.statusCode).toBe(422);
    expect(wrong.body).toContain('That does not come out even.');
    expect(wrong.body).toContain('value="10/3"');
  });

  it('begins as a copy of a row, of today', async () => {
    const parts = {
      amount: '42.50',
      partAmount: ['30', '12.50'],
      category: [food, food],
      lineNote: ['', 'for Zoe'],
    };
    await add({ ...parts, payee: 'To be copied', pending: 'on' });
    const list = await home.ada.get(`${home.path}/transactions?text=to%20be%20copied`);
    const [, row = ''] = /<a href="([^"]+\/transactions\/[\da-f-]{36})[?"]/.exec(list.body) ?? [];
    const [, copy = ''] = /href="([^"]+)">Copy this row/.exec((await home.ada.get(row)).body) ?? [];
    const page = (await home.ada.get(unescapeMarkup(copy))).body;
    const today = dayText(todayIn('UTC'), { locale: 'en', dateFormat: 'locale' });
    for (const text of ['To be copied', '42.50', '30.00', '12.50', 'for Zoe', today])
      expect(page).toContain(`value="${text}"`);
    expect(page).not.toContain('name="version"');
    expect(page).not.toContain('name="pending" value="on" checked');
  });

  it('has no empty parts in the address of a list', async () => {
    const path = `${home.path}/transactions`;
    const sent = await home.ada.get(`${path}?text=&kind=spent&account=&category=&month=`);
    expect([sent.statusCode, sent.headers.location]).toEqual([302, `${path}?kind=spent`]);
    expect((await home.ada.get(`${path}?text=&kind=`)).headers.location).toBe(path);
    expect((await home.ada.get(`${path}?kind=spent`)).statusCode).toBe(200);
    const asked = await home.ada.get(`${path}?text=what?really&kind=`);
    expect(asked.headers.location).toBe(`${path}?text=what?really`);
    expect((await home.ada.get(`${path}?text=what?really`)).statusCode).toBe(200);
  });

  it('has room for a hundred parts, and says so beyond', async () => {
    const hundred = Array.from({ length: 100 }, () => '1');
    const fields = { amount: '100', category: hundred.map(() => food), lineNote: hundred.map(() => '') };
    const full = await add({ ...fields, partAmount: hundred, intent: 'split' });
    expect(full.statusCode).toBe(200);
    expect(full.body).toContain('Part 100');
    expect(full.body).not.toContain('Part 101');
    const saved = await add({ ...fields, payee: 'Hundred', partAmount: hundred });
    expect(saved.statusCode).toBe(303);
    const beyond = [...hundred, '1'];
    const over = await add({
      ...fields,
      category: beyond.map(() => food),
      amount: '101',
      partAmount: beyond,
    });
    expect(over.statusCode).toBe(422);
    expect(over.body).toContain('at most 100 parts');
  });

  it('turns to another kind with what was typed', async () => {
    const typed = { payee: 'Typed <already>', amount: '12.5x', note: 'and this' };
    for (const kind of ['received', 'moved'] as const) {
      const { body, statusCode } = await add({ ...typed, intent: `as-${kind}` });
      expect(statusCode).toBe(200);
      expect(body).toContain(`name="kind" value="${kind}"`);
      for (const text of ['Typed &#60;already&#62;', '12.5x', 'and this'])
        expect(body).toContain(`value="${text}"`);
    }
  });

  it('saves what the kind shows, and nothing of what was typed in another', async () => {
    const presents = await home.category('Presents');
    const carried = { from: cash.id, to: bank.id, arrives: '7', pendingTo: 'on', otherRefund: 'on' };
    const fees = { asideAmount: ['3', '4'], asideCategory: [presents, presents], asideNote: ['a', 'b'] };
    await add({ ...carried, ...fees, asideOther: ['', ''], otherCategory: presents, payee: 'Only spent' });
    expect(await linesOf('Only spent')).toEqual(['-1250', '1250']);
    const move = {
      kind: 'moved',
      account: dollars.id,
      refund: 'on',
      from: bank.id,
      to: cash.id,
      category: [],
    };
    await add({ ...move, ...fees, asideOther: ['', ''], payee: 'Only moved' });
    expect(await linesOf('Only moved')).toEqual(['-1250', '1250']);
  });

  it('turns to Moved with what was typed, also where there is only one account yet', async () => {
    const own = await household();
    const only = await own.account('Only');
    const typed = form({
      account: only.id,
      category: await own.category('Groceries'),
      payee: 'Typed',
      intent: 'as-moved',
    });
    const { body } = await own.ada.post(`${own.path}/transactions`, typed);
    expect(body).toContain('there is only one yet');
    expect(body).toContain('value="Typed"');
    expect(body).toContain('value="12.50"');
  });

  it('takes a refund by its box or by a minus, and shows it again as one', async () => {
    await add({ payee: 'Boxed refund', refund: 'on' });
    await add({ payee: 'Minus refund', amount: '-12.50' });
    for (const payee of ['Boxed refund', 'Minus refund']) {
      expect(await linesOf(payee)).toEqual(['1250', '-1250']);
      const list = await home.ada.get(`${home.path}/transactions?text=${encodeURIComponent(payee)}`);
      expect(list.body).toContain('Groceries · Refund · Bank');
      const [, path = ''] = /<a href="([^"]+\/transactions\/[\da-f-]{36})[?"]/.exec(list.body) ?? [];
      const form = (await home.ada.get(path)).body;
      expect(form).toContain('name="refund" value="on" checked');
      expect(form).toContain('value="12.50"');
    }
  });

  it('saves a part on another account, and a fee of a move', async () => {
    const parts = { amount: '100', partAmount: ['70', '30'], category: [food, `account:${cash.id}`] };
    await add({ ...parts, payee: 'Part saved', lineNote: ['', ''] });
    expect(await linesOf('Part saved')).toEqual(['-10000', '7000', '3000']);
    const move = { kind: 'moved', from: bank.id, to: cash.id, amount: '100', partAmount: '2', lineNote: '' };
    const fees = await home.category('Bank fees');
    await add({ ...move, payee: 'Move with fee', category: fees, pendingTo: 'on' });
    expect(await linesOf('Move with fee')).toEqual(['-10000', '9800 pending', '200']);
    const list = await home.ada.get(`${home.path}/transactions?text=move%20with%20fee`);
    const [, path = ''] = /<a href="([^"]+\/transactions\/[\da-f-]{36})[?"]/.exec(list.body) ?? [];
    const form = (await home.ada.get(path)).body;
    expect(form).toContain('Remove the fee');
    expect(form).toContain('name="pendingTo" value="on" checked');
    expect(form).not.toContain('name="pending" value="on" checked');
    const again = await home.ada.post(path, {
      ...move,
      ...versionIn(form),
      category: fees,
      pendingTo: 'on',
      payee: 'Move with fee',
    });
    expect(again.statusCode).toBe(303);
    expect(await linesOf('Move with fee')).toEqual(['-10000', '9800 pending', '200']);
  });

  it('knows a payee again in any case and with or without accents', async () => {
    await add({ payee: 'Café Müller' });
    await add({ payee: 'cafe MULLER' });
    await add({ payee: 'Cafe\u0301 Mu\u0308ller' });
    const list = await home.ada.get(`${home.path}/transactions?text=CAFÉ`);
    expect(list.body.match(/<b>Café Müller<\/b>/g)).toHaveLength(3);
  });

  it('finds rows by the names of their categories and accounts, and by what parts are for', async () => {
    const fields = {
      amount: '42.50',
      partAmount: ['30', '12.50'],
      category: [food, food],
      lineNote: ['', 'Wrapping'],
    };
    await add({ ...fields, payee: 'Findable' });
    for (const words of ['groceries', 'wrapp', 'BANK']) {
      const list = await home.ada.get(`${home.path}/transactions?text=${words}`);
      expect(list.body).toContain('Findable');
    }
  });

  it('moves between accounts of two currencies with both amounts', async () => {
    const missing = await add({ kind: 'moved', from: bank.id, to: dollars.id, amount: '100', arrives: '' });
    expect(missing.statusCode).toBe(422);
    expect(missing.body).toContain('Dollars is in USD: type how much arrives there.');
    expect(
      (await add({ kind: 'moved', from: bank.id, to: dollars.id, amount: '100', arrives: '108.30' }))
        .statusCode,
    ).toBe(303);
    const list = await home.ada.get(`${home.path}/transactions?account=${dollars.id}`);
    expect(list.body).toContain('+$108.30');
  });

  it.each<[string, Record<string, string>, string]>([
    ['an amount that is none', { amount: 'lots' }, 'Type an amount such as 12.50.'],
    ['more digits than the currency has', { amount: '12.3456' }, 'EUR has 2 digits after the decimal sign'],
    ['no amount', { amount: '' }, 'Type an amount such as 12.50.'],
    ['zero', { amount: '0.00' }, 'Type an amount that is not zero.'],
    ['a day that does not exist', { bookedOn: '2025-02-30' }, 'Type a day that exists'],
    ['a category for what is received', { category: 'salary' }, 'Choose one of your categories.'],
    ["another book's account", { account: randomUUID() }, 'Choose one of your open accounts.'],
    ['a move to where it comes from', { kind: 'moved', from: 'bank', to: 'bank' }, 'Choose another account'],
  ])('refuses %s beside the field and keeps the text', async (_what, wrong, message) => {
    const ids: Record<string, string> = { salary: await home.category('Salary'), bank: bank.id };
    const fields = Object.fromEntries(
      Object.entries(wrong).map(([name, value]) => [name, ids[value] ?? value]),
    );
    const response = await add({ payee: 'Kept & safe', ...fields });
    expect(response.statusCode).toBe(422);
    expect(response.body).toContain(message);
    expect(response.body).toContain('value="Kept &#38; safe"');
    expect(response.body).toContain('aria-invalid="true"');
    expect(await home.read((sql) => sql`select id from transaction where payee like 'Kept%'`)).toEqual([]);
  });

  it('refuses a form that is not ours', async () => {
    expect((await add({ kind: 'credited' })).statusCode).toBe(400);
    const foreign = await home.ada.post(`${home.path}/transactions`, form(), {
      origin: 'https://elsewhere.example',
    });
    expect(foreign.statusCode).toBe(403);
  });

  it('lets a viewer look, but not add', async () => {
    const vic = await home.signedIn('Vic');
    await home.admit(vic, 'viewer');
    expect((await vic.get(`${home.path}/transactions`)).statusCode).toBe(200);
    expect((await vic.post(`${home.path}/transactions`, form())).statusCode).toBe(403);
  });

  it('does not exist for a stranger', async () => {
    const eve = await home.signedIn('Eve');
    expect((await eve.get(`${home.path}/transactions`)).statusCode).toBe(404);
    expect((await eve.post(`${home.path}/transactions`, form())).statusCode).toBe(404);
  });
});

describe('POST /books/:bookId/transactions/:transactionId', () => {
  const enter = (payee: string) =>
    home.enter({ kind: 'spent', account: bank, payee, lines: [{ category: food, amount: 1250n, note: '' }] });

  it('shows what is stored, and stores what is changed', async () => {
    const id = await enter('Before');
    const page = await home.ada.get(`${home.path}/transactions/${id}`);
    expect(page.body).toContain('value="Before"');
    expect(page.body).toContain('value="12.50"');
    const saved = await home.ada.post(
      `${home.path}/transactions/${id}`,
      form({ payee: 'After', amount: '13', version: '1' }),
    );
    expect(saved.statusCode).toBe(303);
    expect((await home.ada.get(`${home.path}/transactions/${id}`)).body).toContain('value="After"');
  });

  it('answers 409 with both versions when somebody was faster', async () => {
    const id = await enter('Original');
    const ben = await home.signedIn('Ben');
    await home.admit(ben, 'editor');
    await ben.post(`${home.path}/transactions/${id}`, form({ payee: 'Of Ben', version: '1' }));
    const late = await home.ada.post(
      `${home.path}/transactions/${id}`,
      form({ payee: 'Of Ada', version: '1' }),
    );
    expect(late.statusCode).toBe(409);
    expect(late.body).toContain('<mark>Of Ada</mark>');
    expect(late.body).toContain('<mark>Of Ben</mark>');
    expect(late.body).toMatch(/Ben changed this transaction/);

    const mine = Object.fromEntries(hiddenFields(late.body, 'Save mine instead'));
    expect(mine).toMatchObject({ payee: 'Of Ada', version: '2' });
    expect((await home.ada.post(`${home.path}/transactions/${id}`, mine)).statusCode).toBe(303);
    expect((await home.ada.get(`${home.path}/transactions/${id}`)).body).toContain('value="Of Ada"');
  });

  it('shows both versions written alike, and no row that says nothing', async () => {
    const lines = [
      { category: food, amount: 2000n, note: '' },
      { category: await home.category('Presents'), amount: 1500n, note: '' },
    ];
    const conflict = async (id: string, changed: Record<string, string | string[]>) => {
      const path = `${home.path}/transactions/${id}`;
      const form = asForm(submittedFields((await home.ada.get(path)).body));
      await home.rows`update transaction set version = version + 1 where id = ${id}`;
      const { body } = await home.ada.post(path, { ...form, ...changed, intent: 'save' });
      const rows = [
        ...body.matchAll(/<tr><th scope="row">(\w+)<\/th><td[^>]*>(.*?)<\/td><td[^>]*>(.*?)<\/td>/g),
      ];
      return Object.fromEntries(rows.map(([, label = '', mine, theirs]) => [label, [mine, theirs]]));
    };
    const split = await home.enter({ kind: 'spent', account: bank, lines });
    const told = await conflict(split, { amount: '36', partAmount: ['', '1.5'] });
    expect(told).toMatchObject({
      Amount: ['<mark>€36.00</mark>', '<mark>€35.00</mark>'],
      Parts: ['<mark>€34.50 + €1.50</mark>', '<mark>€20.00 + €15.00</mark>'],
    });
    expect(Object.keys(told)).toEqual(['Kind', 'Date', 'Amount', 'Parts', 'Account', 'Category', 'State']);
    const move = { kind: 'moved', from: bank, to: cash, amount: 700n, arrives: 700n } as const;
    const same = await conflict(await home.enter(move), { amount: '7' });
    expect(same).toMatchObject({ Amount: ['€7.00', '€7.00'] });
    expect(Object.keys(same)).toEqual(['Kind', 'Date', 'Amount', 'Account', 'State']);
    const fee = [{ category: food, amount: 50n, note: '' }];
    expect(await conflict(await home.enter({ ...move, fees: fee, arrives: 650n }), {})).toMatchObject({
      Fees: ['€0.50', '€0.50'],
    });
  });

  it('says so when it was deleted meanwhile', async () => {
    const id = await enter('Gone');
    await home.ada.post(`${home.path}/transactions/${id}/delete`, { key: randomUUID(), version: '1' });
    const late = await home.ada.post(`${home.path}/transactions/${id}`, form({ version: '1' }));
    expect(late.statusCode).toBe(409);
    expect(late.body).toContain('Deleted meanwhile');
  });

  it.each(['00000000-0000-7000-8000-000000000000', 'nonsense'])('answers 404 for %s', async (id) => {
    expect((await home.ada.get(`${home.path}/transactions/${id}`)).statusCode).toBe(404);
    expect((await home.ada.post(`${home.path}/transactions/${id}`, form({ version: '1' }))).statusCode).toBe(
      404,
    );
    const deletion = { key: randomUUID(), version: '1' };
    expect((await home.ada.post(`${home.path}/transactions/${id}/delete`, deletion)).statusCode).toBe(404);
  });
});

describe('deleting', () => {
  it('offers to undo, and does', async () => {
    const id = await home.enter({
      kind: 'moved',
      from: bank,
      to: cash,
      amount: 700n,
      arrives: 700n,
      payee: 'Fill the purse',
    });
    const deleted = await home.ada.post(`${home.path}/transactions/${id}/delete`, {
      key: randomUUID(),
      version: '1',
    });
    const list = await home.ada.get(deleted.headers.location ?? '');
    expect(list.body).toContain('Deleted: Fill the purse.');
    const undo = /action="([^"]*\/undo)"/.exec(list.body)?.[1] ?? '';
    const back = `${home.path}/transactions?kind=moved`;
    const undone = await home.ada.post(undo, { key: randomUUID(), back });
    expect(undone.headers.location).toMatch(`${back}&act=`);
    expect((await home.ada.get(undone.headers.location ?? '')).body).toContain(
      'Undone: deleted “Fill the purse”, €7.00.',
    );
    expect((await home.ada.get(`${home.path}/transactions/${id}`)).statusCode).toBe(200);
  });
});

describe('GET /books/:bookId/transactions', () => {
  it('tells what the rows of a month come to, and leads on and back by key', async () => {
    const own = await household();
    const purse = await own.account('Purse');
    const groceries = await own.category('Groceries');
    for (let n = 1; n <= 53; n++) {
      await own.enter({
        kind: 'spent',
        account: purse,
        payee: `No ${n}.`,
        bookedOn: '2025-11-05',
        lines: [{ category: groceries, amount: 101n, note: '' }],
      });
    }
    const first = await own.ada.get(`${own.path}/transactions?month=2025-11&kind=spent`);
    expect(first.body).toMatch(/€53\.53<\/bdi><\/data><\/strong> <small>in 53 rows/);
    expect(first.body).toContain('No 4.');
    expect(first.body).not.toContain('No 3.');
    const older = linkTo(first.body, 'after');
    const second = await own.ada.get(older);
    expect(second.body).toContain('No 3.');
    const back = await own.ada.get(linkTo(second.body, 'before'));
    expect(back.body).toContain('No 53.');
  });
});

/** Names and values of the hidden fields in the form with this button. */
function hiddenFields(body: string, button: string): [string, string][] {
  const start = body.lastIndexOf('<form', body.indexOf(button));
  const inputs = body
    .slice(start, body.indexOf(button))
    .matchAll(/type="hidden" name="([^"]+)" value="([^"]*)"/g);
  return [...inputs].map(([, name = '', value = '']) => [name, value.replaceAll('&#61;', '=')]);
}

function linkTo(body: string, parameter: string): string {
  const links = [...body.matchAll(/href="([^"]+)"/g)].map(([, href = '']) =>
    href.replaceAll('&#61;', '=').replaceAll('&#38;', '&'),
  );
  return links.find((link) => link.includes(`${parameter}=`)) ?? '';
}

/** Postings of the only transaction with that payee. */
async function linesOf(payee: string): Promise<string[]> {
  const rows = await home.read(
    (sql) => sql<{ amount: bigint; state: string }[]>`
      select p.amount_minor as amount, p.state from transaction t
        join payee w on w.book_id = t.book_id and w.id = t.payee_id
        join posting p on p.book_id = t.book_id and p.transaction_id = t.id
      where w.name = ${payee} order by p.line`,
  );
  return rows.map(({ amount, state }) => `${amount}${state === 'cleared' ? '' : ` ${state}`}`);
}

/** Fields that an edit needs besides the visible ones. */
function versionIn(body: string) {
  const version = /name="version" value="(\d+)"/.exec(body)?.[1] ?? '';
  return { key: randomUUID(), version, bookedOn: '2025-11-21', note: '' };
}
