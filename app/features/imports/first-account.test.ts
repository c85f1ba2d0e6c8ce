import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { findForm } from '../../testing/find-form-by-action.ts';
import { type Household, household } from '../../testing/household.ts';
import { unescapeMarkup } from '../../testing/unescape-character-references.ts';

const camt = readFileSync(
  new URL('../../bank-files/testing/fixtures/camt-05-two-accounts.xml', import.meta.url),
);

async function bring({ ada, path }: Household, bytes: Uint8Array | string = camt): Promise<string> {
  const sent = await ada.upload(`${path}/imports`, { key: randomUUID(), account: '' }, [
    { name: 'bank', bytes },
  ]);
  return String(sent.headers.location);
}

const accountsIn = ({ rows, book }: Household) => rows`
  select a.name, a.kind, a.currency, a.opened_on as opened, coalesce(sum(p.amount_minor), 0)::int as held
  from account a left join posting p on p.book_id = a.book_id and p.account_id = a.id
  where a.book_id = ${book} group by a.book_id, a.id order by a.name`;

describe('the first file of a book', () => {
  it('makes the accounts that it is of, which then hold what the bank says', async () => {
    const home = await household();
    const { ada } = home;
    const draft = await bring(home);
    const { body } = await ada.get(draft);
    const words = unescapeMarkup(body);
    expect(words).toContain('A new account: NL00TEST0000000001 (EUR)');
    expect(words).toContain('The file ends with €5.00, and so does the account here.');
    expect(words).toContain('Import 2 rows');
    expect(await accountsIn(home)).toEqual([]);
    const form = { ...findForm(body, draft), intent: 'import' };
    for (const _press of [1, 2]) expect((await ada.post(draft, form)).headers.location).toBe(draft);
    expect(await accountsIn(home)).toEqual([
      { name: 'NL00TEST0000000001', kind: 'bank', currency: 'EUR', opened: '2026-01-10', held: 500 },
      { name: 'NL00TEST0000000002', kind: 'bank', currency: 'EUR', opened: '2026-01-11', held: 700 },
    ]);
    expect((await ada.get(draft)).body).toContain('Rows of the file');
  });

  it('makes none that is left out, and none when it is discarded', async () => {
    const home = await household();
    const { ada } = home;
    const draft = await bring(home);
    const shown = findForm((await ada.get(draft)).body, draft);
    const [first = ''] = [shown?.['to'] ?? []].flat();
    await ada.post(draft, { ...shown, to: [first, 'out'], intent: 'read' });
    await ada.post(draft, { ...findForm((await ada.get(draft)).body, draft), intent: 'import' });
    expect((await accountsIn(home)).map(({ name }) => name)).toEqual(['NL00TEST0000000001']);

    const other = await household();
    const waiting = await bring(other);
    await other.ada.get(waiting);
    await other.ada.post(`${waiting}/discard`, { key: randomUUID() });
    expect(await accountsIn(other)).toEqual([]);
  });

  it('goes into an account that is there, or into a new one where that is chosen', async () => {
    const home = await household();
    const { ada } = home;
    await home.account('Bank');
    const draft = await bring(home, 'Date,Payee,Amount\n2026-01-15,Shop,-1.00');
    const { body } = await ada.get(draft);
    expect(body).toContain('Choose the account that these rows belong to.');
    const offered = /<option value="([^"]+)">A new account: Everyday account/.exec(body)?.[1] ?? '';
    await ada.post(draft, { ...findForm(body, draft), to: offered, intent: 'read' });
    await ada.post(draft, { ...findForm((await ada.get(draft)).body, draft), intent: 'import' });
    expect(await accountsIn(home)).toMatchObject([
      { name: 'Bank', held: 0 },
      { name: 'Everyday account', held: -100 },
    ]);
  });
});
