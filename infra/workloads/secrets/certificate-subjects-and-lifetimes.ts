import type { Holder } from './declared-value-types.ts';

/** The platform's own certificate authority. */
export const AUTHORITY: Holder = { name: 'authority', dnsNames: [] };

/** Subject of the certificate of a holder in a round. No two authorities have the same, so that chains are found by it. */
export function subjectOf({ name, dnsNames }: Holder, round: number) {
  return {
    organization: 'finance-platform',
    commonName: dnsNames.length > 0 ? name : `finance-platform ${name} ${round}`,
  };
}

/** Lifetime of an authority in hours: ten years. */
export const AUTHORITY_HOURS = 10 * 365 * 24;

/** Lifetime of a server's certificate in hours, where each `up` of Pulumi renews one that ends soon: a year. */
export const SERVER_HOURS = 365 * 24;

/** Rest of a lifetime in hours in which `up` renews: 90 days. */
export const RENEWAL_HOURS = 90 * 24;
