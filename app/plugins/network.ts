import ipaddr from 'ipaddr.js';

/**
 * What requests are counted by: an IPv4 address as it is, and of an IPv6 address the /64, which is what one household or
 * one machine is given, and within which it may take any address.
 *
 * @param address undefined, or no address, once its connection is gone: all of these are counted together
 */
export function networkOf(address: string | undefined): string {
  if (address === undefined || !ipaddr.isValid(address)) return 'gone';
  const parsed = ipaddr.process(address); // an IPv4 address in the clothes of IPv6 is that address
  return parsed instanceof ipaddr.IPv6 ? `${parsed.parts.slice(0, 4).join(':')}/64` : parsed.toString();
}
