import type { Day } from '../calendar.ts';
import type { TransactionSql } from '../database/connect.ts';
import type { Candidate, Source } from './match-look-alikes.ts';
import type { Span, StoredRow } from './match-rows-by-key.ts';
import { rawDescription } from './row-key.ts';

/** An import that has rows of an account, and the days that its file covered there. */
export interface EarlierFile {
  readonly id: string;
  readonly fingerprint: string;
  readonly isUndone: boolean;
  readonly hasSameBytes: boolean;
  readonly span: Span;
}

export async function earlierFiles(
  sql: TransactionSql,
  book: string,
  account: string,
  sha256: Uint8Array,
): Promise<readonly EarlierFile[]> {
  const rows = await sql<(Omit<EarlierFile, 'span'> & Span)[]>`
    select i.id, i.fingerprint, i.state = 'undone' as "isUndone", i.sha256 = ${Buffer.from(sha256)} as "hasSameBytes",
      part.first, part.last
    from import i, jsonb_to_recordset(i.statements) part (account uuid, first date, last date)
    where i.book_id = ${book} and i.state <> 'draft' and part.account = ${account} and part.first is not null
    order by i.id`;
  return rows.map(({ first, last, ...file }) => ({ ...file, span: { first, last } }));
}

/** Rows of an account with one of these keys, but for those whose import was undone. */
export async function storedRows(
  sql: TransactionSql,
  book: string,
  account: string,
  keys: readonly string[],
  files: readonly EarlierFile[],
): Promise<readonly StoredRow[]> {
  if (files.length === 0 || keys.length === 0) return [];
  const spans = new Map(files.map(({ id, span }) => [id, span]));
  const rows = await sql<Omit<StoredRow, 'span'>[]>`
    select encode(row.key, 'hex') as key, row.ordinal, row.import_id as import, row.transaction_id as transaction,
      row.transaction_id is null
        or exists (select from transaction t where t.book_id = row.book_id and t.id = row.transaction_id)
        or exists (
          select from transaction t
          where t.book_id = row.book_id and t.metadata ? 'joined' and (t.metadata ->> 'joined')::uuid = row.transaction_id
        ) as "isThere",
      case when row.raw -> 'pending' = 'true' then (
        select t.id from transaction t
          join posting p on p.book_id = t.book_id and p.transaction_id = t.id and p.account_id = row.account_id
            and p.amount_minor = row.amount_minor and p.state = 'pending'
        where t.book_id = row.book_id
          and (t.id = row.transaction_id or t.metadata ? 'joined' and (t.metadata ->> 'joined')::uuid = row.transaction_id)
        limit 1
      ) end as pending
    from (select decode(one, 'hex') as key from unnest(string_to_array(${keys.join()}, ',')) one) wanted
      join import_row row on row.book_id = ${book} and row.account_id = ${account} and row.key = wanted.key and not row.forgotten
    order by row.key, row.ordinal`;
  return rows.flatMap((row) => {
    const span = spans.get(row.import);
    return span === undefined ? [] : [{ ...row, span }];
  });
}

/** An amount, and the days of the file that have it. */
export interface WantedAmount extends Span {
  readonly amountMinor: bigint;
}

/** Lines of an account with one of these amounts, from ten days before to four days after. */
export async function candidatesFor(
  sql: TransactionSql,
  book: string,
  account: string,
  wanted: readonly WantedAmount[],
  files: readonly EarlierFile[],
): Promise<readonly Candidate[]> {
  if (wanted.length === 0) return [];
  const amounts = wanted.map(({ amountMinor, first, last }) => ({
    amount: String(amountMinor),
    first,
    last,
  }));
  const byId = new Map(files.map((file) => [file.id, file]));
  const rows = await sql<(Omit<Candidate, 'sources'> & { sources: readonly RawSource[] | null })[]>`
    with line as materialized (
      select p.transaction_id, p.line, p.amount_minor, p.state, coalesce(p.bank_day, p.booked_on) as day
      from json_to_recordset(${JSON.stringify(amounts)}::text::json) wanted (amount bigint, first date, last date)
        join posting p on p.book_id = ${book} and p.account_id = ${account} and p.amount_minor = wanted.amount
          and coalesce(p.bank_day, p.booked_on) between wanted.first - 10 and wanted.last + 4
    )
    select line.transaction_id as transaction, line.line, line.day, line.amount_minor as "amountMinor", line.state,
      coalesce(shown.name, payee.name, '') as payee, coalesce(came."isByHand", true) as "isByHand", came.sources
    from line
      join transaction t on t.book_id = ${book} and t.id = line.transaction_id and t.kind <> 'opening'
      left join payee on payee.book_id = ${book} and payee.id = t.payee_id
      left join payee shown on shown.book_id = ${book} and shown.id = payee.merged_into
      left join lateral (
        select count(*) = 0 as "isByHand", json_agg(json_build_object(
          'import', row.import_id, 'reference', row.raw ->> 'reference', 'payee', row.raw ->> 'payee', 'memo', row.raw ->> 'memo'
        )) filter (where row.account_id = ${account}) as sources
        from import_row row
        where row.book_id = ${book} and not row.forgotten
          and row.transaction_id = any(array[t.id, (t.metadata ->> 'joined')::uuid])
      ) came on true
    order by line.day, t.id, line.line`;
  return rows.map(({ sources, ...row }) => ({ ...row, sources: (sources ?? []).flatMap(sourceOf(byId)) }));
}

interface RawSource {
  readonly import: string;
  readonly reference: string;
  readonly payee: string;
  readonly memo: string;
}

function sourceOf(files: ReadonlyMap<string, EarlierFile>) {
  return ({ import: id, reference, payee, memo }: RawSource): Source[] => {
    const file = files.get(id);
    if (file === undefined) return [];
    const { fingerprint, span } = file;
    return [{ import: id, fingerprint, span, reference, description: rawDescription({ payee, memo }) }];
  };
}

/** Sum of an account at the end of a day, without what is pending. */
export async function balanceAt(
  sql: TransactionSql,
  book: string,
  account: string,
  day: Day,
): Promise<bigint> {
  const [row] = await sql<{ sum: bigint }[]>`
    select coalesce(sum(amount_minor), 0) as sum from posting
    where book_id = ${book} and account_id = ${account} and booked_on <= ${day} and state <> 'pending'`;
  return row?.sum ?? 0n;
}
