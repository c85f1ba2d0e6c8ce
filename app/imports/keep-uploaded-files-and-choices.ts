import { createHash } from 'node:crypto';
import { fileShape } from '../bank-files/format-fingerprint.ts';
import type { Answer } from '../bank-files/statement.ts';
import type { TransactionSql } from '../database/connect.ts';
import { fromExactJson, toExactJson } from '../json-with-bigints-and-dates.ts';
import { isId } from '../ledger/transaction-filter-in-url.ts';
import type { DraftSummary } from './draft-summary.ts';
import { fileName } from './file-name.ts';
import type { Choice, ImportFile, SimilarFate } from './import-request-types.ts';

/** A bank's file that was uploaded and not imported yet. */
export interface Draft extends ImportFile {
  readonly id: string;
  /** Number of bytes. */
  readonly size: number;
  readonly choices: DraftChoices;
  readonly at: Date;
  /** What a worker found in it, of a large file only. */
  readonly found: DraftSummary | null;
}

/** Bytes and lines of the largest file that is read and imported within a request, which takes that a few seconds. */
export const LARGEST_AT_ONCE = { bytes: 2 * 2 ** 20, lines: 30_000 };

/** True for a file that is left to a worker. */
export function isLargeFile(bytes: Uint8Array): boolean {
  if (bytes.length > LARGEST_AT_ONCE.bytes) return true;
  let lines = 0;
  for (let at = bytes.indexOf(10); at >= 0; at = bytes.indexOf(10, at + 1)) lines += 1;
  return lines > LARGEST_AT_ONCE.lines;
}

/** True for a draft that was left to a worker. */
export function isLeftToWorker({ size, fingerprint, found }: Draft): boolean {
  return size > LARGEST_AT_ONCE.bytes || fingerprint === UNREAD || found !== null;
}

/** Stands for the fingerprint of a large file until a worker has read it. */
export const UNREAD = 'unread';

/** Choices that a person made for a draft so far. */
export interface DraftChoices {
  readonly options?: Readonly<Record<string, Answer>>;
  /** Account whose last file had these options, until a person has seen them. @default none */
  readonly optionsOf?: string;
  readonly accounts?: Readonly<Record<string, string | null>>;
  readonly rows?: readonly Choice[];
  /** Fate of rows that look similar to others and have no choice. @default 'skip' */
  readonly similar?: SimilarFate;
  /** False for a file that a program sent, which makes no account. @default true */
  readonly makesAccounts?: boolean;
  /** Currency of amounts without their own, where no account says it. @default that of the book */
  readonly currency?: string;
}

export interface UploadedFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** @default recognised here, which takes a moment for a large file */
  readonly fingerprint?: string;
}

/**
 * Keeps a file; the same bytes again give the person's draft that there is, with these choices unless a worker has it.
 * Resolves to its id.
 */
export async function keepDraft(
  sql: TransactionSql,
  book: string,
  person: string,
  { name, bytes, fingerprint = fileShape(bytes).fingerprint }: UploadedFile,
  choices: DraftChoices = {},
): Promise<string> {
  const sha256 = createHash('sha256').update(bytes).digest();
  const [there] = await sql<{ id: string; isWithWorker: boolean }[]>`
    select id, exists (select from file_job_state(id) where not has_failed) as "isWithWorker" from import
    where book_id = ${book} and state = 'draft' and person_id = ${person} and sha256 = ${sha256}`;
  if (there?.isWithWorker) return there.id;
  if (there) {
    await changeDraft(sql, book, there.id, choices);
    await sql`update import set file_name = ${fileName(name)} where book_id = ${book} and id = ${there.id}`;
    return there.id;
  }
  const parts = inParts(bytes);
  const beginning = parts.next().value ?? '';
  const [made] = await sql<{ id: string }[]>`
    insert into import (book_id, person_id, file_name, sha256, fingerprint, bytes, choices)
    values (${book}, ${person}, ${fileName(name)}, ${sha256}, ${fingerprint}, decode(${beginning}, 'base64'),
      ${JSON.stringify(choices)}::text::jsonb)
    returning id`;
  if (!made) throw new Error('Postgres returned no draft');
  for (const part of parts)
    await sql`update import set bytes = bytes || decode(${part}, 'base64') where book_id = ${book} and id = ${made.id}`;
  return made.id;
}

/** Most bytes of one statement: the driver keeps each twice, and Postgres writes all anew with each further part. */
const AT_ONCE = 4 * 2 ** 20;

/** A file in base 64, which takes the driver half the memory of its own way; each part is made when its turn comes. */
function* inParts(bytes: Uint8Array): Generator<string> {
  for (let at = 0; at === 0 || at < bytes.length; at += AT_ONCE)
    yield Buffer.from(bytes.buffer, bytes.byteOffset + at, Math.min(AT_ONCE, bytes.length - at)).toString(
      'base64',
    );
}

/** A file that waits to be imported. */
export interface WaitingFile {
  readonly id: string;
  readonly name: string;
  readonly at: Date;
}

/** Files that may wait for one person in a book, each as large as an upload may be. */
export const MOST_WAITING = 30;

/** Files of a person that wait in a book, in the order in which they came. */
export async function waitingFiles(
  sql: TransactionSql,
  book: string,
  person: string,
): Promise<WaitingFile[]> {
  return sql<WaitingFile[]>`
    select id, file_name as name, created_at as at from import
    where book_id = ${book} and person_id = ${person} and state = 'draft' order by id limit ${MOST_WAITING}`;
}

/** Finds a file that this person uploaded; undefined where it is somebody else's, or was imported or discarded. */
export async function findDraft(
  sql: TransactionSql,
  book: string,
  person: string,
  id: string,
): Promise<Draft | undefined> {
  if (!isId(id)) return undefined;
  const [draft] = await sql<(Omit<Draft, 'found'> & { found: string | null })[]>`
    select id, file_name as name, sha256, fingerprint, octet_length(bytes) as size, choices, created_at as at,
      preview::text as found
    from import where book_id = ${book} and person_id = ${person} and id = ${id} and state = 'draft'`;
  return draft && { ...draft, found: draft.found === null ? null : fromExactJson<DraftSummary>(draft.found) };
}

/** Bytes of a draft, which come in parts: Postgres sends two letters for each. Undefined where it is no draft any more. */
export async function draftBytes(
  sql: TransactionSql,
  book: string,
  { id, size }: Pick<Draft, 'id' | 'size'>,
): Promise<Uint8Array | undefined> {
  const whole = Buffer.alloc(size);
  for (let at = 0; at < size; at += PART) {
    const [part] = await sql<{ bytes: Buffer | null }[]>`
      select substring(bytes from ${at + 1}::int for ${PART}::int) as bytes from import where book_id = ${book} and id = ${id}`;
    if (!part?.bytes) return undefined;
    part.bytes.copy(whole, at);
  }
  return whole;
}

const PART = 2 ** 20;

/** Replaces the choices of a draft, with what was found by those of before; false when there is none. */
export async function changeDraft(
  sql: TransactionSql,
  book: string,
  id: string,
  choices: DraftChoices,
): Promise<boolean> {
  if (!isId(id)) return false;
  const { count } = await sql`
    update import set choices = ${JSON.stringify(choices)}::text::jsonb, preview = null
    where book_id = ${book} and id = ${id} and state = 'draft'`;
  return count > 0;
}

/** Chooses rows of a draft, whose file is read as before. */
export async function chooseRows(
  sql: TransactionSql,
  book: string,
  id: string,
  choices: DraftChoices,
): Promise<void> {
  await sql`
    update import set choices = ${JSON.stringify(choices)}::text::jsonb
    where book_id = ${book} and id = ${id} and state = 'draft'`;
}

/** Keeps what a worker found in a draft. */
export async function keepFound(
  sql: TransactionSql,
  book: string,
  { id, fingerprint, choices }: Pick<Draft, 'id' | 'fingerprint' | 'choices'>,
  found: DraftSummary,
): Promise<void> {
  await sql`
    update import set preview = ${toExactJson(found)}::text::json, fingerprint = ${fingerprint},
      choices = ${JSON.stringify(choices)}::text::jsonb
    where book_id = ${book} and id = ${id} and state = 'draft'`;
}

export async function dropDraft(sql: TransactionSql, book: string, id: string): Promise<void> {
  if (isId(id)) await sql`delete from import where book_id = ${book} and id = ${id} and state = 'draft'`;
}
