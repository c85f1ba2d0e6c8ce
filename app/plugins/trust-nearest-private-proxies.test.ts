import fastify from 'fastify';
import { describe, expect, it } from 'vitest';
import { trustedProxies } from './trust-nearest-private-proxies.ts';

/** Client address as the app sees it. */
async function client(proxies: number, from: string, forwardedFor: string): Promise<string> {
  const app = fastify({ trustProxy: trustedProxies(proxies) });
  app.get('/', (request) => request.ip);
  const headers = { 'x-forwarded-for': forwardedFor };
  return (await app.inject({ url: '/', remoteAddress: from, headers })).body;
}

describe('the address of a client', () => {
  it.each([
    ['without a proxy, is the connection’s', 0, '10.42.0.7', '198.51.100.1', '10.42.0.7'],
    ['behind a proxy, is what that one saw', 1, '10.42.0.7', '198.51.100.1', '198.51.100.1'],
    ['that is private too, is still what the proxy saw', 1, '10.42.0.7', '203.0.113.9, 10.1.1.1', '10.1.1.1'],
    ['behind two, is what the first of them saw', 2, '10.42.0.7', '198.51.100.1, 10.42.0.9', '198.51.100.1'],
    [
      'behind two of three hops, is none of its own making',
      2,
      '10.0.0.1',
      '203.0.113.9, 10.2.2.2, 10.0.0.2',
      '10.2.2.2',
    ],
    ['is the connection’s when that comes from the internet', 1, '198.51.100.1', '10.1.1.1', '198.51.100.1'],
    ['may be of IPv6', 1, 'fd12::7', '2001:db8::1', '2001:db8::1'],
    ['may be of IPv4 written as IPv6', 1, '::ffff:10.42.0.7', '198.51.100.1', '198.51.100.1'],
    ['is what it says, where a proxy told no address', 2, '10.42.0.7', 'unknown', 'unknown'],
  ])('%s', async (_what, proxies, from, forwardedFor, expected) => {
    expect(await client(proxies, from, forwardedFor)).toBe(expected);
  });

  it('of a connection that is gone is unknown, and its word is not taken', () => {
    expect(trustedProxies(1)(undefined, 0)).toBe(false);
  });
});
