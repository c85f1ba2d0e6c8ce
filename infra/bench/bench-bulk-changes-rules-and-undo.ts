import { randomUUID } from 'node:crypto';
import { performance } from 'node:perf_hooks';
import { buildApp } from '../../app/app.ts';
import { readConfig } from '../../app/config.ts';
import type { TransactionSql } from '../../app/database/connect.ts';
import { acted } from '../../app/ledger/begin-and-list-acts.ts';
import { changeInBulk } from '../../app/ledger/bulk-change.ts';
import { countMatching } from '../../app/ledger/count-and-lock-matches.ts';
import { categoriesOf } from '../../app/ledger/list-categories-with-shown-names.ts';
import { applyToBook, markOf } from '../../app/ledger/rules/apply-to-book.ts';
import type { Rule } from '../../app/ledger/rules/rule-types.ts';
import { rowsThatChange } from '../../app/ledger/rules/transactions-to-change.ts';
import { undoAct } from '../../app/ledger/undo.ts';
import { printTable, sideBySide } from './measure-in-turn-and-print-table.ts';
import { asSuperuser, seedBook } from './seed-book.ts';
import { appEnvironment, type Services } from './services-and-app-process.ts';

const ROWS = 10_000;
const RULES = 100;

/** Measures acts on ten thousand rows, COMMIT and its checks included: a bulk change, rules over old rows, and their undo. */
export async function benchManyRows(services: Services): Promise<void> {
  const app = await buildApp(readConfig(appEnvironment(services, 8394)));
  await app.ready();
  const { database } = app;
  const { book, open } = await seedBook(services, ROWS);
  await asSuperuser(services, (sql) => asImported(sql as unknown as TransactionSql, book));
  const categories = await database.read(open, (sql) => categoriesOf(sql, book));
  const [one, ...others] = categories.filter(({ kind, role }) => kind === 'spent' && role === null);
  if (!one || others.length === 0) throw new Error('the book has no categories');
  const rules = Array.from({ length: RULES }, (_, index) =>
    ruleNo(index, others[index % others.length]?.id ?? ''),
  );
  const write = (work: (sql: TransactionSql) => Promise<string>) =>
    database.write({ book: open, key: randomUUID() }, work);
  const undo = (act: string) =>
    timed(() => write(async (sql) => (await undoAct(sql, book, act)).act ?? '')).then(({ took }) => took);

  let bulk = '';
  let applied = '';
  const rows = await sideBySide(
    {
      [`bulk: category of ${ROWS} rows`]: async () => {
        const seen = await database.read(open, (sql) => countMatching(sql, book, {}));
        if (!seen) throw new Error('too many rows');
        const change = { what: 'category', category: one } as const;
        const done = await timed(() =>
          write(async (sql) => (await changeInBulk(sql, book, { matching: {}, seen }, change)).act),
        );
        bulk = done.result;
        return done.took;
      },
      'undo of that': () => undo(bulk),
      [`rules: ${RULES} tried on ${ROWS} rows`]: async () =>
        (await timed(() => database.read(open, tried))).took,
      'rules: applied to them': async () => {
        const { found } = await database.read(open, tried);
        const done = await timed(() =>
          write(acted((sql) => applyToBook(sql, book, rules, { mark: markOf(found) }, 'all'))),
        );
        applied = done.result;
        return done.took;
      },
      'undo of these': () => undo(applied),
    },
    3,
  );
  printTable(`acts on ${ROWS} rows (reach: rules tried < 1000 ms, undo < 2000 ms)`, 'ms', rows);
  await app.close();

  function tried(sql: TransactionSql) {
    return rowsThatChange(sql, book, rules, { most: ROWS });
  }
}

/** Has the rows look as a bank's, so that rules may change them. */
async function asImported(sql: TransactionSql, book: string): Promise<void> {
  await sql`set session_replication_role = replica`;
  await sql`insert into payee (book_id, name) select distinct ${book}::uuid, payee from transaction where book_id = ${book}`;
  await sql`
    update transaction t set payee_id = p.id, category_set_by = 'import'
    from payee p where t.book_id = ${book} and p.book_id = t.book_id and p.name = t.payee`;
  await sql`set session_replication_role = origin`;
  await sql`analyze`;
}

function ruleNo(index: number, category: string): Rule {
  return {
    id: randomUUID(),
    match: 'all',
    conditions: [{ field: 'payee', how: 'contains', text: `payee ${index}` }],
    actions: [{ set: 'category', category }],
  };
}

async function timed<Result>(work: () => Promise<Result>): Promise<{ took: number; result: Result }> {
  const began = performance.now();
  const result = await work();
  return { took: performance.now() - began, result };
}
