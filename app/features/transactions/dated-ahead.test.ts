import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { dayAfter } from '../../calendar.ts';
import type { Money } from '../../ledger/entry-to-postings.ts';
import { type Household, household } from '../../testing/household.ts';
import { unescapeMarkup } from '../../testing/unescape-character-references.ts';
import { todayIn } from '../../time-zones.ts';

const today = todayIn('UTC');
const tomorrow = dayAfter(today);

let home: Household;
let bank: Money;
let card: Money;
let food: string;
beforeAll(async () => {
  home = await household();
  bank = await home.account('Bank');
  card = await home.account('Card', { kind: 'card' });
  food = await home.category('Groceries');
  await spend({ bookedOn: today, payee: 'Grocer Today' });
  for (let days = 1; days <= 7; days += 1)
    await spend({ bookedOn: dayAfter(today, days), payee: `Rent In ${days}`, account: card });
});

async function spend(row: { bookedOn: string; payee: string; account?: Money }, at = home) {
  const { account = bank, ...header } = row;
  await at.enter({
    ...{ kind: 'spent', account, ...header },
    lines: [{ category: food, amount: 100n, note: '' }],
  });
}

function payeesIn(body: string): string[] {
  return [...body.matchAll(/<b>((?:Grocer|Rent) [^<]+)<\/b>/g)].map(([, payee = '']) => payee);
}

describe('a row that is dated ahead', () => {
  it('stands apart above the first page, the nearest ones first to today', async () => {
    const { body } = await home.ada.get(`${home.path}/transactions`);
    const [apart, rest] = [body.indexOf('<h2>Dated ahead</h2>'), body.indexOf('Grocer Today')];
    expect(apart).toBeGreaterThan(0);
    expect(rest).toBeGreaterThan(body.indexOf('Rent In 1<'));
    expect(payeesIn(body)).toEqual(['Rent In 3', 'Rent In 2', 'Rent In 1', 'Grocer Today']);
  });

  it('is reached however far ahead it is, and back', async () => {
    const first = await home.ada.get(`${home.path}/transactions`);
    const [, further = ''] = /href="([^"]+)">Further ahead/.exec(first.body) ?? [];
    const second = await home.ada.get(unescapeMarkup(further));
    expect(payeesIn(second.body)).toEqual(['Rent In 7', 'Rent In 6', 'Rent In 5', 'Rent In 4']);
    expect(second.body).toContain('Dated ahead');
    const [, older = ''] = /href="([^"]+)">Older/.exec(second.body) ?? [];
    expect(payeesIn((await home.ada.get(unescapeMarkup(older))).body)).toEqual(payeesIn(first.body));
  });

  it('stands apart in a filtered list too, and alone where nothing else is found', async () => {
    const { body } = await home.ada.get(`${home.path}/transactions?account=${card.id}`);
    expect(payeesIn(body)).toHaveLength(3);
    expect(body).toContain('Dated ahead');
    expect(body).not.toContain('Nothing found');
    const past = await home.ada.get(`${home.path}/transactions?text=grocer%20today`);
    expect(past.body).not.toContain('Dated ahead');
  });

  it('is all there is of a month that has not begun', async () => {
    const own = await household();
    const purse = await own.account('Purse');
    const category = await own.category('Groceries');
    for (let day = 10; day < 20; day += 1) {
      await own.enter({
        ...{ kind: 'spent', account: purse, bookedOn: `2998-03-${day}`, payee: `Rent ${day}` },
        lines: [{ category, amount: 100n, note: '' }],
      });
    }
    const { body } = await own.ada.get(`${own.path}/transactions?month=2998-03`);
    expect(payeesIn(body)).toHaveLength(10);
    expect(body).toContain('Dated ahead');
    expect(body.replaceAll(/<[^>]+>/g, '')).toContain('Dated ahead:');
  });

  it('is never recent', async () => {
    const { body } = await home.ada.get(home.path);
    expect(payeesIn(body)).toEqual(['Grocer Today']);
  });

  it('says nothing about the usual account or payee', async () => {
    const { body } = await home.ada.get(`${home.path}/transactions/new`);
    expect(body).toContain(`<option value="${bank.id}" selected>`);
    expect(body).toContain('<option value="Grocer Today">');
    expect(body).not.toContain('Rent In');
  });

  it.each(['save', 'another'])('is told to be so after pressing %s', async (intent) => {
    const form = (bookedOn: string) => ({
      ...{ key: randomUUID(), kind: 'spent', bookedOn, payee: '', note: '', account: bank.id },
      ...{ category: food, amount: '1', intent, bookedOnSure: bookedOn },
    });
    const saved = async (bookedOn: string) => {
      const { headers } = await home.ada.post(`${home.path}/transactions`, form(bookedOn));
      return (await home.ada.get(String(headers.location))).body;
    };
    expect(await saved('2999-12-31')).toMatch(
      /It is dated ahead and counts from Tuesday, December 31, 2999\./,
    );
    expect(await saved(today)).not.toContain('It is dated ahead');
    expect(await saved(today)).toMatch(/Saved(?:: [^.]+)?\./);
  });

  it('is told to be so after an edit that moves it there', async () => {
    const id = await home.enter({
      ...{ kind: 'spent', account: bank, bookedOn: today },
      lines: [{ category: food, amount: 100n, note: '' }],
    });
    const { headers } = await home.ada.post(`${home.path}/transactions/${id}`, {
      ...{ key: randomUUID(), version: '1', kind: 'spent', bookedOn: tomorrow, payee: '', note: '' },
      ...{ account: bank.id, category: food, amount: '1' },
    });
    expect((await home.ada.get(String(headers.location))).body).toContain('It is dated ahead');
  });
});
