import type { TransactionSql } from '../database/connect.ts';
import { planForMany } from '../database/replan-for-many-rows.ts';
import { addAccount } from '../ledger/add-account.ts';
import type { Tell } from '../ledger/batches-with-progress.ts';
import { beginAct } from '../ledger/begin-and-list-acts.ts';
import { takeImportTurns } from '../ledger/import-turns.ts';
import { applyToRows } from '../ledger/rules/apply-to-book.ts';
import { rulesOf } from '../ledger/rules/rules-of-book.ts';
import { sortByRules } from './apply-rules-to-new-rows.ts';
import { fileName } from './file-name.ts';
import type { ImportProblem, ImportRequest } from './import-request-types.ts';
import { type ImportPlan, type PlannedRow, planImport, spanOf } from './plan-import.ts';
import { type ImportPreview, shown } from './preview-import.ts';
import { rememberMappings } from './remembered-answers-and-accounts.ts';
import { updateMatchingTransactions } from './update-look-alike-transactions.ts';
import { addRows } from './write-rows.ts';

export type ImportResult =
  | {
      readonly status: 'done';
      readonly import: string;
      readonly act: string;
      readonly added: number;
      readonly replaced: number;
      readonly preview: ImportPreview;
    }
  /** No row goes in, so nothing was written. */
  | { readonly status: 'nothing'; readonly preview: ImportPreview }
  | { readonly status: 'refused'; readonly problems: readonly ImportProblem[] };

/**
 * Imports a file in the transaction given: all of it, or nothing. Two imports of a book take turns, so the second of the
 * same file finds every row known.
 *
 * @param tell for an import that nobody's request waits for
 */
export async function runImport(
  sql: TransactionSql,
  book: string,
  person: string,
  request: ImportRequest,
  tell?: Tell,
): Promise<ImportResult> {
  await takeImportTurns(sql, book, tell && (() => tell(0, 0)));
  await planForMany(sql);
  const plan = await planImport(sql, book, request);
  if (plan.problems.length > 0) return { status: 'refused', problems: plan.problems };
  const preview = shown(plan);
  const going = plan.statements.flat().filter(({ goesIn }) => goesIn !== false);
  if (going.length === 0) return { status: 'nothing', preview };

  const name = fileName(request.file.name);
  const act = await beginAct(sql, book, 'import', name);
  for (const { named: _, ...account } of request.newAccounts ?? [])
    await addAccount(sql, book, person, account);
  const id = await keepImport(sql, book, person, { act, name, request, plan });
  const rulesInForce = await rulesOf(sql, book);
  const added = going.filter(({ goesIn }) => goesIn === 'add');
  const replacing = going.filter(({ goesIn }) => goesIn === 'replace');
  const newestFirst = isNewestFirst(added);
  let written = 0;
  for (const { firstLine, rows } of setsOf(added, newestFirst)) {
    await tell?.(written, added.length);
    const sorted = await sortByRules(sql, book, rulesInForce, rows.map(plan.withLines));
    await addRows(sql, { book, person, id, firstLine, newestFirst }, sorted);
    written += rows.length;
  }
  for (const { firstLine, rows } of setsOf(replacing, false))
    await updateMatchingTransactions(sql, { book, id, firstLine: added.length + firstLine }, rows);
  await applyToRows(
    sql,
    book,
    rulesInForce,
    replacing.flatMap(({ resemblance }) => resemblance?.candidate.transaction ?? []),
  );
  await rememberMappings(sql, book, request);
  await tell?.(written, added.length);
  return { status: 'done', import: id, act, added: added.length, replaced: replacing.length, preview };
}

/** Number of rows whose lines are made and written at once. */
const SET = 2000;

/** Sets in the order in which they are written: the oldest first, because ids ascend with the days. */
function setsOf(rows: readonly PlannedRow[], newestFirst: boolean) {
  const sets = Array.from({ length: Math.ceil(rows.length / SET) }, (_, set) => ({
    firstLine: set * SET + 1,
    rows: rows.slice(set * SET, (set + 1) * SET),
  }));
  return newestFirst ? sets.reverse() : sets;
}

/** True where a file lists its last day first. */
function isNewestFirst(rows: readonly PlannedRow[]): boolean {
  return (rows[0]?.raw.date ?? '') > (rows.at(-1)?.raw.date ?? '');
}

interface Finished {
  readonly act: string;
  readonly name: string;
  readonly request: ImportRequest;
  readonly plan: ImportPlan;
}

/** Records the import, or completes its draft; resolves to its id. */
async function keepImport(
  sql: TransactionSql,
  book: string,
  person: string,
  { act, name, request, plan }: Finished,
): Promise<string> {
  const { file, draft } = request;
  const parts = JSON.stringify(partsOf(plan));
  const [finished] =
    draft === undefined
      ? []
      : await sql<{ id: string }[]>`
          update import set state = 'done', bytes = null, fingerprint = ${file.fingerprint}, act_id = ${act}, statements = ${parts}::text::jsonb, done_at = now(), person_id = ${person}
          where book_id = ${book} and id = ${draft} and state = 'draft' returning id`;
  if (finished) return finished.id;
  const [made] = await sql<{ id: string }[]>`
    insert into import (book_id, person_id, state, file_name, sha256, fingerprint, statements, act_id, done_at)
    values (${book}, ${person}, 'done', ${name}, ${Buffer.from(file.sha256)}, ${file.fingerprint}, ${parts}::text::jsonb,
      ${act}, now())
    returning id`;
  if (!made) throw new Error('Postgres returned no import');
  return made.id;
}

/** Days, counts and sums by account, as they are stored. */
function partsOf({ statements, accounts }: ImportPlan): readonly object[] {
  return [...new Set(accounts)].flatMap((account) => {
    if (account === null) return [];
    const rows = statements.filter((_, index) => accounts[index] === account).flat();
    const added = rows.filter(({ goesIn }) => goesIn !== false);
    const count = (verdict: PlannedRow['verdict']) =>
      rows.filter((one) => one.goesIn === false && one.verdict === verdict).length;
    const { first, last } = spanOf(rows.map(({ raw }) => raw.date));
    return [
      {
        account: account.id,
        first: first || null,
        last: last || null,
        added: added.length,
        sum: String(added.reduce((sum, { raw }) => sum + raw.amountMinor, 0n)),
        known: count('known'),
        similar: count('similar'),
        deleted: count('deleted'),
      },
    ];
  });
}
