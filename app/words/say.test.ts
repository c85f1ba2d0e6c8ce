import { describe, expect, it } from 'vitest';
import { say } from './say.ts';

describe('a message', () => {
  it('takes the form that its number asks for', () => {
    expect(say('common.rows', { count: 1n })).toBe('1 row');
    expect(say('common.rows', { count: 1234 })).toBe('1,234 rows');
  });
});
