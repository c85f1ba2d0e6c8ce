import { FIRST_LINK_IS_OPEN } from '../../app/database/store-first-invitation.ts';

/**
 * URL with which the first person signs up; undefined once somebody has.
 *
 * @param said output lines of the migration, which tell whether somebody has
 * @param token of the link; undefined where people do not sign up by links
 */
export function firstLink(
  said: readonly string[],
  url: string,
  token: string | undefined,
): string | undefined {
  const isOpen = said.some((line) => line.endsWith(FIRST_LINK_IS_OPEN));
  return isOpen && token !== undefined ? `${url}/sign-up?invitation=${token}` : undefined;
}
