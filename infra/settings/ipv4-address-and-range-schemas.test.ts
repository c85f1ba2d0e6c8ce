import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { cidr, cidrOf, PORT, pool } from './ipv4-address-and-range-schemas.ts';

describe.each([
  {
    kind: 'range',
    schema: cidr(),
    takes: ['10.0.0.0/16', '0.0.0.0/0', '192.0.2.1/32'],
    refuses: ['10.0.0.1/16', '010.0.0.0/8', '10.0.0.0/08', '10.0.0.0/33', '10.0.0.0', 'fd00::/8', '10.0.0/8'],
  },
  {
    kind: 'range of some bits',
    schema: cidrOf(12, 24, '10.43.0.0/16'),
    takes: ['10.43.0.0/16', '10.43.1.0/24'],
    refuses: ['10.43.0.0/32', '10.0.0.0/8', '10.43.0.1/24'],
  },
  {
    kind: 'pool',
    schema: pool(),
    takes: ['192.0.2.0/28', '192.0.2.10-192.0.2.20', '192.0.2.1-192.0.2.1'],
    refuses: [
      '192.0.2.20-192.0.2.10',
      '192.0.2.300/28',
      '192.0.2.1-',
      '1.1.1.1-1.1.1.2-1.1.1.3',
      '192.0.2.1/28',
    ],
  },
])('$kind', ({ schema, takes, refuses }) => {
  it.each(takes)('takes "%s"', (word) => {
    expect(v.is(schema, word)).toBe(true);
  });

  it.each(refuses)('refuses "%s"', (word) => {
    expect(v.is(schema, word)).toBe(false);
  });
});

it('knows every port, and nothing else', () => {
  const port = new RegExp(`^${PORT}$`);
  const taken = Array.from({ length: 70_000 }, (_, at) => at).filter((at) => port.test(String(at)));
  expect([taken[0], taken.at(-1), taken.length]).toEqual([1, 65535, 65535]);
  expect(['0080', '080', '', '8a', '-1'].filter((word) => port.test(word))).toEqual([]);
});
