import { expect, it } from 'vitest';
import { subnetsOf } from './split-vpc-cidr.ts';

it.each([
  [
    '10.64.0.0/16',
    ['10.64.0.0/18', '10.64.64.0/18', '10.64.128.0/18'],
    ['10.64.192.0/22', '10.64.196.0/22', '10.64.200.0/22'],
  ],
  [
    '192.168.16.0/20',
    ['192.168.16.0/22', '192.168.20.0/22', '192.168.24.0/22'],
    ['192.168.28.0/26', '192.168.28.64/26', '192.168.28.128/26'],
  ],
])('%s is divided over three zones', (cidr, inside, outside) => {
  expect(subnetsOf(cidr)).toEqual({ private: inside, public: outside });
});
