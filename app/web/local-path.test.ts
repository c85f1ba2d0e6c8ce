import { describe, expect, it } from 'vitest';
import { localPath } from './local-path.ts';

describe('a path to go to', () => {
  it.each(['/', '/books/7?month=2026-05', '/books'])('may be %s', (next) => {
    expect(localPath(next)).toBe(next);
  });

  it.each([
    undefined,
    '',
    'books',
    'https://evil.example',
    '//evil.example',
    '/\\evil.example',
    '\\\\evil.example',
    'javascript:alert(1)',
    '/\t/evil.example',
    '///evil.example/x',
    '/.//evil.example',
    '/..//evil.example',
    '/books/../..//evil.example',
    '/./\\evil.example',
  ])('is the start instead of %o', (next) => {
    expect(localPath(next)).toBe('/');
  });

  it('loses line ends, so that no header can be added', () => {
    expect(localPath('/books\r\nset-cookie: x=1')).not.toMatch(/[\r\n]/);
  });
});
