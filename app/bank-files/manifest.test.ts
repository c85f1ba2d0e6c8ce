import { readFileSync } from 'node:fs';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { statementsJson } from './format-statements-as-readable-json.ts';
import { type Options, optionsFrom } from './options.ts';
import { readBankFile } from './read-bank-file.ts';

/** A file of the manifest, and what is right for it; `about` in the manifest says more. */
interface Entry {
  readonly file: string;
  readonly expect: 'import' | 'ask' | 'refuse' | 'import-or-refuse';
  readonly accounts: number;
  readonly rows: readonly JsonRow[];
  readonly mapping?: Readonly<Record<string, unknown>>;
  readonly chooses?: readonly string[];
  readonly accountCurrency?: string;
  readonly again?: { readonly new: number; readonly known: number };
  readonly checks?: { readonly openingMinor: number; readonly closingMinor: number };
  readonly balances?: Readonly<Record<string, number>>;
  readonly notRows?: readonly { readonly line: number }[];
  readonly runUnder?: readonly string[];
  readonly refuse?: { readonly line?: number; readonly lines?: readonly number[]; readonly column?: string };
}

interface JsonRow {
  readonly date: string;
  readonly amountMinor: number;
  readonly payee: string;
  readonly memo: string;
  readonly reference: string;
  readonly account?: string;
  readonly movedTo?: { readonly account: string; readonly amountMinor: number };
  readonly splits?: readonly Pick<JsonRow, 'movedTo'>[];
}

interface JsonStatement {
  readonly status: string;
  readonly account: string | null;
  readonly rows: readonly JsonRow[];
  readonly questions: readonly { readonly about: string; readonly choices: readonly unknown[] }[];
  readonly problems: readonly { readonly line: number; readonly column: string }[];
  readonly leftOut?: readonly { readonly line: number }[];
  readonly openingMinor?: number;
  readonly closingMinor?: number;
}

const FIXTURES = new URL('testing/fixtures/', import.meta.url);
const { files } = JSON.parse(readFileSync(new URL('manifest.json', FIXTURES), 'utf8')) as { files: Entry[] };
const imported = files.filter((entry) => entry.expect === 'import');
const withMapping = files.filter((entry) => entry.expect !== 'refuse' && entry.mapping !== undefined);

afterEach(() => void vi.unstubAllEnvs());

describe('files of the manifest', () => {
  it.each(imported)('$file is imported, or asked about only where it may be', (entry) => {
    const first = read(entry);
    const asked = first.flatMap(({ questions }) => questions);
    expect(asked.map(({ about }) => about).filter((about) => !entry.chooses?.includes(about))).toEqual([]);
    const statements = asked.length === 0 ? first : read(entry, entry.mapping);
    expect(statements.map(({ status }) => status)).toEqual(Array(entry.accounts).fill('import'));
    expect(rowsOf(statements)).toEqual(entry.rows);
  });

  it.each(
    imported.filter(({ chooses }) => chooses),
  )('$file offers the right answer to each question', (entry) => {
    for (const { about, choices } of read(entry).flatMap(({ questions }) => questions)) {
      expect(choices).toContainEqual(entry.mapping?.[about]);
    }
  });

  it.each(withMapping)('$file gives the same rows when every column is named', (entry) => {
    expect(rowsOf(read(entry, entry.mapping))).toEqual(entry.rows);
  });

  it.each(files.filter((entry) => entry.expect === 'ask'))('$file asks, and takes the answer', (entry) => {
    const [statement] = read(entry);
    expect(statement).toMatchObject({ status: 'ask', rows: [] });
    expect(entry.chooses).toEqual(statement?.questions.map(({ about }) => about));
    expect(rowsOf(read(entry, entry.mapping))).toEqual(entry.rows);
  });

  it.each(
    files.filter((entry) => entry.expect === 'refuse'),
  )('$file is refused by line and column', (entry) => {
    const [statement] = read(entry);
    expect(statement).toMatchObject({ status: 'refuse', rows: [] });
    expect(statement?.problems.map(({ line }) => line)).toEqual(entry.refuse?.lines ?? [entry.refuse?.line]);
    expect(new Set(statement?.problems.map(({ column }) => column))).toEqual(new Set([entry.refuse?.column]));
  });

  it.each(
    files.filter((entry) => entry.expect === 'import-or-refuse'),
  )('$file is imported whole', (entry) => {
    const statements = read(entry);
    expect(statements).toHaveLength(entry.accounts);
    expect(rowsOf(statements)).toEqual(entry.rows);
  });

  it.each(files.filter(({ notRows }) => notRows))('$file has no row of the lines that are none', (entry) => {
    const [statement] = read(entry, entry.mapping);
    const lines = new Set(statement?.leftOut?.map(({ line }) => line));
    expect(entry.notRows?.filter(({ line }) => !lines.has(line))).toEqual([]);
  });

  it.each(
    files.filter(({ again }) => again),
  )('$file has keys that tell twins apart, the same each time', (entry) => {
    const first = keysOf(rowsOf(read(entry)));
    expect(new Set(first).size).toBe(entry.again?.known);
    expect(keysOf(rowsOf(read(entry)))).toEqual(first);
  });

  it.each(files.filter(({ checks }) => checks))('$file adds up to its balances', (entry) => {
    const [statement] = read(entry);
    expect(statement).toMatchObject(entry.checks ?? {});
    const sum = statement?.rows.reduce((all, { amountMinor }) => all + amountMinor, 0) ?? Number.NaN;
    expect((statement?.openingMinor ?? Number.NaN) + sum).toBe(statement?.closingMinor);
  });

  it.each(files.filter(({ balances }) => balances))('$file gives each account what it says', (entry) => {
    const sums = new Map<string, number>();
    const add = (account = '', amount = 0) => sums.set(account, (sums.get(account) ?? 0) + amount);
    for (const row of rowsOf(read(entry))) {
      add(row.account, row.amountMinor);
      for (const { movedTo } of [row, ...(row.splits ?? [])])
        if (movedTo) add(movedTo.account, movedTo.amountMinor);
    }
    expect(Object.fromEntries(sums)).toEqual(entry.balances);
  });

  // A debit column with signs cannot be recognised when all rows with a minus are gone.
  const shorter = imported.filter(({ file }) => file.endsWith('.csv') && !file.includes('debit-negative'));
  it.each(shorter)('$file never reads a row another way when others are missing', (entry) => {
    const lines = readFileSync(new URL(entry.file, FIXTURES), 'latin1').split('\n');
    const top = Number(entry.mapping?.['headerLine'] ?? 1);
    const body = lines.slice(top).filter((line) => line.trim() !== '');
    for (let chosen = 1; chosen < 2 ** Math.min(body.length, 5); chosen += 1) {
      const left = body.filter((_, index) => (chosen >> index) & 1);
      const bytes = Buffer.from([...lines.slice(0, top), ...left, ''].join('\n'), 'latin1');
      for (const row of rowsOf(readBytes(bytes, entry))) expect(entry.rows).toContainEqual(row);
    }
  });

  const zones = files.flatMap((entry) => entry.runUnder?.map((zone) => ({ ...entry, zone })) ?? []);
  it.each(zones)('$file has the same days under $zone', (entry) => {
    vi.stubEnv('TZ', entry.zone.replace('TZ=', ''));
    expect(rowsOf(read(entry))).toEqual(entry.rows);
  });
});

function read(entry: Entry, mapping: Readonly<Record<string, unknown>> = {}): readonly JsonStatement[] {
  return readBytes(readFileSync(new URL(entry.file, FIXTURES)), entry, mapping);
}

function readBytes(
  bytes: Uint8Array,
  { accountCurrency }: Entry,
  mapping: Readonly<Record<string, unknown>> = {},
): readonly JsonStatement[] {
  const currency: Options = accountCurrency === undefined ? {} : { accountCurrency };
  const statements = readBankFile(bytes, { today: '2026-06-01', ...currency, ...optionsFrom(mapping) });
  return JSON.parse(statementsJson(statements)).statements;
}

function rowsOf(statements: readonly JsonStatement[]): readonly JsonRow[] {
  return statements.flatMap(({ rows }) => rows);
}

/** Keys as an import makes them: raw fields, and a number for twins. */
function keysOf(rows: readonly JsonRow[]): readonly string[] {
  const seen = new Map<string, number>();
  return rows.map(({ account, date, amountMinor, payee, memo, reference }) => {
    const base = JSON.stringify([account, date, amountMinor, payee, memo, reference]);
    const ordinal = (seen.get(base) ?? 0) + 1;
    seen.set(base, ordinal);
    return `${base} ${ordinal}`;
  });
}
