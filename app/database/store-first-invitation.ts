import { tokenHash } from '../secret-token.ts';
import type { Sql } from './connect.ts';

/** Log line of the migration while the first person can still sign up by their link; `npm start` looks for it. */
export const FIRST_LINK_IS_OPEN = 'nobody has signed up yet: the first person does by the link';

/**
 * Stores the hash of the first person's sign-up link while nobody has signed up; it replaces earlier links. Returns a
 * log line that says whether the link can be used.
 */
export async function keepFirstInvitation(sql: Sql, token: string): Promise<string> {
  const hash = tokenHash(token);
  const [row] = await sql<{ open: boolean }[]>`
    with former as (
      delete from invitation where book_id is null and used_at is null and token_hash <> ${hash}
    ), kept as (
      insert into invitation (token_hash, expires_at) select ${hash}, 'infinity' where not exists (select from person)
      on conflict (token_hash) do nothing returning id
    )
    select exists (select from kept) or open_invitation(${hash}) is not null as open`;
  return row?.open ? FIRST_LINK_IS_OPEN : 'the link of the first person was used, or is not needed';
}
