import type { TransactionSql } from '../database/connect.ts';
import { accountsOf } from '../ledger/accounts.ts';
import type { Posting } from '../ledger/entry-to-postings.ts';
import { type Tag, tagsOf } from '../ledger/list-and-set-tags.ts';
import { type Category, categoriesOf } from '../ledger/list-categories-with-shown-names.ts';
import { rulesOf } from '../ledger/rules/rules-of-book.ts';
import { sortByRules } from './apply-rules-to-new-rows.ts';
import type { PlannedRow } from './plan-import.ts';

/** What rules will set of a row when it is imported, by the names of the book; nothing else is there. */
export interface ByRules {
  readonly payee?: string;
  readonly note?: string;
  /** Where the other side goes: a category, or an account for a move. */
  readonly parts?: readonly RulePartName[];
  readonly tags?: readonly Tag[];
  readonly isCleared?: true;
}

export type RulePartName =
  | { readonly category: Pick<Category, 'name' | 'role'> }
  | { readonly account: string };

/** Says of each row what rules will make of it, by the code of the import itself; undefined for one that they leave. */
export async function foreseeRules(
  sql: TransactionSql,
  book: string,
  rows: readonly PlannedRow[],
): Promise<readonly (ByRules | undefined)[]> {
  const rules = rows.length === 0 ? [] : await rulesOf(sql, book);
  if (rules.length === 0) return [];
  const [sorted, accounts, categories, tags] = await Promise.all([
    sortByRules(sql, book, rules, rows),
    accountsOf(sql, book),
    categoriesOf(sql, book),
    tagsOf(sql, book),
  ]);
  const partName = ({
    account,
    category,
  }: Pick<Posting, 'account' | 'category'>): readonly RulePartName[] => {
    const found = categories.find(({ id }) => id === category);
    const name = accounts.find(({ id }) => id === account)?.name;
    return found ? [{ category: { name: found.name, role: found.role } }] : name ? [{ account: name }] : [];
  };
  return sorted.map((row, index): ByRules | undefined => {
    const [before, after] = [rows[index]?.lines, row.lines];
    if (!before || !after || before === after) return undefined;
    const { setBy, payee, note, postings, tags: given = [], state } = after;
    return {
      ...(setBy?.payee === 'rule' && { payee }),
      ...(setBy?.note === 'rule' && { note }),
      ...(setBy?.category === 'rule' && { parts: postings.slice(1).flatMap(partName) }),
      ...(given.length > 0 && { tags: tags.filter(({ id }) => given.includes(id)) }),
      ...(state !== before.state && { isCleared: true }),
    };
  });
}
