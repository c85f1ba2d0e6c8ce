import { expect, it } from 'vitest';
import { hostAndPortOf } from './host-and-port-of-address.ts';

it.each([
  ['https://git.example.com/finance.git', 'git.example.com', 443],
  ['https://10.0.0.5:3000/finance.git', '10.0.0.5', 3000],
  ['http://minio.minio', 'minio.minio', 80],
  ['oci://charts.example.com/them', 'charts.example.com', 443],
  ['oci://charts.example.com:5000/them', 'charts.example.com', 5000],
  ['ssh://git@git.example.com/finance.git', 'git.example.com', 22],
  ['ssh://git@git.example.com:2222/finance.git', 'git.example.com', 2222],
  ['git@git.example.com:finance.git', 'git.example.com', 22],
])('%s is at %s, port %i', (address, host, port) => {
  expect(hostAndPortOf(address)).toEqual({ host, port });
});
