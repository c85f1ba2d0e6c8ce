import { expect, it } from 'vitest';
import { FIRST_LINK_IS_OPEN } from '../../app/database/store-first-invitation.ts';
import { firstLink } from './first-person-sign-up-link.ts';

const url = 'http://127.0.0.1:8080';
const open = ['migrate: role finance_web created', `migrate: ${FIRST_LINK_IS_OPEN}`, 'migrate: applied 5'];

it.each([
  ['is told while nobody has signed up', open, 'abc', `${url}/sign-up?invitation=abc`],
  ['is not told once somebody has', ['migrate: nothing to apply'], 'abc', undefined],
  ['is not told where anybody may sign up', open, undefined, undefined],
])('the link of the first person %s', (_, said, token, expected) => {
  expect(firstLink(said, url, token)).toBe(expected);
});
