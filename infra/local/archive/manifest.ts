import * as v from 'valibot';
import { Problem } from '../../command/problem.ts';

/** The first entry of an archive: what else it has, in the order in which it follows. */
export type Manifest = v.InferOutput<typeof Manifest>;

/** Version of the format; raised when an earlier release could not read it any more. */
export const FORMAT = 1;
/** Name of the entry. */
export const MANIFEST = 'manifest.json';

const hex = v.pipe(v.string(), v.regex(/^[\da-f]{64}$/));
const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0));
const integer = v.pipe(v.string(), v.regex(/^-?\d+$/));

const Manifest = v.object({
  format: v.literal(FORMAT),
  /** Version of the app that made the archive. */
  version: v.string(),
  /** When it was made, by ISO 8601. */
  at: v.string(),
  /** Migrations that the rows went through. */
  schema: v.array(v.object({ number: whole, name: v.string(), checksum: hex })),
  /** Tables by name, such as `public.posting`; the columns are in the order of the rows. */
  tables: v.array(
    v.object({
      name: v.string(),
      columns: v.array(v.string()),
      bytes: whole,
      sha256: hex,
      /** Number of rows, and the sum of their hashes as in `contentsOf`. */
      rows: integer,
      rowHash: integer,
    }),
  ),
  sequences: v.array(v.object({ name: v.string(), last: integer, called: v.boolean() })),
  /** Files of receipts by the SHA-256 of their bytes. */
  receipts: v.array(v.object({ hash: hex, bytes: whole })),
  /** Files that the database lists, and that were lost before the archive was made. */
  lost: v.array(hex),
});

/** One entry after the manifest. */
export type ArchiveEntry = {
  /** Name within the archive. */
  readonly name: string;
  readonly bytes: number;
  readonly sha256: string;
} & ({ readonly table: Manifest['tables'][number] } | { readonly receipt: string });

/** Entries that follow the manifest. */
export function entriesOf({ tables, receipts }: Manifest): readonly ArchiveEntry[] {
  return [
    ...tables.map((table) => ({ ...table, name: `rows/${table.name}.copy`, table })),
    ...receipts.map(({ hash, bytes }) => ({
      name: `receipts/${hash}`,
      bytes,
      sha256: hash,
      receipt: hash,
    })),
  ];
}

/** Undefined for what is no manifest. @throws Problem for one of a later version */
export function parseManifest(text: string): Manifest | undefined {
  const value = json(text);
  const { format } = Object(value) as { format?: unknown };
  if (typeof format === 'number' && format > FORMAT)
    throw new Problem('the archive is of a later version of the app: take that one, or a later one');
  const { success, output } = v.safeParse(Manifest, value);
  return success ? output : undefined;
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
