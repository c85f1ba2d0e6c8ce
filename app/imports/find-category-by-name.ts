import type { Category } from '../ledger/list-categories-with-shown-names.ts';
import { showsNothing } from '../text-rules.ts';

/** Categories of a book by the names that a file has for them. */
export interface CategoryFinder {
  /**
   * Id of the category that is called so; of the one for what is not sorted where none is, or several are.
   *
   * @param name `Groceries`, or with what is above it: `Food:Groceries`, `Food > Groceries`
   * @param amountMinor as the account sees it: of two with the name, money out means the one for spending
   */
  find(name: string, amountMinor: bigint): string;
  isSpent(id: string): boolean;
}

/** Names that programs give to what an account begins with. */
const OPENING = new Set(['opening balance', 'opening balances', 'starting balance', 'starting balances']);

export function categoryFinder(categories: readonly Category[], opening: string): CategoryFinder {
  const kinds = new Map(categories.map(({ id, kind }) => [id, kind]));
  const names = new Map(categories.map(({ id, name }) => [id, plain(name)]));
  const byName = new Map<string, string | null>();
  const add = (kind: string, name: string, id: string) => {
    const key = `${kind} ${name}`;
    byName.set(key, byName.has(key) ? null : id); // null: two have the name
  };
  for (const { id, kind, parent, name } of categories) {
    add(kind, plain(name), id);
    if (parent !== null) add(kind, `${names.get(parent)}/${plain(name)}`, id);
  }
  const unsorted = (kind: 'spent' | 'received') =>
    categories.find((one) => one.kind === kind && one.role === 'unsorted')?.id ?? '';
  const defaults = { spent: unsorted('spent'), received: unsorted('received') };
  const found = (name: string, kind: 'spent' | 'received'): string | undefined => {
    const levels = name.split(/\s*[:>/|\\›»]\s*/).filter((level) => level !== '');
    const paths = [plain(name), levels.slice(-2).map(plain).join('/'), plain(levels.at(-1) ?? '')];
    const path = paths.find((one) => byName.has(`${kind} ${one}`));
    return path === undefined ? undefined : (byName.get(`${kind} ${path}`) ?? undefined);
  };
  return {
    isSpent: (id) => kinds.get(id) === 'spent',
    find(name, amountMinor) {
      const [way, other] =
        amountMinor < 0n ? (['spent', 'received'] as const) : (['received', 'spent'] as const);
      if (name === '' || showsNothing(name)) return defaults[way];
      if (OPENING.has(plain(name.split(':').at(-1) ?? ''))) return opening;
      return found(name, way) ?? found(name, other) ?? defaults[way];
    },
  };
}

function plain(name: string): string {
  return name
    .normalize('NFKD')
    .replaceAll(/[\p{M}\p{Default_Ignorable_Code_Point}]/gu, '')
    .toLowerCase()
    .replaceAll(/\s+/g, ' ')
    .trim();
}
