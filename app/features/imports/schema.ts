import { type Static, type TOptional, type TString, Type } from 'typebox';
import { MOST_ASKED } from '../../imports/draft-summary.ts';
import type { SimilarFate } from '../../imports/import-request-types.ts';
import { keyed } from '../../web/idempotent-form-schema.ts';
import { optionNames } from './option-words.ts';

const maybe = (maxLength: number) => Type.Optional(Type.String({ maxLength }));
const several = (maxLength: number, maxItems: number) =>
  Type.Optional(
    Type.Union([Type.String({ maxLength }), Type.Array(Type.String({ maxLength }), { maxItems })]),
  );

export const InBook = Type.Object({ bookId: Type.String() });
export const OfImport = Type.Object({ bookId: Type.String(), importId: Type.String() });
export const ListQuery = Type.Object({ before: maybe(40), account: maybe(40) });
export const ImportQuery = Type.Object({
  after: Type.Optional(Type.Integer({ minimum: 0 })),
  again: maybe(10),
});

/** A form with files, as app/web/upload-body.ts parses it. */
export const UploadForm = Type.Object({
  ...keyed,
  /** Id of the account; empty where the files say it. */
  account: maybe(40),
  files: Type.Array(Type.Object({ name: Type.String(), bytes: Type.Unsafe<Uint8Array>({}) })),
});

export type UploadForm = Static<typeof UploadForm>;

const options = Object.fromEntries(optionNames.map((name) => [name, maybe(4000)])) as Record<
  (typeof optionNames)[number],
  TOptional<TString>
>;

/** Most moves that a page proposes. */
export const MOST_MOVES = 50;

/** Halves of moves, as the page showed them: ids and versions. */
export const MovesForm = Type.Object({ ...keyed, move: several(120, MOST_MOVES) });

/** Boxes of a page: each of its statements has those of two kinds of rows, up to two beside a row. */
const MOST_TICKED = 40 * MOST_ASKED;

/** One choice for all rows that look similar. */
export const SIMILAR_FATES = ['skip', 'add', 'replace'] as const satisfies readonly SimilarFate[];

/** How a file is to be read, where its rows go, and which of them go in. */
export const DraftForm = Type.Object({
  ...keyed,
  ...options,
  /** Names of accounts in the file, and for each the id here: empty for none yet, `out` to leave it out. */
  named: several(200, 200),
  to: several(40, 200),
  /** Rows that go in though they look like others: `0.12.add`, or `0.12.replace`. */
  row: several(30, MOST_TICKED),
  /** Fate of rows that look similar and are not ticked. */
  similar: Type.Optional(Type.Enum(SIMILAR_FATES)),
  /** Digest of options and accounts as the page had them. */
  shown: maybe(50),
  /** Number of rows that go in by themselves. */
  sure: maybe(10),
  /** Button that was pressed. */
  intent: Type.Optional(
    Type.Enum(['read', 'import', 'similar-skip', 'similar-add', 'similar-replace'] as const),
  ),
});
export type DraftForm = Static<typeof DraftForm>;
