import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Household, household } from '../testing/household.ts';

/* The check of all that a transaction touched, at its COMMIT, against the former check of each line by itself. */

let home: Household;
/** Another database, with the check of before. */
let former: Household;
const idsOf = new Map<Household, Record<string, string>>();

beforeAll(async () => {
  [home, former] = await Promise.all([household(), household()]);
  for (const one of [home, former]) idsOf.set(one, await namedIds(one));
  await former.rows.unsafe(CHECK_OF_BEFORE);
});

async function namedIds(home: Household) {
  const ids: Record<string, string> = {};
  for (const name of ['bank', 'card']) ids[name] = (await home.account(name)).id;
  for (const [name, stored] of Object.entries({
    food: 'Groceries',
    salary: 'Salary',
    opening: 'Opening balance',
  }))
    ids[name] = await home.category(stored);
  return ids;
}

/** Changes to the transactions 0, 1 and 2, as a smuggled statement or a mistake in the app might make them. */
type Step =
  | { readonly do: 'header'; readonly of: number; readonly kind: string }
  | {
      readonly do: 'line';
      readonly of: number;
      readonly line: number;
      readonly on: string;
      readonly amount: number;
    }
  | { readonly do: 'amount'; readonly of: number; readonly line: number; readonly amount: number }
  | { readonly do: 'kind'; readonly of: number; readonly kind: string }
  | { readonly do: 'remove line'; readonly of: number; readonly line: number }
  | { readonly do: 'remove'; readonly of: number };

const of = fc.integer({ min: 0, max: 2 });
const line = fc.integer({ min: 1, max: 3 });
const amount = fc.constantFrom(-3, -2, 2, 3);
const kind = fc.constantFrom('spent', 'received', 'moved', 'opening');
const on = fc.constantFrom('bank', 'card', 'food', 'salary', 'opening');
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant('header' as const), of, kind }),
  fc.record({ do: fc.constant('line' as const), of, line, on, amount }),
  fc.record({ do: fc.constant('amount' as const), of, line, amount }),
  fc.record({ do: fc.constant('kind' as const), of, kind }),
  fc.record({ do: fc.constant('remove line' as const), of, line }),
  fc.record({ do: fc.constant('remove' as const), of }),
);
/** A whole transaction, which random steps hardly ever make. */
const whole = fc
  .tuple(of, amount, fc.constantFrom('card', 'food', 'salary'))
  .map(([one, minor, other]): Step[] => [
    { do: 'remove', of: one },
    { do: 'header', of: one, kind: 'spent' },
    { do: 'line', of: one, line: 1, on: 'bank', amount: minor },
    { do: 'line', of: one, line: 2, on: other, amount: -minor },
  ]);
const change = fc.array(
  fc.oneof(
    { weight: 2, arbitrary: whole },
    step.map((one) => [one]),
  ),
  { minLength: 1, maxLength: 5 },
);

describe('the check at COMMIT', () => {
  it('accepts and refuses what the check of each line did, and leaves nothing to check', async () => {
    let accepted = 0;
    await fc.assert(
      fc.asyncProperty(change, async (steps) => {
        const transactions = [0, 1, 2].map(() => crypto.randomUUID());
        const now = await outcome(home, steps.flat(), transactions);
        const before = await outcome(former, steps.flat(), transactions);
        expect(now.isAccepted).toBe(before.isAccepted);
        if (new Set(steps.flat().map((one) => one.of)).size === 1) expect(now).toEqual(before);
        if (now.isAccepted) accepted += 1;
        expect(await home.rows`select from unchecked`).toEqual([]);
      }),
      { numRuns: 200 },
    );
    expect(accepted).toBeGreaterThan(20);
  });

  it('looks at both transactions when a line goes from one to the other', async () => {
    const [from = '', to = ''] = [crypto.randomUUID(), crypto.randomUUID()];
    const moved = home.write(async (sql) => {
      for (const id of [from, to]) {
        await apply(sql, { do: 'header', of: 0, kind: 'spent' }, [id]);
        await apply(sql, { do: 'line', of: 0, line: 1, on: 'bank', amount: -2 }, [id]);
        await apply(sql, { do: 'line', of: 0, line: 2, on: 'food', amount: 2 }, [id]);
      }
      await apply(sql, { do: 'line', of: 0, line: 3, on: 'bank', amount: -2 }, [from]);
      await apply(sql, { do: 'line', of: 0, line: 4, on: 'food', amount: 2 }, [from]);
      await sql`update posting set transaction_id = ${to} where transaction_id = ${from} and line = 3`;
      await sql`update posting set amount_minor = 4 where transaction_id = ${to} and line = 2`;
    });
    await expect(moved).rejects.toMatchObject({ constraint_name: 'transaction_sums_to_zero' });
  });

  it('looks at what a savepoint kept, and not at what it gave up', async () => {
    const id = crypto.randomUUID();
    await home.write(async (sql) => {
      const broken = sql.savepoint(async (inner) => {
        await apply(inner, { do: 'header', of: 0, kind: 'spent' }, [id]);
        throw new Error('given up');
      });
      await expect(broken).rejects.toThrow('given up');
      await apply(sql, { do: 'header', of: 0, kind: 'spent' }, [id]);
      await apply(sql, { do: 'line', of: 0, line: 1, on: 'bank', amount: -2 }, [id]);
      await sql.savepoint((inner) =>
        apply(inner, { do: 'line', of: 0, line: 2, on: 'food', amount: 2 }, [id]),
      );
    });
    expect(await home.rows`select from transaction where id = ${id}`).toHaveLength(1);
  });

  it('shows the app nothing of what is to be checked, and lets it take nothing away', async () => {
    const smuggled = home.write(async (sql) => {
      await apply(sql, { do: 'header', of: 0, kind: 'spent' }, [crypto.randomUUID()]);
      expect(await sql`select from unchecked`).toEqual([]);
      await sql`delete from unchecked`;
    });
    await expect(smuggled).rejects.toMatchObject({ constraint_name: 'transaction_has_postings' });
  });
});

type Outcome = { readonly isAccepted: boolean; readonly constraint?: string | undefined };

/** Tries steps in a transaction that is rolled back in any case. */
async function outcome(
  home: Household,
  steps: readonly Step[],
  transactions: readonly string[],
): Promise<Outcome> {
  const done = new Error('accepted');
  try {
    await home.rows.begin(async (sql) => {
      for (const one of steps) await apply(sql as never, one, transactions, home);
      await sql`set constraints all immediate`;
      throw done;
    });
  } catch (error) {
    if (error === done) return { isAccepted: true };
    const { constraint_name: constraint } = error as { constraint_name?: string };
    if (constraint === undefined) throw error;
    return { isAccepted: false, constraint };
  }
  throw new Error('the transaction went on');
}

async function apply(
  sql: Household['rows'] | Parameters<Parameters<Household['write']>[0]>[0],
  one: Step,
  transactions: readonly string[],
  { book }: Household = home,
) {
  const ids = idsOf.get(home.book === book ? home : former) ?? {};
  const id = transactions[one.of] ?? '';
  if (one.do === 'header')
    await sql`insert into transaction (book_id, id, booked_on, kind) values (${book}, ${id}, '2025-11-21', ${one.kind}) on conflict do nothing`;
  if (one.do === 'line') {
    const isAccount = one.on === 'bank' || one.on === 'card';
    const [account, category] = isAccount ? [ids[one.on] ?? '', null] : [null, ids[one.on] ?? ''];
    await sql`
      insert into posting (book_id, transaction_id, line, booked_on, account_id, category_id, amount_minor, currency)
      select ${book}, ${id}, ${one.line}, '2025-11-21', ${account}, ${category}, ${one.amount}, 'EUR'
      where exists (select from transaction where id = ${id}) on conflict do nothing`;
  }
  if (one.do === 'amount')
    await sql`update posting set amount_minor = ${one.amount} where transaction_id = ${id} and line = ${one.line}`;
  if (one.do === 'kind') await sql`update transaction set kind = ${one.kind} where id = ${id}`;
  if (one.do === 'remove line')
    await sql`delete from posting where transaction_id = ${id} and line = ${one.line}`;
  if (one.do === 'remove') await sql`delete from transaction where id = ${id}`;
}

/** The triggers that 0045 took away, as they were, in place of its own. */
const CHECK_OF_BEFORE = `
  alter table unchecked disable trigger all_complete;
  create constraint trigger of_before after insert or update of kind on transaction
    deferrable initially deferred for each row execute function check_transaction();
  create constraint trigger of_before after insert or update or delete on posting
    deferrable initially deferred for each row execute function check_transaction();
`;
