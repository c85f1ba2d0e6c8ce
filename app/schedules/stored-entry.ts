import type { Move, Outlay } from '../ledger/entry-to-postings.ts';

/** What a schedule enters. */
export type ComesAgain = Outlay | Move;
/** The same, without what each occurrence has of its own, or what stands beside it. */
export type Template =
  | Omit<Outlay, 'bookedOn' | 'payee' | 'tags'>
  | Omit<Move, 'bookedOn' | 'payee' | 'tags'>;

/** Reads a stored entry: its amounts are text there, since JSON has no numbers of that size. */
export function templateFrom(text: string): Template {
  return JSON.parse(text, revived) as Template;
}

/** Reads the stored entry of an occurrence that was changed by itself. */
export function entryFrom(text: string): ComesAgain {
  return JSON.parse(text, revived) as ComesAgain;
}

function revived(key: string, value: unknown): unknown {
  return key === 'amount' || key === 'arrives' ? BigInt(value as string) : value;
}

/** Writes an entry, or a part of one, so that it can be stored. */
export function storable(entry: ComesAgain | Template): string {
  return JSON.stringify(entry, (_, value) => (typeof value === 'bigint' ? String(value) : value));
}

/** The part of an entry that a schedule keeps as it is. */
export function templateOf({ bookedOn: _, payee: __, tags: ___, ...template }: ComesAgain): Template {
  return template;
}
