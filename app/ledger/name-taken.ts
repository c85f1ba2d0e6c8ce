/** Another account, category or book beside it has a name that looks the same. */
export class NameTakenError extends Error {}

/** The unique indexes on names; the database tells of them by these. */
const indexes = ['account_name', 'category_name', 'book_name'];

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
