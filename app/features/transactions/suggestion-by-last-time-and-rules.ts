import type { TransactionSql } from '../../database/connect.ts';
import { splitTags, tagsOf } from '../../ledger/list-and-set-tags.ts';
import type { Transaction } from '../../ledger/read-transactions-with-postings.ts';
import { textsOf } from '../../ledger/rules/bank-row-texts.ts';
import { rulesOf } from '../../ledger/rules/rules-of-book.ts';
import { type RulesInForce, ruledDraft, ruleWords } from './apply-rules-to-draft.ts';
import type { Known } from './draft-to-entry.ts';
import type { Draft } from './form-draft.ts';
import { asLastTime, lastTimeOf, lastTimeWords } from './last-time.ts';

/** What there is to fill a draft in by: the last row with its payee, and the rules of the book. */
export interface Suggestion extends RulesInForce {
  readonly last: Transaction | undefined;
}

/** @param except id of the row that is being edited */
export async function loadSuggestion(
  sql: TransactionSql,
  book: string,
  draft: Draft,
  except?: string,
): Promise<Suggestion> {
  const [last, rules, tags, raw] = await Promise.all([
    lastTimeOf(sql, book, draft, except),
    rulesOf(sql, book),
    tagsOf(sql, book),
    except === undefined ? [] : textsOf(sql, book, except),
  ]);
  return { last, rules, tags, raw };
}

/** Fills a draft in as the last time, and then by rules; undefined when there is nothing to fill in. */
export function asSuggested(draft: Draft, suggestion: Suggestion, known: Known): Draft | undefined {
  const { last } = suggestion;
  const remembered = last ? asLastTime(draft, last, known) : draft;
  const ruled = ruledDraft(remembered, suggestion, known);
  if (!last && !ruled) return undefined;
  if (!ruled) return remembered;
  const { lines = remembered.lines, tags } = ruled;
  if (draft.tags === undefined || tags.length === 0) return { ...remembered, lines };
  return { ...remembered, lines, tags: [...splitTags(draft.tags), ...tags].join(', ') };
}

/** Tells in words what would be filled in; empty when there is nothing. */
export function suggestionWords(draft: Draft, suggestion: Suggestion | undefined, known: Known): string {
  if (!suggestion) return '';
  return [lastTimeWords(suggestion.last), ruleWords(ruledDraft(draft, suggestion, known), known)]
    .filter(Boolean)
    .join(' · ');
}
