import type { Table } from './list-and-compare-tables.ts';

/** A table and its stored columns for a COPY, such as `"public"."payee" ("book_id", "id", "name")`. */
export function columnsOf({ name, columns }: Table): string {
  return `${quoted(name)} (${columns.map(quoted).join(', ')})`;
}

/** Statement that removes all rows of some tables, as the starter rows that migrations insert. */
export function emptied(tables: readonly Table[]): string {
  return `truncate ${tables.map(({ name }) => quoted(name)).join(', ')}`;
}

/** Quotes an identifier such as `public.posting` for SQL. */
function quoted(name: string): string {
  return name
    .split('.')
    .map((part) => `"${part.replaceAll('"', '""')}"`)
    .join('.');
}
