import { randomUUID } from 'node:crypto';
import { beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Entry, Money } from '../../ledger/entry-to-postings.ts';
import { findTransaction } from '../../ledger/read-transactions-with-postings.ts';
import { rulesOf } from '../../ledger/rules/rules-of-book.ts';
import { rowsThatChange } from '../../ledger/rules/transactions-to-change.ts';
import { findForm } from '../../testing/form-fields-by-action.ts';
import { type Household, household } from '../../testing/household.ts';
import { importFile } from '../../testing/import-into-database.ts';
import { spentOn } from '../../testing/spent-entry.ts';
import { unescapeMarkup } from '../../testing/unescape-character-references.ts';

let home: Household;
let bank: Money;
let savings: Money;
let unsorted: string;
let food: string;
let presents: string;

beforeAll(async () => {
  home = await household();
  [bank, savings] = [await home.account('Bank'), await home.account('Savings')];
  unsorted = await home.category('Not sorted yet');
  [food, presents] = [await home.category('Groceries'), await home.category('Presents')];
});
beforeEach(async () => {
  await home.rows`delete from rule where book_id = ${home.book}`;
});

type Fields = Record<string, string | string[]>;

/** Form of a rule for what a payee contains; more conditions, actions and parts are put in by their own fields. */
const form = (text: string, more: Fields = {}): Fields => ({
  ...{ key: randomUUID(), match: 'all', currency: 'EUR', splitBy: 'shares' },
  ...{
    conditionField: 'payee',
    conditionHow: 'contains',
    conditionText: text,
    conditionTo: '',
    conditionAccount: '',
  },
  ...{ actionSet: 'category', actionText: '', actionCategory: food, actionAccount: '', ...more },
});
const path = (more = '') => `${home.path}/rules${more}`;
const post = (more: string, fields: Fields) => home.ada.post(path(more), fields);
const page = async (address: string) => unescapeMarkup((await home.ada.get(address)).body);
const ruleIds = async () => {
  const rows = await home.rows<
    { id: string }[]
  >`select id from rule where book_id = ${home.book} order by position, id`;
  return rows.map(({ id }) => id);
};
const spend = (payee: string, category = unsorted, more = {}) =>
  home.enter(spentOn(bank, category, 1000n, { payee, note: '', ...more }) as never);
/** Lets a row look as if it had been imported. */
const asImported = (id: string) =>
  home.rows`
    update transaction set category_set_by = 'import', payee_set_by = 'import', note_set_by = 'import' where id = ${id}`;
const row = async (id: string) => {
  const [found] = await home.rows<{ text: string }[]>`
    select concat_ws(' | ', coalesce(w.name, ''), t.note, t.kind, t.state, (
      select string_agg(coalesce(c.name, a.name) || ' ' || p.amount_minor, ', ' order by p.line)
      from posting p left join category c on c.id = p.category_id left join account a on a.id = p.account_id
      where p.transaction_id = t.id
    ), t.category_set_by || ' ' || t.payee_set_by || ' ' || t.note_set_by) as text
    from transaction t left join payee w on w.id = t.payee_id where t.id = ${id}`;
  return found?.text;
};

/** Presses the button that applies rules, on the page that shows what they would do. */
async function apply(address: string) {
  const sent = findForm((await home.ada.get(address)).body, path('/apply'));
  if (!sent) throw new Error('nothing would change');
  return home.ada.post(path('/apply'), sent);
}
async function undo(location = '') {
  const [, undoing = ''] = /action="([^"]+\/undo)"/.exec((await home.ada.get(location)).body) ?? [];
  return home.ada.post(undoing, { key: randomUUID() });
}

describe('a rule', () => {
  it('is made, shown in words, tried on old rows before, and applied to them as one act', async () => {
    const id = await spend('KIOSK 4711');
    await asImported(id);
    const tried = await post('', form('kiosk', { intent: 'try' }));
    expect(unescapeMarkup(tried.body)).toMatch(
      /1 old row would change.*KIOSK 4711.*Not sorted yet → Groceries/s,
    );
    expect(await ruleIds()).toEqual([]);
    const saved = await post('', form('kiosk'));
    expect(saved.statusCode).toBe(303);
    const shown = await page(saved.headers.location ?? '');
    expect(shown).toMatch(
      /payee contains “kiosk” → Groceries.*1 old row would change.*Not sorted yet → Groceries/s,
    );
    expect(await row(id)).toContain('Not sorted yet');
    const applied = await apply(saved.headers.location ?? '');
    expect(await row(id)).toBe(
      'KIOSK 4711 |  | spent | cleared | Bank -1000, Groceries 1000 | rule import import',
    );
    expect(await page(path())).toMatch(/If payee contains “kiosk”.*Groceries/s);
    expect((await undo(applied.headers.location)).statusCode).toBe(303);
    expect(await row(id)).toBe(
      'KIOSK 4711 |  | spent | cleared | Bank -1000, Not sorted yet 1000 | import import import',
    );
  });

  it('does all that a rule can do, in one pass, and an undo takes all of it back', async () => {
    const pending = { account: { ...bank, state: 'pending' }, bookedOn: '2025-03-31' };
    const id = await spend('ALDI NORD', unsorted, pending);
    await asImported(id);
    const before = await row(id);
    const many = (first: string, ...others: string[]) => [first, ...others];
    await post(
      '',
      form('', {
        conditionField: many('payee', 'amount', 'day', 'account'),
        conditionHow: many('starts', '', '', ''),
        conditionText: many('aldi', '5', '28', ''),
        conditionTo: many('', '10', '3', ''),
        conditionAccount: many('', '', '', bank.id),
        actionSet: many('payee', 'note', 'split', 'cleared'),
        actionText: many('Aldi', 'food', '', ''),
        actionCategory: many('', '', '', ''),
        actionAccount: many('', '', '', ''),
        partCategory: [food, presents, food],
        partValue: ['1', '1', '1'],
      }),
    );
    await post('', form('', { conditionHow: 'is', conditionText: 'aldi', actionCategory: presents }));
    const applied = await apply(path('/apply'));
    expect(await row(id)).toBe('Aldi | food | spent | cleared | Bank -1000, Presents 1000 | rule rule rule');
    await undo(applied.headers.location);
    expect(await row(id)).toBe(before);
    const [first = ''] = await ruleIds();
    await apply(path(`/apply?rule=${first}`));
    expect(await row(id)).toBe(
      'Aldi | food | spent | cleared | Bank -1000, Groceries 334, Presents 333, Groceries 333 | rule rule rule',
    );
  });

  it('makes moves, and splits by amounts', async () => {
    const [moved, split] = [await spend('To savings'), await spend('Gym')];
    await post('', form('to savings', { actionSet: 'account', actionAccount: savings.id }));
    const parts = { splitBy: 'amounts', partCategory: [food, presents], partValue: ['2.50', ''] };
    await post('', form('gym', { actionSet: 'split', ...parts }));
    await apply(path('/apply'));
    expect(await row(moved)).toContain('moved | cleared | Bank -1000, Savings 1000 | rule hand hand');
    expect(await row(split)).toContain('Bank -1000, Groceries 250, Presents 750');
  });

  it('looks at tags and gives others, which an undo takes back', async () => {
    const id = await spend('Ferry', food, { tags: ['Sea'] });
    await spend('Bus', food, { tags: ['Road'] });
    const [sea = '', road = ''] = (
      await home.rows<{ id: string }[]>`
        select id from tag where book_id = ${home.book} order by name desc`
    ).map((tag) => tag.id);
    const tags = { conditionField: 'tag', conditionHow: '', conditionText: sea, actionSet: 'tag' };
    const fields = form('', { ...tags, actionText: road, actionCategory: '' });
    const saved = await post('', fields);
    const shown = await page(saved.headers.location ?? '');
    expect(shown).toMatch(/tag is “Sea” → tag “Road”.*1 old row would change.*Ferry.*· tag “Road”/s);
    const applied = await apply(saved.headers.location ?? '');
    const tagsOf = async () =>
      (await home.read((sql) => findTransaction(sql, home.book, id)))?.tags.map(({ name }) => name);
    expect(await tagsOf()).toEqual(['Road', 'Sea']);
    expect(await page(path('/apply'))).toContain('No old row would change.');
    await undo(applied.headers.location);
    expect(await tagsOf()).toEqual(['Sea']);
    const [rule = ''] = await ruleIds();
    expect(findForm((await home.ada.get(path(`/${rule}`))).body, path(`/${rule}`))).toMatchObject({
      conditionText: sea,
      actionText: road,
    });
    await home.ada.post(`${home.path}/tags/${sea}/delete`, { key: randomUUID() });
    expect(await page(path())).toContain('tag is “something that is gone”');
    expect((await post(`/${rule}`, { ...fields, key: randomUUID() })).statusCode).toBe(422);
  });

  it('leaves what a person set by hand, then and later', async () => {
    const [typed, imported] = [await spend('Baker', presents), await spend('Baker', presents)];
    await asImported(imported);
    await post('', form('baker'));
    await apply(path('/apply'));
    expect([await row(typed), await row(imported)]).toEqual([
      expect.stringContaining('Presents 1000 | hand'),
      expect.stringContaining('Groceries 1000 | rule'),
    ]);
    const edit = {
      kind: 'spent',
      bookedOn: '2025-11-21',
      account: bank.id,
      amount: '10',
      payee: 'Baker',
      note: '',
    };
    const [{ version = 0 } = {}] = await home.rows`select version from transaction where id = ${imported}`;
    const save = (more: object) =>
      home.ada.post(`${home.path}/transactions/${imported}`, { key: randomUUID(), ...edit, ...more });
    await save({ category: food, amount: '11', version: `${version}` });
    expect(await row(imported)).toContain('| rule import import');
    await save({ category: presents, amount: '11', note: 'for Zoe', version: `${Number(version) + 1}` });
    expect(await row(imported)).toContain('Presents 1100 | hand import hand');
    expect(await page(path('/apply'))).toContain('No old row would change.');
  });

  it('is not applied to other rows than were shown', async () => {
    const id = await spend('Changing');
    await post('', form('changing'));
    const sent = findForm((await home.ada.get(path('/apply'))).body, path('/apply')) ?? {};
    await spend('Changing too');
    const refused = await home.ada.post(path('/apply'), sent);
    expect(refused.statusCode).toBe(409);
    expect(unescapeMarkup(refused.body)).toMatch(/Rows have changed meanwhile.*2 old rows would change/s);
    expect(await row(id)).toContain('Not sorted yet');
  });

  it('is tried and applied beyond many rows that stay, a stretch at a time', async () => {
    const old = await spend('Oldest of all', unsorted, { bookedOn: '2018-01-01' });
    for (const day of ['03', '02']) await spend('Stays', food, { bookedOn: `2018-01-${day}` });
    await post('', form('oldest of all'));
    const rules = await home.read((sql) => rulesOf(sql, home.book));
    const look = (stretch: object) =>
      home.read((sql) => rowsThatChange(sql, home.book, rules, { most: 5, ...stretch }));
    const [stays] = await home.rows<
      { id: string }[]
    >`select id from transaction where booked_on = '2018-01-03'`;
    const after = { bookedOn: '2018-01-03', id: stays?.id ?? '' };
    const none = await look({ after, read: 1 });
    expect(none).toMatchObject({ found: [], older: { bookedOn: '2018-01-02' } });
    expect(await look({ after: none.older, read: 1 })).toMatchObject({ found: [{ id: old }] });
    expect(await look({ after: { bookedOn: '2018-01-01', id: old } })).toEqual({ found: [], older: null });
    expect(await page(path(`/apply?after=2018-01-01_${old}`))).toContain('No old row would change.');
    expect(await page(path(`/apply?after=2018-01-03_${after.id}`))).toContain('1 old row would change.');
  });

  it('moves up and down, is changed and deleted, each with an undo', async () => {
    for (const text of ['one', 'two', 'three']) await post('', form(text));
    const [one = '', two = '', three = ''] = await ruleIds();
    await post(`/${three}/move`, { key: randomUUID(), to: 'up' });
    expect(await ruleIds()).toEqual([one, three, two]);
    const down = await post(`/${one}/move`, { key: randomUUID(), to: 'down' });
    expect(await ruleIds()).toEqual([three, one, two]);
    await undo(down.headers.location);
    expect(await ruleIds()).toEqual([one, three, two]);
    const changed = await post(`/${two}`, form('zwei'));
    expect(await page(path())).toContain('If payee contains “zwei”');
    await undo(changed.headers.location);
    expect(await page(path())).toContain('If payee contains “two”');
    expect((await post(`/${two}`, form('two'))).headers.location).toContain('done=unchanged');
    const gone = await post(`/${two}/delete`, { key: randomUUID() });
    expect(await ruleIds()).toEqual([one, three]);
    await undo(gone.headers.location);
    expect(await ruleIds()).toEqual([one, three, two]);
    expect((await post(`/${randomUUID()}/delete`, { key: randomUUID() })).statusCode).toBe(404);
  });

  it('is opened as it was saved', async () => {
    const fields = form('', {
      match: 'any',
      conditionField: ['amount', 'note'],
      conditionHow: ['', 'is'],
      conditionText: ['12.50', 'rent'],
      conditionTo: ['', ''],
      conditionAccount: ['', ''],
      actionSet: 'split',
      actionCategory: '',
      splitBy: 'amounts',
      partCategory: [food, presents],
      partValue: ['2.50', ''],
    });
    await post('', fields);
    const [id = ''] = await ruleIds();
    const {
      key: _key,
      _csrf,
      ...opened
    } = findForm((await home.ada.get(path(`/${id}`))).body, path(`/${id}`)) ?? {};
    const { key: _other, ...sent } = fields;
    expect({ ...opened, match: 'any', splitBy: 'amounts' }).toEqual(sent);
  });

  it('gets and loses conditions, actions and parts by buttons', async () => {
    const pressed = async (fields: Fields, intent: string) => {
      const { body, statusCode } = await post('', { ...fields, intent });
      expect(statusCode).toBe(200);
      const { _csrf, ...rest } = findForm(body, path()) ?? {};
      return { match: 'all', splitBy: 'shares', ...rest } as Fields;
    };
    const two = await pressed(form('kept'), 'condition-amount');
    expect(two).toMatchObject({ conditionField: ['payee', 'amount'], conditionText: ['kept', ''] });
    expect(await pressed(two, 'drop-condition-0')).toMatchObject({ conditionField: 'amount' });
    const split = await pressed(two, 'action-split');
    expect(split).toMatchObject({ actionSet: ['category', 'split'], partCategory: ['', ''] });
    expect((await pressed(split, 'part'))['partValue']).toHaveLength(3);
    expect(await pressed(split, 'drop-action-1')).not.toHaveProperty('partValue');
  });

  it.each<[string, Fields, string]>([
    ['without a text', { conditionText: '  ' }, 'Type a text.'],
    ['without a condition', { conditionField: [] }, 'Say when the rule applies.'],
    ['without an action', { actionSet: [] }, 'Say what the rule does.'],
    ['without a category', { actionCategory: '' }, 'Choose one of your categories.'],
    ['for what is not sorted', { actionCategory: 'unsorted' }, 'Choose one of your categories.'],
    ['with no amount', { conditionField: 'amount', conditionText: 'much' }, 'Type an amount such as'],
    [
      'with amounts the wrong way round',
      { conditionField: 'amount', conditionText: '9', conditionTo: '8' },
      'less than',
    ],
    ['with no day', { conditionField: 'day', conditionText: '32' }, 'Type a day from 1 to 31.'],
    ['with no tag', { conditionField: 'tag' }, 'Choose one of your tags.'],
    ['with no account', { conditionField: 'account' }, 'Choose one of your accounts.'],
    [
      'with a foreign account',
      { conditionField: 'account', conditionAccount: randomUUID() },
      'Choose one of your accounts.',
    ],
    [
      'with two ways to sort',
      {
        ...{ actionSet: ['category', 'account'], actionText: ['', ''] },
        ...{ actionCategory: ['food', ''], actionAccount: ['', 'savings'] },
      },
      'Choose one of these',
    ],
    [
      'with a split of one part',
      { actionSet: 'split', partCategory: ['food'], partValue: ['1'] },
      'two parts',
    ],
    [
      'with amounts and no rest',
      { actionSet: 'split', splitBy: 'amounts', partCategory: ['food', 'food'], partValue: ['1', '2'] },
      'it takes the rest',
    ],
    [
      'with a share that is no number',
      { actionSet: 'split', partCategory: ['food', 'food'], partValue: ['1', '0.5'] },
      'Type a whole number',
    ],
  ])('is refused %s, and what was typed is kept', async (_what, more, message) => {
    const ids: Readonly<Record<string, string>> = { food, unsorted, savings: savings.id };
    const named = (value: string) => ids[value] ?? value;
    const fields = Object.fromEntries(
      Object.entries(more).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.map(named) : named(value),
      ]),
    );
    const refused = await post('', form('kept text', fields));
    expect(refused.statusCode).toBe(422);
    expect(unescapeMarkup(refused.body)).toContain(message);
    if (!('conditionText' in more) && !('conditionField' in more))
      expect(refused.body).toContain('value="kept text"');
    expect(await ruleIds()).toEqual([]);
  });
});

describe('a rule from a correction', () => {
  it('is offered after a category was changed by hand, filled in', async () => {
    const id = await spend('Corner <Shop>');
    const edit = {
      kind: 'spent',
      bookedOn: '2025-11-21',
      account: bank.id,
      amount: '10',
      payee: 'Corner <Shop>',
      note: '',
    };
    const save = (more: object) =>
      home.ada.post(`${home.path}/transactions/${id}`, { key: randomUUID(), ...edit, ...more });
    const changed = await save({ category: food, version: '1' });
    const shown = (await home.ada.get(changed.headers.location ?? '')).body;
    const [, link = ''] = /href="([^"]+)">Always do this/.exec(shown) ?? [];
    const sent = findForm((await home.ada.get(link)).body, path());
    expect(sent).toMatchObject({ conditionText: 'Corner <Shop>', conditionHow: 'is', actionCategory: food });
    const noted = await save({ category: food, note: 'x', version: '2' });
    expect((await home.ada.get(noted.headers.location ?? '')).body).not.toContain('Always do this');
  });

  it('comes with one press where a payee is sorted, and the next time changes the same rule', async () => {
    await spend('Night Bakery');
    const [payee] = await home.rows<{ id: string }[]>`select id from payee where name = 'Night Bakery'`;
    const sort = (category: string) =>
      home.ada.post(`${home.path}/unsorted`, {
        key: randomUUID(),
        payee: payee?.id ?? '',
        category,
        intent: 'always',
      });
    const sorted = await sort(food);
    expect(await page(path())).toMatch(/If payee is “Night Bakery”.*Groceries/s);
    await undo(sorted.headers.location);
    expect(await ruleIds()).toEqual([]);
    await sort(food);
    await spend('Night Bakery');
    await sort(presents);
    expect(await ruleIds()).toHaveLength(1);
    expect(await page(path())).toMatch(/If payee is “Night Bakery”.*Presents/s);
  });
});

it('is offered while a row is typed, and fills it in with the same press as the last time', async () => {
  await post('', form('pharma', { actionCategory: presents }));
  const typed = {
    kind: 'spent',
    bookedOn: '2026-01-01',
    note: '',
    account: bank.id,
    category: '',
    amount: '3',
  };
  const send = (to: string, more: object) =>
    home.ada.post(`${home.path}/transactions${to}`, { key: randomUUID(), ...typed, ...more });
  const said = JSON.parse((await send('/count', { payee: 'New Pharma' })).body).said.payee;
  expect(said).toBe('By a rule: Presents');
  const filled = await send('', { payee: 'New Pharma', intent: 'recall' });
  expect(findForm(filled.body, `${home.path}/transactions`)).toMatchObject({
    category: presents,
    amount: '3',
  });
});

it('is offered while a row is typed: its tags, and by what the bank wrote of the row', async () => {
  await spend('Ferry', food, { tags: ['Sea'] });
  const [tag] = await home.rows<{ id: string }[]>`
    select id from tag where book_id = ${home.book} and name = 'Sea'`;
  const actions = { actionSet: ['category', 'tag'], actionText: ['', tag?.id ?? ''] };
  const both = { ...actions, actionCategory: [presents, ''], actionAccount: ['', ''] };
  const text = 'Date,Payee,Amount,Memo\n2025-11-15,Shop,-1.00,Card 12';
  await home.write((sql) =>
    importFile(sql, { book: home.book, person: home.ada.person, account: bank, name: 'x.csv', text }),
  );
  await post('', form('card 12', { ...both, conditionField: 'raw' }));
  const [imported] = await home.rows<{ id: string }[]>`
    select transaction_id as id from import_row where book_id = ${home.book}`;
  const at = `${home.path}/transactions/${imported?.id}`;
  const sent = { ...findForm((await home.ada.get(at)).body, at), payee: 'Typed', tags: 'Old' };
  const count = await home.ada.post(`${home.path}/transactions/count?of=${imported?.id}`, sent);
  expect(JSON.parse(count.body).said.payee).toBe('By a rule: Presents, tag “Sea”');
  const filled = await home.ada.post(at, { ...sent, intent: 'recall' });
  expect(findForm(filled.body, at)).toMatchObject({ category: presents, tags: 'Old, Sea' });
  expect(filled.body).toContain('The bank wrote: Shop Card 12');
});

it('a rule of one book never names what is of another, whoever writes it', async () => {
  const eve = await home.signedIn('Eve');
  const [foreign] = await home.rows<{ id: string }[]>`
    select id from category where book_id = ${eve.book} and role is null limit 1`;
  const write = (actions: object[]) =>
    home.write(
      (sql) => sql`
        insert into rule (book_id, position, match, conditions, actions)
        values (${home.book}, 1, 'all', '[{"field": "day", "first": 1, "last": 1}]', ${JSON.stringify(actions)}::text::jsonb)`,
    );
  await expect(write([{ set: 'category', category: foreign?.id }])).rejects.toThrow('does not have');
  const [tag] = await home.rows<{ id: string }[]>`
    insert into tag (book_id, name) values (${eve.book}, 'Theirs') returning id`;
  await expect(write([{ set: 'tag', tag: tag?.id }])).rejects.toThrow('does not have');
  await expect(write([{ set: 'split', parts: [{ category: foreign?.id }] }])).rejects.toThrow(
    'does not have',
  );
  await post('', form('mine'));
  const [id = ''] = await ruleIds();
  for (const to of [`/${id}`, `/apply?rule=${id}`])
    expect((await eve.get(`/books/${eve.book}/rules${to}`)).statusCode).toBe(404);
});

it('changes many rows in one go', async () => {
  const lines = [{ category: unsorted, amount: 100n, note: '' }];
  const entry = { kind: 'spent', account: bank, payee: 'Many', lines } as const;
  for (let n = 0; n < 120; n += 1) await home.enter(entry as unknown as Entry as never);
  await post('', form('many'));
  const shown = await page(path('/apply'));
  expect(shown).toContain('And 20 more.');
  await apply(path('/apply'));
  const [count] = await home.rows`
    select count(*)::int as sorted from posting p join transaction t on t.id = p.transaction_id join payee w on w.id = t.payee_id
    where w.name = 'Many' and p.category_id = ${food}`;
  expect(count).toEqual({ sorted: 120 });
});
