import { webcrypto } from 'node:crypto';
import 'reflect-metadata'; // which the library needs, and does not bring
import * as x509 from '@peculiar/x509';
import {
  AUTHORITY,
  AUTHORITY_HOURS,
  subjectOf,
} from '../workloads/secrets/certificate-subjects-and-lifetimes.ts';
import type { DeclaredValue, Holder, IssuedPart } from '../workloads/secrets/declared-value-types.ts';
import { pairsBy } from '../workloads/secrets/make-certificate-pairs-per-round.ts';

interface Issued {
  readonly certificate: x509.X509Certificate;
  readonly keys: webcrypto.CryptoKeyPair;
}

/**
 * Issues all certificates that the workloads declare, by new authorities whose keys are then forgotten. Those of servers
 * last as long as their authority, because nothing renews what was printed.
 *
 * @returns PEM texts by token
 */
export async function issueCertificates(
  declared: readonly DeclaredValue[],
  now = new Date(),
): Promise<ReadonlyMap<string, string>> {
  const until = new Date(now.getTime() + AUTHORITY_HOURS * 3_600_000);
  const life = { notBefore: now, notAfter: until };
  const pairOf = pairsBy<Promise<Issued>>({
    authority: (round) => newAuthority(round, life),
    server: async (holder, round, authority) => newServer(holder, round, await authority, life),
  });
  const texts = declared.map(async ({ token, made }) =>
    made.by === 'certificate' ? [[token, await textOf(await pairOf(made), made.part)] as const] : [],
  );
  return new Map((await Promise.all(texts)).flat());
}

type Life = Pick<x509.X509CertificateCreateParamsBase, 'notBefore' | 'notAfter'>;

async function newAuthority(round: number, life: Life): Promise<Issued> {
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.createSelfSigned({
    ...life,
    keys,
    name: nameOf(AUTHORITY, round),
    signingAlgorithm: SIGNING,
    extensions: [
      new x509.BasicConstraintsExtension(true, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.keyCertSign | x509.KeyUsageFlags.cRLSign, true),
      await x509.SubjectKeyIdentifierExtension.create(keys.publicKey),
    ],
  });
  return { certificate, keys };
}

async function newServer(holder: Holder, round: number, authority: Issued, life: Life): Promise<Issued> {
  const keys = await newKeys();
  const certificate = await x509.X509CertificateGenerator.create({
    ...life,
    publicKey: keys.publicKey,
    subject: nameOf(holder, round),
    issuer: authority.certificate.subject,
    signingKey: authority.keys.privateKey,
    signingAlgorithm: SIGNING,
    extensions: [
      new x509.BasicConstraintsExtension(false, undefined, true),
      new x509.KeyUsagesExtension(x509.KeyUsageFlags.digitalSignature, true),
      new x509.ExtendedKeyUsageExtension([x509.ExtendedKeyUsage.serverAuth]),
      await x509.AuthorityKeyIdentifierExtension.create(authority.keys.publicKey),
      new x509.SubjectAlternativeNameExtension([
        ...holder.dnsNames.map((value) => ({ type: 'dns' as const, value })),
        ...(holder.ipAddresses ?? []).map((value) => ({ type: 'ip' as const, value })),
      ]),
    ],
  });
  return { certificate, keys };
}

function newKeys(): Promise<webcrypto.CryptoKeyPair> {
  return webcrypto.subtle.generateKey(P256, true, ['sign', 'verify']);
}

const P256 = { name: 'ECDSA', namedCurve: 'P-256' };
const SIGNING = { name: 'ECDSA', hash: 'SHA-256' };

function nameOf(holder: Holder, round: number): string {
  const { organization, commonName } = subjectOf(holder, round);
  return `O=${organization}, CN=${commonName}`;
}

async function textOf({ certificate, keys }: Issued, part: IssuedPart['part']): Promise<string> {
  if (part === 'certificate') return `${certificate.toString('pem')}\n`;
  const key = Buffer.from(await webcrypto.subtle.exportKey('pkcs8', keys.privateKey));
  return `${x509.PemConverter.encode(key, 'PRIVATE KEY')}\n`;
}
