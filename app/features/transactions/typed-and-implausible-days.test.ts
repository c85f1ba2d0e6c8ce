import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { dayAfter } from '../../calendar.ts';
import type { Money } from '../../ledger/entry-to-postings.ts';
import { type Household, household } from '../../testing/household.ts';
import { todayIn } from '../../time-zones.ts';

let home: Household;
let bank: Money;
let purse: Money;
let food: string;

beforeAll(async () => {
  home = await household();
  bank = await home.account('Bank', { openedOn: '2020-01-01' });
  purse = await home.account('Purse', { openedOn: '2025-06-01' });
  food = await home.category('Groceries');
  await prefer('en-GB', 'DD/MM/YYYY');
});

async function prefer(locale: string, dateFormat: string): Promise<void> {
  await home.rows`update person set locale = ${locale}, date_format = ${dateFormat} where id = ${home.ada.person}`;
}

const post = (more: Record<string, string | string[]>, path = '') =>
  home.ada.post(`${home.path}/transactions${path}`, {
    ...{ key: randomUUID(), kind: 'spent', payee: '', note: '', account: bank.id, category: food },
    ...{ amount: '1', ...more },
  });

async function daysOf(payee: string): Promise<string[]> {
  const rows = await home.read(
    (sql) => sql<{ bookedOn: string; id: string }[]>`
      select t.booked_on as "bookedOn" from transaction t join payee w on w.id = t.payee_id where w.name = ${payee}`,
  );
  return rows.map((row) => row.bookedOn);
}

describe('the day of a transaction', () => {
  it.each([
    ['03042026', '2026-04-03'],
    ['3/4/2026', '2026-04-03'],
    ['2026-04-03', '2026-04-03'],
    ['٠٣٠٤٢٠٢٦', '2026-04-03'],
    ['yesterday', dayAfter(todayIn('UTC'), -1)],
  ])('is typed as the person writes it: %s', async (bookedOn, day) => {
    expect((await post({ bookedOn, payee: `Typed ${bookedOn}` })).statusCode).toBe(303);
    expect(await daysOf(`Typed ${bookedOn}`)).toEqual([day]);
  });

  it('is shown as the person writes it, and said in words', async () => {
    const { body } = await post({ bookedOn: '3.4.2026', intent: 'count' });
    expect(body).toContain('Date <small>DD/MM/YYYY</small>');
    expect(body).toMatch(/<output[^>]*>Friday,? 3 April 2026<\/output>/);
    const id = await home.enter({
      ...{ kind: 'spent', account: bank, bookedOn: '2026-04-03' },
      lines: [{ category: food, amount: 100n, note: '' }],
    });
    expect((await home.ada.get(`${home.path}/transactions/${id}`)).body).toContain('value="03/04/2026"');
    const next = await home.ada.get(`${home.path}/transactions/new?on=2026-04-03`);
    expect(next.body).toContain('value="03/04/2026"');
  });

  it('is the next one’s too when another is added', async () => {
    const { headers } = await post({ bookedOn: '03/04/2026', intent: 'another' });
    expect(headers.location).toContain('on=2026-04-03');
  });

  it('is asked for where it could be two, and nothing is saved meanwhile', async () => {
    await prefer('sv', 'YYYY-MM-DD');
    const typed = { bookedOn: '03/04/2026', payee: 'Which day' };
    const asked = await post(typed);
    expect(asked.statusCode).toBe(422);
    expect(asked.body).toContain('Choose which day it is.');
    for (const day of ['2026-04-03', '2026-03-04'])
      expect(asked.body).toContain(`type="radio" name="bookedOnMeant" value="${day}"`);
    expect(await daysOf('Which day')).toEqual([]);
    const turned = await post({ ...typed, bookedOnMeant: '2026-03-04', intent: 'as-received' });
    expect(turned.body).toContain('name="bookedOnMeant" value="2026-03-04" checked');
    expect((await post({ ...typed, bookedOnMeant: '2026-05-05' })).statusCode).toBe(422);
    expect((await post({ ...typed, bookedOnMeant: '2026-03-04' })).statusCode).toBe(303);
    expect(await daysOf('Which day')).toEqual(['2026-03-04']);
    await prefer('en-GB', 'DD/MM/YYYY');
  });

  it.each([
    '31/02/2026',
    '29/02/2025',
    'soon',
    '',
  ])('is refused where there is none: "%s"', async (bookedOn) => {
    const { statusCode, body } = await post({ bookedOn });
    expect(statusCode).toBe(422);
    expect(body).toContain('Type a day that exists, such as ');
  });
});

describe('a day that is hard to believe', () => {
  const soon = dayAfter(todayIn('UTC'), 700);
  const far = dayAfter(todayIn('UTC'), 800);

  it.each([
    ['before the account was opened', () => ({ bookedOn: '31/12/2019' }), 'Bank was opened on 1 Jan 2020'],
    [
      'before that of a part was',
      () => ({
        ...{ bookedOn: '2025-05-31', amount: '3', partAmount: ['1', '2'], lineNote: ['', ''] },
        category: [food, `account:${purse.id}`],
      }),
      'Purse was opened on',
    ],
    [
      'before that which it is moved to was',
      () => ({ kind: 'moved', bookedOn: '2025-05-31', from: bank.id, to: purse.id, category: [] }),
      'Purse was opened on',
    ],
    ['far ahead', () => ({ bookedOn: far }), 'more than two years ahead'],
  ])('%s, is asked about, and saved when it is said to be right', async (what, fields, words) => {
    await prefer('en-GB', 'locale');
    const typed = { payee: `Doubted ${what}`, note: 'kept', ...fields() };
    const asked = await post(typed);
    expect(asked.statusCode).toBe(422);
    expect(asked.body).toContain(words);
    expect(asked.body).toContain('value="kept"');
    const [, sure = ''] = /name="bookedOnSure" value="([^"]+)"/.exec(asked.body) ?? [];
    expect(await daysOf(typed.payee)).toEqual([]);
    const turned = await post({ ...typed, bookedOnSure: sure, intent: 'as-received' });
    expect(turned.body).toContain(`name="bookedOnSure" value="${sure}"`);
    expect((await post({ ...typed, bookedOnSure: sure })).statusCode).toBe(303);
    expect(await daysOf(typed.payee)).toEqual([sure]);
  });

  it('is asked about once more where it was changed after the answer', async () => {
    const answer = { bookedOnSure: '2019-12-31' };
    expect((await post({ bookedOn: '2018-12-31', ...answer })).statusCode).toBe(422);
  });

  it('is not asked about where it is there already', async () => {
    const id = await home.enter({
      ...{ kind: 'spent', account: bank, bookedOn: '2019-12-31' },
      lines: [{ category: food, amount: 100n, note: '' }],
    });
    const edit = (version: string, more: Record<string, string>) =>
      post({ version, bookedOn: '2019-12-31', payee: 'Long ago', ...more }, `/${id}`);
    expect((await edit('1', {})).statusCode).toBe(303);
    expect((await edit('2', { account: purse.id })).statusCode).toBe(422);
    expect((await edit('2', { bookedOn: '2019-12-30' })).statusCode).toBe(422);
  });

  it('is none within two years', async () => {
    expect((await post({ bookedOn: soon })).statusCode).toBe(303);
  });
});
