import { BlockList, isIPv4 } from 'node:net';

/**
 * Whose word on where a request came from is taken, as Fastify asks it: of the nearest proxies, as many as there are, and
 * only from a private address. Who knows how many stand before it believes nothing that a client wrote there itself, and
 * nobody whose connection is gone, which has no address.
 *
 * @param count proxies that each request comes through
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
