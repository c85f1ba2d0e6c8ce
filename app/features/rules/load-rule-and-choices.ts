import type { TransactionSql } from '../../database/connect.ts';
import { accountsOf } from '../../ledger/accounts.ts';
import { tagsOf } from '../../ledger/list-and-set-tags.ts';
import { shownCategories } from '../../ledger/list-categories-with-shown-names.ts';
import type { Rule } from '../../ledger/rules/rule-types.ts';
import { ruleById } from '../../ledger/rules/rules-of-book.ts';
import { NotFoundError } from '../../plugins/person-and-book-authorization.ts';
import { say } from '../../words/say.ts';
import type { Known } from './draft-to-rule.ts';

/** Loads what a rule may name. */
export async function loadKnown(sql: TransactionSql, book: string): Promise<Known> {
  const [accounts, categories, tags] = await Promise.all([
    accountsOf(sql, book),
    shownCategories(sql, book),
    tagsOf(sql, book),
  ]);
  return { accounts, categories, tags };
}

/** @throws NotFoundError */
export async function existingRule(sql: TransactionSql, book: string, id: string): Promise<Rule> {
  const rule = await ruleById(sql, book, id);
  if (!rule) throw new NotFoundError(say('rules.unknown'));
  return rule;
}
