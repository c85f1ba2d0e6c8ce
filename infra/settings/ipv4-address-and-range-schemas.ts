import * as v from 'valibot';
import { text } from './quantity-text-and-choice-schemas.ts';

/*
 * Schemas of IPv4 addresses, ranges and ports, parsed like Go's net/netip: some readers would take a leading zero for octal.
 */

/** Address ranges that are not routed on the internet (RFC 1918, RFC 6598). */
export const PRIVATE_RANGES: readonly string[] = [
  '10.0.0.0/8',
  '100.64.0.0/10',
  '172.16.0.0/12',
  '192.168.0.0/16',
];

/** Port from 1 to 65535 inside of text, as the source of a regular expression. */
export const PORT = '(?:[1-9]\\d{0,3}|[1-5]\\d{4}|6[0-4]\\d{3}|65[0-4]\\d{2}|655[0-2]\\d|6553[0-5])(?!\\d)';

/** Schema of an IPv4 address. */
export function address() {
  return text('an IPv4 address', isAddress);
}

/** Schema of an IPv4 range in CIDR notation. */
export function cidr() {
  return text('a range of IPv4 addresses such as 10.0.0.0/16, whose address is its first', isRange);
}

/** Schema of an IPv4 range whose prefix length is between two bounds. */
export function cidrOf(fewest: number, most: number, example: string) {
  return v.pipe(
    cidr(),
    v.check(
      (range) => bitsOf(range) >= fewest && bitsOf(range) <= most,
      `must have from ${fewest} to ${most} bits, such as ${example}`,
    ),
  );
}

/** Schema of a list of IPv4 ranges, one at least. */
export function ranges() {
  const message = 'must be a list of address ranges such as 10.0.0.0/16';
  return v.pipe(v.array(cidr(), message), v.minLength(1, message));
}

/** Schema of a pool of addresses: a range, or its first and last address. */
export function pool() {
  return text(
    'a range such as 192.0.2.0/28 or 192.0.2.10-192.0.2.20, whose first address comes first',
    (word) => {
      const [first = '', last = '', ...more] = word.split('-');
      if (last === '') return isRange(word);
      return more.length === 0 && isAddress(first) && isAddress(last) && numberOf(first) <= numberOf(last);
    },
  );
}

/** True when two ranges have an address in common. */
export function overlap(one: string, other: string): boolean {
  const [[first, firstSize], [second, secondSize]] = [rangeOf(one), rangeOf(other)];
  return first < second + secondSize && second < first + firstSize;
}

/** Prefix length of a range. */
export function bitsOf(range: string): number {
  return Number(range.slice(range.indexOf('/') + 1));
}

export function isAddress(word: string): boolean {
  return IPV4.test(word);
}

const IPV4 = /^(?:(?:25[0-5]|2[0-4]\d|1\d\d|[1-9]?\d)(?:\.(?!$)|$)){4}$/;

/**
 * True for a range whose address is its first. Kubernetes also accepts one with further bits set, which then covers less
 * than its writer meant.
 */
function isRange(word: string): boolean {
  const [address = '', bits = '', ...more] = word.split('/');
  if (more.length > 0 || !isAddress(address) || !/^(?:\d|[12]\d|3[0-2])$/.test(bits)) return false;
  const [first, size] = rangeOf(word);
  return first % size === 0;
}

/** First address of a range as a number, and the count of its addresses. */
function rangeOf(range: string): readonly [first: number, size: number] {
  return [numberOf(range.slice(0, range.indexOf('/'))), 2 ** (32 - bitsOf(range))];
}

function numberOf(address: string): number {
  return address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0);
}
