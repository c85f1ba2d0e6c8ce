import { BlockList, isIPv4 } from 'node:net';

/**
 * Creates Fastify's trust function: it trusts the nearest `count` hops, and only private addresses, so a forwarded
 * address written by the client itself is not believed. A closed connection has no address and is not trusted.
 *
 * @param count proxies that each request passes through
 */
export function trustedProxies(count: number): (address: string | undefined, hop: number) => boolean {
  return (address, hop) =>
    address !== undefined && hop < count && privateRanges.check(address, isIPv4(address) ? 'ipv4' : 'ipv6');
}

const privateRanges = new BlockList();
for (const [network, bits] of [
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  privateRanges.addSubnet(network, bits, 'ipv4');
for (const [network, bits] of [
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
] as const)
  privateRanges.addSubnet(network, bits, 'ipv6');
