/** An account, category, payee or book of the same scope has a name that looks the same. */
export class NameTakenError extends Error {}

/** Unique indexes on names, as Postgres reports them in `constraint_name`. */
const indexes = ['account_name', 'category_name', 'book_name', 'tag_name', 'payee_book_id_plain_name_key'];

export function isNameTaken(error: unknown): boolean {
  return indexes.includes((error as { constraint_name?: string }).constraint_name ?? '');
}

/** @throws NameTakenError */
export async function takenAsError<T>(query: PromiseLike<T>): Promise<T> {
  try {
    return await query;
  } catch (error) {
    throw isNameTaken(error) ? new NameTakenError() : error;
  }
}
