import { describe, expect, it } from 'vitest';
import type { Row, Statement } from '../bank-files/statement.ts';
import type { Account } from '../ledger/accounts.ts';
import { proposeAccounts, withProposals } from './propose-new-accounts.ts';

const row = (date: string, amountMinor: bigint, currency = 'EUR', more: Partial<Row> = {}): Row => ({
  ...{ date, amountMinor, currency, payee: 'Shop', memo: '', reference: '', ...more },
});
const statement = (
  account: string | null,
  rows: readonly Row[],
  more: Partial<Statement> = {},
): Statement => ({
  ...{ status: 'import', account, rows, questions: [], problems: [], ...more },
});
const account = (name: string, closedOn: string | null = null): Account => ({
  ...{ id: name, name, kind: 'bank', currency: 'EUR', openedOn: '2020-01-01', closedOn },
});
const around = { draft: 'd', accounts: [] as Account[], currency: 'CHF', today: '2026-11-30' };

describe('accounts proposed for a file', () => {
  it('are called as in the file, in the currency of its rows, and begin with what the bank says was there', () => {
    const rows = [row('2026-01-16', -500n, 'USD'), row('2026-01-15', 900n, 'USD')];
    const [one, other] = proposeAccounts(
      [statement('DE12  3456', rows, { openingMinor: 10_000n }), statement('Card', [])],
      around,
    );
    expect(one).toMatchObject({ named: 'DE12  3456', name: 'DE12 3456', kind: 'bank', currency: 'USD' });
    expect(one).toMatchObject({ openedOn: '2026-01-15', opening: 10_000n });
    expect(other).toMatchObject({ name: 'Card', currency: 'CHF', openedOn: '2026-11-30', opening: 0n });
  });

  it('work out what was there from the last balance, where the bank says that alone, without what is not booked', () => {
    const rows = [
      row('2026-01-15', 900n),
      row('2026-01-16', -300n),
      row('2026-01-17', -50n, 'EUR', { pending: true }),
    ];
    expect(proposeAccounts([statement('A', rows, { closingMinor: 1600n })], around)[0]?.opening).toBe(1000n);
    expect(proposeAccounts([statement('A', rows)], around)[0]?.opening).toBe(0n);
  });

  it('are one for several statements of one name, which begins with the earliest', () => {
    const later = statement('A', [row('2026-02-01', 1n)], { openingMinor: 700n });
    const sooner = statement('A', [row('2026-01-01', 1n)], { openingMinor: 500n });
    expect(proposeAccounts([later, sooner], around)).toMatchObject([
      { openedOn: '2026-01-01', opening: 500n },
    ]);
  });

  it('have a name that no account has, and the same id whenever the file is read', () => {
    const accounts = [account('everyday ACCOUNT'), account('Everyday account (2)')];
    const files = [statement(null, []), statement('x'.repeat(200), [])];
    const [one, long] = proposeAccounts(files, { ...around, accounts });
    expect(one).toMatchObject({ named: '', name: 'Everyday account (3)' });
    expect(long?.name).toHaveLength(80);
    const again = proposeAccounts(files, { ...around, accounts });
    expect(again.map(({ id }) => id)).toEqual([one?.id, long?.id]);
    expect(one?.id).toMatch(/^[\da-f]{8}-[\da-f]{4}-8[\da-f]{3}-a[\da-f]{3}-[\da-f]{12}$/);
    expect(one?.id).not.toBe(proposeAccounts(files, { ...around, draft: 'e' })[0]?.id);
  });
});

describe('a file into a book', () => {
  const proposed = proposeAccounts([statement('A', []), statement('B', [])], around);
  const [a, b] = proposed.map(({ id }) => id);

  it('without an open account goes into new ones, but where somebody chose otherwise', () => {
    expect(withProposals({}, proposed, [account('Old', '2024-01-01')])).toEqual({ A: a, B: b });
    expect(withProposals({ A: null }, proposed, [])).toEqual({ A: null, B: b });
  });

  it('with an account asks', () => {
    expect(withProposals({}, proposed, [account('Bank')])).toEqual({});
  });
});
