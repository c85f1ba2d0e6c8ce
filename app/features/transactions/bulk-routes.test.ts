import { beforeAll, describe, expect, it } from 'vitest';
import type { Money } from '../../ledger/entry-to-postings.ts';
import { deleteTransaction } from '../../ledger/write-transaction.ts';
import { findForm, type SentFields } from '../../testing/form-fields-by-action.ts';
import { type Household, household } from '../../testing/household.ts';
import { keptIn, signIn } from '../../testing/preserved-transaction.ts';
import { spentOn } from '../../testing/spent-entry.ts';
import { unescapeMarkup } from '../../testing/unescape-character-references.ts';

let home: Household;
let bank: Money;
let purse: Money;
let food: string;
let presents: string;
let action: string;
beforeAll(async () => {
  home = await household();
  bank = await home.account('Bank');
  purse = await home.account('Purse');
  food = await home.category('Groceries');
  presents = await home.category('Presents');
  action = `${home.path}/transactions/bulk`;
});

const enter = (payee: string, more = {}) => home.enter(spentOn(bank, food, 100n, { payee, ...more }));

/** The form of the list, as a browser holds it before anything is ticked. */
async function listed(query: string): Promise<{ body: string; form: SentFields }> {
  const { body } = await home.ada.get(`${home.path}/transactions?${query}`);
  const form = findForm(body, action);
  if (!form) throw new Error('the list has no form');
  return { body, form };
}

/** Values of the boxes of a list. */
const boxes = (body: string, name = 'row') =>
  [...body.matchAll(new RegExp(`type="checkbox" name="${name}" value="([^"]+)"`, 'g'))].map(
    ([, value]) => `${value}`,
  );

const payees = async (text: string) => {
  const rows = await home.rows<{ payee: string }[]>`
    select payee from transaction where book_id = ${home.book} and note = ${text} order by payee`;
  return rows.map(({ payee }) => payee);
};

describe('rows that are ticked', () => {
  it('are changed together, told in one sentence with one Undo, on the page that they were ticked on', async () => {
    for (const payee of ['One', 'Two', 'Three']) await enter(`${payee} of the first`);
    const { body, form } = await listed('text=of+the+first');
    const [one = '', two = ''] = boxes(body);
    const done = await home.ada.post(action, {
      ...form,
      row: [one, two],
      what: 'category',
      category: presents,
    });
    expect(done.statusCode).toBe(303);
    expect(done.headers.location).toContain('/transactions?text=of+the+first&act=');
    const shown = (await home.ada.get(done.headers.location ?? '')).body;
    expect(shown).toContain('2 rows sorted into Presents.');
    const undo = /action="([^"]+\/undo)"/.exec(shown)?.[1] ?? '';
    const undone = await home.ada.post(undo, findForm(shown, undo));
    const after = (await home.ada.get(undone.headers.location ?? '')).body;
    expect(after).toContain('Undone: 2 rows sorted into Presents.');
    const activity = (await home.ada.get(`${home.path}/activity`)).body;
    expect(activity).toContain('<b>2 rows sorted into Presents</b>');
    expect(activity).toContain('<b>Undid: 2 rows sorted into Presents</b>');
  });

  it('are changed once, however often the form is sent', async () => {
    await enter('Sent twice');
    const { body, form } = await listed('text=sent+twice');
    const sent = { ...form, row: boxes(body), what: 'pending' };
    const both = [await home.ada.post(action, sent), await home.ada.post(action, sent)];
    expect(both.map(({ headers }) => headers.location)).toEqual([
      both[0]?.headers.location,
      both[0]?.headers.location,
    ]);
    expect(await home.rows`select version from transaction where payee = 'Sent twice'`).toEqual([
      { version: 2 },
    ]);
  });

  it('have to be there, and so has what they are given; what was chosen is kept', async () => {
    await enter('Nobody yet');
    const none = await home.ada.post(action, { ...(await listed('text=nobody+yet')).form, what: 'delete' });
    expect(none.statusCode).toBe(422);
    expect(none.body).toContain('No row is ticked.');
    for (const [what, problem] of [
      ['payee', 'Type a name.'],
      ['category', 'Choose one of your categories.'],
      ['account', 'Choose one of your open accounts.'],
    ] as const) {
      const { body, form } = await listed('text=nobody+yet');
      const foreign = { payee: ' \u200b', category: home.book, account: home.book };
      const wrong = await home.ada.post(action, { ...form, row: boxes(body), what, ...foreign });
      expect(wrong.statusCode).toBe(422);
      expect(wrong.body).toContain(problem);
      const again = findForm(wrong.body, action);
      expect(again).toMatchObject({ key: form['key'], row: boxes(body)[0], what });
      const right = { ...again, payee: 'Nobody yet, really', category: presents, account: purse.id };
      expect((await home.ada.post(action, right)).statusCode).toBe(303);
    }
  });

  it('that cannot take it are named, and link to where they can be changed by hand', async () => {
    const split = await enter('Two parts', {
      note: 'in part',
      lines: [1n, 2n].map((amount) => ({ category: food, amount, note: '' })),
    });
    await enter('One part', { note: 'in part' });
    const { body, form } = await listed('text=in+part');
    const done = await home.ada.post(action, {
      ...form,
      row: boxes(body),
      what: 'category',
      category: presents,
    });
    expect(done.statusCode).toBe(200);
    expect(done.body).toContain('1 row was changed. The others stay as they are:');
    expect(done.body).toContain('Split: each part has its own (1 row)');
    expect(done.body).toContain(`href="${home.path}/transactions/${split}"`);
    const list = unescapeMarkup(/class="button" href="([^"]+)"/.exec(done.body)?.[1] ?? '');
    expect((await home.ada.get(list)).body).toContain('1 row sorted into Presents.');
  });
});

describe('all rows that match', () => {
  it('are counted and changed, beyond the page that shows some of them', async () => {
    for (let n = 0; n < 60; n += 1) await enter(`No ${n}.`, { note: 'sixty' });
    const { body, form } = await listed('text=sixty');
    expect(body).toContain('All 60 rows that match');
    const done = await home.ada.post(action, { ...form, all: '60', what: 'payee', payee: 'Kiosk' });
    expect(done.statusCode).toBe(303);
    expect(new Set(await payees('sixty'))).toEqual(new Set(['Kiosk']));
    expect((await home.ada.get(done.headers.location ?? '')).body).toContain('60 rows given the name Kiosk.');
  });

  it('are not changed when they are others by now: the person sees the new number and presses again', async () => {
    const gone = await enter('Seen', { note: 'numbered' });
    await enter('Seen too', { note: 'numbered' });
    const { form } = await listed('text=numbered');
    await enter('Added', { note: 'numbered' });
    const told = await home.ada.post(action, { ...form, all: '2', what: 'payee', payee: 'Kiosk' });
    expect(told.statusCode).toBe(409);
    expect(told.body).toContain('When you saw the list, 2 rows matched; now 3 rows do.');
    expect(await payees('numbered')).not.toContain('Kiosk');
    await home.write((sql) => deleteTransaction(sql, home.book, gone, 1));
    await enter('Added again', { note: 'numbered' });
    const others = await home.ada.post(action, findForm(told.body, action));
    expect(others.statusCode).toBe(409);
    expect(others.body).toContain('Somebody changed some of these rows since you saw the list.');
    const done = await home.ada.post(action, findForm(others.body, action));
    expect(done.statusCode).toBe(303);
    expect(await payees('numbered')).toEqual(['Kiosk', 'Kiosk', 'Kiosk']);
  });

  it('are offered for a filter only, and rows to tick to nobody who may only look', async () => {
    await enter('For all to see');
    expect((await listed('')).body).not.toContain('name="all"');
    const vic = await home.signedIn('Vic');
    await home.admit(vic, 'viewer');
    const { body } = await vic.get(`${home.path}/transactions?text=see`);
    expect(body).not.toContain('type="checkbox"');
  });
});

it('the form is kept when the session has ended, and is sent from the page that shows it', async () => {
  await enter('After a while');
  const { body, form } = await listed('text=after+a+while');
  await home.ada.post('/sign-out');
  const asked = await home.ada.post(action, { ...form, row: boxes(body), what: 'payee', payee: 'Later' });
  expect(keptIn(asked.body)).toBeDefined();
  const back = await signIn(home.ada, home.ada, asked.body);
  expect(back.body).toContain('1 row is selected.');
  const done = await home.ada.post(action, findForm(back.body, action));
  expect((await home.ada.get(done.headers.location ?? '')).body).toContain('1 row given the name Later.');
});
