import type { TransactionSql } from '../../database/connect.ts';
import { tagsOf } from '../list-and-set-tags.ts';
import { isId } from '../transaction-filter-in-url.ts';
import type { Action, Rule } from './rule-types.ts';

/**
 * Lists the rules of a book in the order in which they are applied. What they cannot do at present is left out of them: an
 * account that is closed, or a category, an account or a tag that is gone.
 */
export async function rulesOf(sql: TransactionSql, book: string): Promise<Rule[]> {
  return rulesWhere(sql, book, sql`true`);
}

export async function ruleById(sql: TransactionSql, book: string, id: string): Promise<Rule | undefined> {
  if (!isId(id)) return undefined;
  const [rule] = await rulesWhere(sql, book, sql`id = ${id}`);
  return rule;
}

async function rulesWhere(sql: TransactionSql, book: string, condition: ReturnType<TransactionSql>) {
  const [rules, accounts, categories, tags] = await Promise.all([
    sql<Rule[]>`
      select id, match, conditions, actions from rule where book_id = ${book} and ${condition} order by position, id`,
    sql<{ id: string; currency: string }[]>`
      select id, currency from account where book_id = ${book} and closed_on is null`,
    sql<{ id: string }[]>`select id from category where book_id = ${book}`,
    tagsOf(sql, book),
  ]);
  const currencies = new Map(accounts.map(({ id, currency }) => [id, currency]));
  const known = new Set([...categories, ...tags].map(({ id }) => id));
  const possible = (action: Action): readonly Action[] => {
    if (action.set === 'tag') return known.has(action.tag) ? [action] : [];
    if (action.set === 'category') return known.has(action.category) ? [action] : [];
    if (action.set === 'split')
      return action.parts.every(({ category }) => known.has(category)) ? [action] : [];
    if (action.set !== 'account') return [action];
    const currency = currencies.get(action.account);
    return currency === undefined ? [] : [{ ...action, currency }];
  };
  return rules.map((rule) => ({ ...rule, actions: rule.actions.flatMap(possible) }));
}
