import type { TransactionSql } from '../../database/connect.ts';
import { isId } from '../../ledger/transaction-filter-in-url.ts';
import { tokenHash } from '../../secret-token.ts';
import type { TokenEntry } from './page.ts';

/** Valid tokens that one person may have. */
export const MOST_TOKENS = 20;

/** Tokens of the person, the valid ones first; of those revoked or expired the latest. */
export async function tokensOf(sql: TransactionSql): Promise<TokenEntry[]> {
  return sql<TokenEntry[]>`
    select id, name, created_at as "madeAt", used_at as "usedAt", revoked_at as "revokedAt",
      token_person(token_hash) is not null as "isValid"
    from api_token order by token_person(token_hash) is null, id desc limit 50`;
}

/**
 * Stores a new token of the person, only its hash.
 *
 * @returns false when this form has made one already, or there are too many
 */
export async function addToken(
  sql: TransactionSql,
  token: string,
  name: string,
  key: string,
): Promise<'made' | 'made before' | 'too many'> {
  const [{ before = 0, valid = 0 } = {}] = await sql<{ before: number; valid: number }[]>`
    select count(*) filter (where made_with = ${key})::int as before,
      count(*) filter (where token_person(token_hash) is not null)::int as valid from api_token`;
  if (before > 0) return 'made before';
  if (valid >= MOST_TOKENS) return 'too many';
  const { count } = await sql`
    insert into api_token (token_hash, name, made_with) values (${tokenHash(token)}, ${name}, ${key})
    on conflict (person_id, made_with) do nothing`;
  return count > 0 ? 'made' : 'made before';
}

/** Makes a token worthless at once; false when there is none, or it was so already. */
export async function revokeToken(sql: TransactionSql, id: string): Promise<boolean> {
  if (!isId(id)) return false;
  const { count } =
    await sql`update api_token set revoked_at = now() where id = ${id} and revoked_at is null`;
  return count > 0;
}
