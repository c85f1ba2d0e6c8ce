import { FIRST_LINK_IS_OPEN } from '../../app/database/first-invitation.ts';

/**
 * Address by which the first person signs up, while nobody has.
 *
 * @param said lines of the migration, which knows
 * @param token of the link, where people sign up by links
 */
export function firstLink(
  said: readonly string[],
  url: string,
  token: string | undefined,
): string | undefined {
  const isOpen = said.some((line) => line.endsWith(FIRST_LINK_IS_OPEN));
  return isOpen && token !== undefined ? `${url}/sign-up?invitation=${token}` : undefined;
}
