import { createHash } from 'node:crypto';
import { OptionError, optionsFrom } from '../../bank-files/options.ts';
import type { Answer } from '../../bank-files/statement.ts';
import type { Choice } from '../../imports/import-request-types.ts';
import type { DraftChoices } from '../../imports/keep-uploaded-files-and-choices.ts';
import type { AccountsByName } from '../../imports/match-statements-to-accounts.ts';
import { isId } from '../../ledger/transaction-filter-in-url.ts';
import { say } from '../../words/say.ts';
import { optionNames } from './option-words.ts';
import { type DraftForm, SIMILAR_FATES } from './schema.ts';

/** A value that no page of ours offers. */
class ChoiceError extends Error {
  readonly statusCode = 422;
}

/** Reads what a person chose for a draft. @throws ChoiceError */
export function readDraftForm(
  form: DraftForm,
): Required<Pick<DraftChoices, 'options' | 'accounts' | 'rows' | 'similar'>> {
  const { similar = 'skip', intent } = form;
  const read = { options: optionsOf(form), accounts: accountsOf(form) };
  const pressed = SIMILAR_FATES.find((fate) => intent === `similar-${fate}`);
  // A choice for all takes the place of what was ticked.
  return pressed ? { ...read, rows: [], similar: pressed } : { ...read, rows: rowsOf(form), similar };
}

/** Digest of how a file is read and where its rows go: a form that differs from its page is looked at again first. */
export function readingDigest({ options = {}, accounts = {} }: DraftChoices): string {
  const contents = [Object.entries(options).sort(), Object.entries(accounts).sort()];
  return createHash('sha256').update(JSON.stringify(contents)).digest('base64url');
}

function optionsOf(form: DraftForm): Readonly<Record<string, Answer>> {
  const chosen = optionNames.flatMap((name) => {
    const text = form[name];
    return text === undefined || text === '' ? [] : [[name, fromJson(text)] as const];
  });
  try {
    return optionsFrom(Object.fromEntries(chosen)) as Readonly<Record<string, Answer>>;
  } catch (error) {
    if (!(error instanceof OptionError)) throw error;
    throw new ChoiceError(say('errors.invalidFields', { fields: error.option }));
  }
}

/** Accounts by the names that stood beside their lists. */
function accountsOf({ named, to }: DraftForm): AccountsByName {
  const ids = [to ?? []].flat();
  const pairs = [named ?? []].flat().map((name, index) => [name, ids[index] ?? ''] as const);
  const chosen = pairs.filter(([, id]) => id === 'out' || isId(id));
  return Object.fromEntries(chosen.map(([name, id]) => [name, id === 'out' ? null : id]));
}

/** One choice for each row: of two, the first, which takes the place of a row. */
function rowsOf({ row }: DraftForm): readonly Choice[] {
  const chosen = new Map<string, Choice>();
  for (const text of [row ?? []].flat()) {
    const [, statement, at, as] = /^(\d{1,3})\.(\d{1,6})\.(add|replace)$/.exec(text) ?? [];
    const key = `${statement}.${at}`;
    if (as === undefined || chosen.has(key)) continue;
    chosen.set(key, { statement: Number(statement), row: Number(at), as: as as Choice['as'] });
  }
  return [...chosen.values()];
}

function fromJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
