import { fileShape } from '../bank-files/format-fingerprint.ts';
import { readingOf } from '../bank-files/read-statements-and-columns.ts';
import type { TransactionSql } from '../database/connect.ts';
import { MOST_SHOWN, summariseDraft } from '../imports/draft-summary.ts';
import {
  type Draft,
  draftBytes,
  findDraft,
  keepFound,
  UNREAD,
} from '../imports/keep-uploaded-files-and-choices.ts';
import { previewImport } from '../imports/preview-import.ts';
import { asRead, type ReadDraft, readDraft } from '../imports/read-draft-into-import-request.ts';
import { recallMapping } from '../imports/remembered-answers-and-accounts.ts';
import type { FileJobKind } from '../imports/request-and-cancel-worker-jobs.ts';
import { runImport } from '../imports/run-import.ts';
import type { Tell } from '../ledger/batches-with-progress.ts';
import { undoAct } from '../ledger/undo.ts';
import { NothingToDoError } from './stopped-job-errors.ts';

/** A file that a job is about, in the book that the job has opened. */
export interface OpenFile {
  readonly book: string;
  readonly import: string;
  readonly person: string;
  readonly currency: string;
  readonly zone: string;
}

/** Work of the jobs about files, in the transaction that also ends the job. */
export const FILE_JOBS: Readonly<
  Record<FileJobKind, (sql: TransactionSql, file: OpenFile, tell: Tell, details: unknown) => Promise<void>>
> = {
  'read-file': readFile,
  'import-file': importFile,
  'undo-import': undoImport,
};

async function readFile(sql: TransactionSql, open: OpenFile, tell: Tell): Promise<void> {
  const draft = await recognisedDraft(sql, open);
  if (draft === undefined) return;
  await tell(0, 0);
  const known = await read(sql, open, draft);
  if (known) await keepSummary(sql, open, draft, known);
}

/** The draft with its fingerprint, and where it was not read yet as files with this header were read before. */
async function recognisedDraft(sql: TransactionSql, open: OpenFile): Promise<Draft | undefined> {
  const { book } = open;
  const draft = await findDraft(sql, book, open.person, open.import);
  if (draft?.fingerprint !== UNREAD) return draft;
  const { fingerprint } = fileShape((await draftBytes(sql, book, draft)) ?? new Uint8Array());
  const { accounts = {}, makesAccounts = true } = draft.choices;
  const chosen = accounts[''] ?? undefined;
  const before = makesAccounts ? await recallMapping(sql, book, fingerprint, chosen) : undefined;
  if (before === undefined) return { ...draft, fingerprint };
  const { account: optionsOf, options } = before;
  const choices = { ...draft.choices, options, ...(chosen === undefined && { optionsOf }) };
  return { ...draft, fingerprint, choices };
}

async function importFile(sql: TransactionSql, open: OpenFile, tell: Tell): Promise<void> {
  const draft = await recognisedDraft(sql, open);
  if (draft === undefined) return;
  await tell(0, 0);
  const known = await read(sql, open, draft);
  if (known === undefined) return;
  const { status } = await runImport(sql, open.book, open.person, known.wanted, tell);
  // The book has changed since the person saw the rows: they are shown as they are now.
  if (status !== 'done') await keepSummary(sql, open, draft, known, true);
}

/** @throws NothingToDoError where every row stays */
async function undoImport(
  sql: TransactionSql,
  { book }: OpenFile,
  tell: Tell,
  details: unknown,
): Promise<void> {
  const { act } = details as { readonly act: string };
  const { count, left } = await undoAct(sql, book, act, tell);
  if (count === 0 && left.length > 0) throw new NothingToDoError();
}

function read(sql: TransactionSql, { book: id, currency, zone: timeZone }: OpenFile, draft: Draft) {
  const reader = { read: async (...asked: Parameters<typeof readingOf>) => readingOf(...asked) };
  return readDraft((work) => work(sql), { id, currency, timeZone }, draft, reader);
}

async function keepSummary(
  sql: TransactionSql,
  { book }: OpenFile,
  draft: Draft,
  known: ReadDraft,
  isAgain = false,
): Promise<void> {
  const preview = await previewImport(sql, book, known.wanted, MOST_SHOWN);
  const summary = summariseDraft(known, preview, draft.choices.rows?.length ?? 0);
  await keepFound(sql, book, asRead(draft, known), { ...summary, isAgain });
}
