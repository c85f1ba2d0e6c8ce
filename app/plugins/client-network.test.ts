import { expect, it } from 'vitest';
import { networkOf } from './client-network.ts';

it.each([
  ['192.0.2.7', '192.0.2.7'],
  ['::ffff:192.0.2.7', '192.0.2.7'],
  ['2001:db8:1:2::1', '8193:3512:1:2/64'],
  ['2001:db8:1:2:ffff:ffff:ffff:fffe', '8193:3512:1:2/64'],
  ['2001:0db8:0001:0002:0:0:0:1', '8193:3512:1:2/64'],
  ['nonsense', 'gone'],
  [undefined, 'gone'],
])('%s is counted as %s', (address, network) => {
  expect(networkOf(address)).toBe(network);
});
