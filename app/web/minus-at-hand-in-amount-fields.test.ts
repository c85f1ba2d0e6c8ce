import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Money } from '../ledger/entry-to-postings.ts';
import { asForm, type SentField, submittedFields } from '../testing/first-form-fields.ts';
import { type Household, household } from '../testing/household.ts';
import { makeSchedule } from '../testing/make-schedule.ts';
import { unescapeMarkup } from '../testing/unescape-character-references.ts';
import { todayIn } from '../time-zones.ts';

/*
 * Decimal keypads of phones have no minus: a field that accepts one uses another keypad, or a choice next to it sets
 * the sign.
 */

const names = ['amount', 'arrives', 'partAmount', 'opening'];
/** Choices that set the sign of the typed amount, by field. */
const turns: Record<string, string> = { amount: 'refund', opening: 'direction' };

const today = todayIn('UTC');
let home: Household;
let bank: Money;
let ids: Record<string, string>;
beforeAll(async () => {
  home = await household();
  bank = await home.account('Bank', { opening: 100_00n });
  await home.account('Dollars', { currency: 'USD' });
  const lines = [{ category: await home.category('Groceries'), amount: 100n, note: '' }];
  await home.enter({ kind: 'spent', account: bank, lines });
  const [spent, opening] = await home.read(
    (sql) => sql<{ id: string }[]>`select id from transaction order by kind desc`,
  );
  const ours = { book: home.book, person: home.ada.person, account: bank, first: today };
  const category = lines[0]?.category ?? '';
  const made = await home.write((sql) => makeSchedule(sql, { ...ours, category }));
  ids = { spent: spent?.id ?? '', opening: opening?.id ?? '', schedule: made };
});

/** All forms with an amount field, with their other input. */
const forms: Record<string, { page: () => string; press?: string; typed?: Record<string, string[]> }> = {
  'spent, new': { page: () => '/transactions/new', typed: { amount: ['10'] } },
  'spent, new, in parts': {
    page: () => '/transactions/new',
    press: 'split',
    typed: { amount: ['10'], partAmount: ['4', ''] },
  },
  'received, new': { page: () => '/transactions/new?kind=received', typed: { amount: ['10'] } },
  'moved, new': {
    page: () => '/transactions/new?kind=moved',
    press: 'split',
    typed: { amount: ['10'], arrives: ['9'], partAmount: ['1'] },
  },
  'spent, edited': { page: () => `/transactions/${ids['spent']}` },
  'an opening balance, edited': { page: () => `/transactions/${ids['opening']}` },
  'an account': { page: () => '/accounts/new', typed: { name: ['Purse'] } },
  'a schedule, new': { page: () => '/schedules/new', typed: { amount: ['10'] } },
  'a schedule, edited': { page: () => `/schedules/${ids['schedule']}` },
  'one day of a schedule': { page: () => `/schedules/${ids['schedule']}/${today}` },
};

async function formOf({ page, press, typed = {} }: (typeof forms)[string]) {
  let { body } = await home.ada.get(home.path + page());
  const action = () => unescapeMarkup(/<form class="card"[^>]* action="([^"?]+)/.exec(body)?.[1] ?? '');
  if (press) {
    const fields = { ...asForm(submittedFields(body)), intent: press };
    body = (await home.ada.post(action(), fields)).body;
  }
  const count = new Map<string, number>();
  const fields = submittedFields(body).map((field): SentField => {
    const at = count.get(field.name) ?? 0;
    count.set(field.name, at + 1);
    return { ...field, value: typed[field.name]?.[at] ?? field.value };
  });
  return { body, action: action(), fields };
}

/** Input tags with a name. */
const tagsOf = (body: string, name: string) =>
  body.match(new RegExp(`<input[^>]* name="${name}"[^>]*>`, 'g')) ?? [];

describe.each(Object.keys(forms))('the form for %s', (form) => {
  it('has a minus at hand wherever it takes one', async () => {
    const one = forms[form] ?? { page: () => '' };
    const first = (await formOf(one)).fields;
    const places = first.flatMap(({ name }, index) => (names.includes(name) ? [index] : []));
    expect(places.length).toBeGreaterThan(0);
    for (const place of places) {
      const { body, action, fields } = await formOf(one);
      const { name = '' } = fields[place] ?? {};
      const nth = fields.slice(0, place).filter((field) => field.name === name).length;
      const tag = tagsOf(body, name)[nth] ?? '';
      const hasMinus = !tag.includes('inputmode="decimal"') || tagsOf(body, turns[name] ?? 'none').length > 0;
      const negative = fields.map((field, index) => {
        if (index === place) return { ...field, value: '-5' };
        return name === 'partAmount' && field.name === name ? { ...field, value: '' } : field; // takes the rest
      });
      const sent = { ...asForm(negative), key: randomUUID(), intent: 'save' };
      const answer = await home.ada.post(action, sent);
      const isRefused = answer.body.includes(`id="${/ id="([^"]+)"/.exec(tag)?.[1]}-problem"`);
      expect([name, nth, answer.statusCode]).toEqual([name, nth, isRefused ? 422 : 303]);
      expect([name, nth, isRefused || hasMinus]).toEqual([name, nth, true]);
    }
  });
});

it('every page that has a field for decimals is among these', async () => {
  const params: Record<string, string> = {
    bookId: home.book,
    transactionId: ids['spent'] ?? '',
    accountId: bank.id,
    categoryId: await home.category('Groceries'),
    personId: home.ada.person,
    scheduleId: ids['schedule'] ?? '',
    dueOn: today,
  };
  const known = Object.values(forms).map(({ page }) => `${home.path}${page()}`.split('?', 1)[0]);
  for (const { method, url } of home.routes) {
    if (![method].flat().includes('GET') || url.startsWith('/api') || url.includes('*')) continue;
    const address = url.replaceAll(/:(\w+)/g, (_all, name: string) => params[name] ?? name);
    const { body } = await home.ada.get(address);
    if (/inputmode="decimal"/.test(body)) expect.soft(known).toContain(address);
  }
});
