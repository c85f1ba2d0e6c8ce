import type { TransactionSql } from '../../database/connect.ts';
import { audit } from '../audit-trail.ts';
import { beginAct } from '../begin-and-list-acts.ts';
import { plainText } from './plain-text.ts';
import type { Rule } from './rule-types.ts';
import { rulesOf } from './rules-of-book.ts';

export type NewRule = Omit<Rule, 'id'>;

/** Adds a rule after all others; resolves to its id. @param title how the activity calls it */
export async function addRule(
  sql: TransactionSql,
  book: string,
  rule: NewRule,
  title: string,
): Promise<string> {
  await beginAct(sql, book, 'add rule', title);
  return insertRule(sql, book, rule);
}

/**
 * Has a payee's rows sorted into a category from now on, as part of the act that the caller has begun: by a rule of its
 * own, or by the one that there is for this payee.
 */
export async function alwaysSort(
  sql: TransactionSql,
  book: string,
  payee: string,
  category: string,
): Promise<void> {
  const conditions = [{ field: 'payee', how: 'is', text: payee }] as const;
  const rule: NewRule = { match: 'all', conditions, actions: [{ set: 'category', category }] };
  const same = (await rulesOf(sql, book)).find((one) => isForPayee(one, payee));
  if (same) await updateRule(sql, book, same.id, rule);
  else await insertRule(sql, book, rule);
}

/** True for a rule that does nothing but sort the rows of a payee. */
function isForPayee({ conditions: [condition, ...more], actions: [action, ...others] }: Rule, payee: string) {
  if (condition?.field !== 'payee' || condition.how !== 'is' || action?.set !== 'category') return false;
  return more.length + others.length === 0 && plainText(condition.text) === plainText(payee);
}

async function insertRule(sql: TransactionSql, book: string, rule: NewRule): Promise<string> {
  const [row] = await sql<{ id: string; after: object }[]>`
    insert into rule (book_id, position, match, conditions, actions)
    values (${book}, (select coalesce(max(position), 0) + 1 from rule where book_id = ${book}), ${rule.match},
      ${JSON.stringify(rule.conditions)}::text::jsonb, ${JSON.stringify(stored(rule))}::text::jsonb)
    returning id, to_jsonb(rule) as after`;
  if (!row) throw new Error('Postgres returned no rule');
  await audit(sql, { action: 'add', subject: 'rule', id: row.id, after: row.after });
  return row.id;
}

/** Changes a rule; writes nothing when it is like this already. */
export async function changeRule(
  sql: TransactionSql,
  book: string,
  id: string,
  rule: NewRule,
  title: string,
): Promise<void> {
  // The act begins with the first change: a rule that is saved as it is makes none.
  await updateRule(sql, book, id, rule, () => beginAct(sql, book, 'edit rule', title));
}

async function updateRule(
  sql: TransactionSql,
  book: string,
  id: string,
  rule: NewRule,
  begin: () => Promise<unknown> = async () => {},
): Promise<void> {
  const conditions = JSON.stringify(rule.conditions);
  const actions = JSON.stringify(stored(rule));
  const [row] = await sql<Changed[]>`
    update rule set match = ${rule.match}, conditions = ${conditions}::text::jsonb, actions = ${actions}::text::jsonb
    where book_id = ${book} and id = ${id}
      and (match, conditions, actions) <> (${rule.match}, ${conditions}::text::jsonb, ${actions}::text::jsonb)
    returning to_jsonb(old) as before, to_jsonb(new) as after`;
  if (!row) return;
  await begin();
  await audit(sql, { action: 'edit', subject: 'rule', id, ...row });
}

export async function deleteRule(
  sql: TransactionSql,
  book: string,
  id: string,
  title: string,
): Promise<void> {
  const [row] = await sql<{ before: object }[]>`
    delete from rule where book_id = ${book} and id = ${id} returning to_jsonb(rule) as before`;
  if (!row) return;
  await beginAct(sql, book, 'delete rule', title);
  await audit(sql, { action: 'delete', subject: 'rule', id, before: row.before });
}

/** Moves a rule before the one above it, or after the one below; writes nothing at the end of the list. */
export async function moveRule(
  sql: TransactionSql,
  book: string,
  id: string,
  to: 'up' | 'down',
  title: string,
): Promise<void> {
  const order = await sql<{ id: string; position: number }[]>`
    select id, position from rule where book_id = ${book} order by position, id for update`;
  const from = order.findIndex((rule) => rule.id === id);
  const target = to === 'up' ? from - 1 : from + 1;
  const [rule, other] = [order[from], order[target]];
  if (!rule || !other) return;
  await beginAct(sql, book, 'move rule', title);
  const moved = order.with(from, other).with(target, rule);
  for (const [index, one] of moved.entries()) {
    if (one.position === index + 1) continue;
    const [row] = await sql<Changed[]>`
      update rule set position = ${index + 1} where book_id = ${book} and id = ${one.id}
      returning to_jsonb(old) as before, to_jsonb(new) as after`;
    if (row) await audit(sql, { action: 'edit', subject: 'rule', id: one.id, ...row });
  }
}

/** Actions as they are stored: the currency of an account is the account's own. */
function stored({ actions }: NewRule): readonly object[] {
  return actions.map((action) =>
    action.set === 'account' ? { set: action.set, account: action.account } : action,
  );
}

interface Changed {
  readonly before: object;
  readonly after: object;
}
