import ipaddr from 'ipaddr.js';

/**
 * Rate-limit key of an address: an IPv4 address as it is, an IPv6 address by its /64, the prefix that one household or
 * machine gets and may use any address of.
 *
 * @param address undefined or invalid when the connection is gone: all of these share one key
 */
export function networkOf(address: string | undefined): string {
  if (address === undefined || !ipaddr.isValid(address)) return 'gone';
  const parsed = ipaddr.process(address); // unwraps an IPv4-mapped IPv6 address
  return parsed instanceof ipaddr.IPv6 ? `${parsed.parts.slice(0, 4).join(':')}/64` : parsed.toString();
}
