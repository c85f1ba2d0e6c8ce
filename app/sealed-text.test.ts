import { expect, it } from 'vitest';
import { sealOf } from './sealed-text.ts';

const [old, fresh] = ['old '.repeat(10), 'new '.repeat(10)];
const text = '{"payee":"Böckerei"}';

it('opens what it sealed, and shows nothing of it', () => {
  const { seal, open } = sealOf([old], 'a test');
  const sealed = seal(text);
  expect(sealed).toMatch(/^[\w-]+$/);
  expect(Buffer.from(sealed, 'base64url').toString('latin1')).not.toContain('payee');
  expect(open(sealed)).toBe(text);
  expect(seal(text)).not.toBe(sealed);
});

it('opens what was sealed before its secrets were rotated, until the old one is gone', () => {
  const sealed = sealOf([old], 'a test').seal(text);
  expect(sealOf([fresh, old], 'a test').open(sealed)).toBe(text);
  expect(sealOf([fresh], 'a test').open(sealed)).toBeUndefined();
});

it('opens nothing of another purpose, nor what was changed, cut off or made up', () => {
  const sealed = sealOf([old], 'a test').seal(text);
  const { open } = sealOf([old], 'a test');
  expect(sealOf([old], 'another').open(sealed)).toBeUndefined();
  const bytes = Buffer.from(sealed, 'base64url');
  for (let at = 0; at < bytes.length; at += 1) {
    const changed = Buffer.from(bytes);
    changed[at] = (changed[at] ?? 0) ^ 1;
    expect(open(changed.toString('base64url'))).toBeUndefined();
  }
  for (const made of [
    '',
    'x',
    sealed.slice(0, -4),
    sealed.slice(0, 30),
    'A'.repeat(200),
    `${sealed}AAAA`,
    '🪙',
  ])
    expect(open(made)).toBeUndefined();
});
