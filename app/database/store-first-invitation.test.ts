import { expect, it } from 'vitest';
import { newToken } from '../secret-token.ts';
import { startApp } from '../testing/start-app.ts';
import { FIRST_LINK_IS_OPEN, keepFirstInvitation } from './store-first-invitation.ts';

it('the link of the first person is open until there is somebody, however often a migration brings it', async () => {
  const { rows, signedIn } = await startApp();
  const token = newToken();
  for (let times = 0; times < 2; times++)
    expect(await keepFirstInvitation(rows, token)).toBe(FIRST_LINK_IS_OPEN);
  expect(await rows`select from invitation`).toHaveLength(1);
  await signedIn();
  expect(await keepFirstInvitation(rows, token)).not.toBe(FIRST_LINK_IS_OPEN);
});

it('of several such links the last one counts', async () => {
  const { rows, visitor } = await startApp({ signUp: 'invited' });
  const tokens = [newToken(), newToken()];
  for (const token of tokens) await keepFirstInvitation(rows, token);
  const statuses = tokens.map(
    async (token) => (await visitor().get(`/sign-up?invitation=${token}`)).statusCode,
  );
  expect(await Promise.all(statuses)).toEqual([404, 200]);
});

it('none is made where somebody is already', async () => {
  const { rows, signedIn } = await startApp();
  await signedIn();
  await keepFirstInvitation(rows, newToken());
  expect(await rows`select from invitation`).toHaveLength(0);
});
