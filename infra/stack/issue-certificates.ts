import type * as pulumi from '@pulumi/pulumi';
import { CertRequest } from '@pulumi/tls/certRequest.js';
import { LocallySignedCert } from '@pulumi/tls/locallySignedCert.js';
import { PrivateKey } from '@pulumi/tls/privateKey.js';
import { SelfSignedCert } from '@pulumi/tls/selfSignedCert.js';
import {
  AUTHORITY,
  AUTHORITY_HOURS,
  RENEWAL_HOURS,
  SERVER_HOURS,
  subjectOf,
} from '../workloads/secrets/certificate-subjects-and-lifetimes.ts';
import type { Holder, IssuedPart } from '../workloads/secrets/declared-value-types.ts';
import { pairsBy } from '../workloads/secrets/make-certificate-pairs-per-round.ts';

interface Pair {
  readonly certificate: pulumi.Output<string>;
  readonly key: pulumi.Output<string>;
}

/**
 * Certificates of the platform's own authorities, one authority a round. Keys and certificates are kept in the state,
 * encrypted; an `up` renews those that end soon, with the same key.
 *
 * @returns the value of one part; parts of the same holder and round belong together
 */
export function certificateIssuer(): (part: IssuedPart) => pulumi.Output<string> {
  const pairOf = pairsBy<Pair>({ authority: newAuthority, server: newServer });
  return (part) => pairOf(part)[part.part];
}

function newAuthority(round: number): Pair {
  const key = newKey(AUTHORITY, round);
  const { certPem } = new SelfSignedCert(nameOf(AUTHORITY, 'certificate', round), {
    privateKeyPem: key,
    subject: subjectOf(AUTHORITY, round),
    isCaCertificate: true,
    allowedUses: ['cert_signing', 'crl_signing'],
    setSubjectKeyId: true,
    validityPeriodHours: AUTHORITY_HOURS,
    // Its last servers' certificates must not outlive it.
    earlyRenewalHours: SERVER_HOURS + RENEWAL_HOURS,
  });
  return { certificate: certPem, key };
}

function newServer(holder: Holder, round: number, authority: Pair): Pair {
  const key = newKey(holder, round);
  const { certRequestPem } = new CertRequest(nameOf(holder, 'request', round), {
    privateKeyPem: key,
    subject: subjectOf(holder, round),
    dnsNames: [...holder.dnsNames],
    ...(holder.ipAddresses?.length && { ipAddresses: [...holder.ipAddresses] }),
  });
  const { certPem } = new LocallySignedCert(nameOf(holder, 'certificate', round), {
    certRequestPem,
    caCertPem: authority.certificate,
    caPrivateKeyPem: authority.key,
    allowedUses: ['digital_signature', 'server_auth'],
    validityPeriodHours: SERVER_HOURS,
    earlyRenewalHours: RENEWAL_HOURS,
  });
  return { certificate: certPem, key };
}

function newKey(holder: Holder, round: number): pulumi.Output<string> {
  return new PrivateKey(nameOf(holder, 'key', round), { algorithm: 'ECDSA', ecdsaCurve: 'P256' })
    .privateKeyPemPkcs8;
}

/** Name of the resource, which is its identity. */
function nameOf({ name }: Holder, part: string, round: number): string {
  return `${name}.${part}.${round}`;
}
