import { isAddress } from '../settings/ipv4-address-and-range-schemas.ts';
import { requireSuccess, run } from './run-process.ts';

/** A key, and a certificate for it that is its own authority. */
export interface Pair {
  readonly certificate: string;
  readonly key: string;
}

/** Makes a certificate for a host, by its name or address, that lasts for some days. */
export async function selfSigned(host: string): Promise<Pair> {
  const request = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-days',
    '7',
  ];
  const made = await run('openssl', [
    ...request,
    ...[
      '-subj',
      `/CN=${host}`,
      '-addext',
      `subjectAltName=${isAddress(host) ? 'IP' : 'DNS'}:${host}`,
      '-keyout',
      '-',
      '-out',
      '-',
    ],
  ]);
  requireSuccess('openssl req', made);
  const part = (name: string) => {
    const [text] = new RegExp(`-----BEGIN ${name}-----[^-]+-----END ${name}-----\n`).exec(made.output) ?? [];
    if (text === undefined) throw new Error(`openssl printed no ${name}`);
    return text;
  };
  return { certificate: part('CERTIFICATE'), key: part('PRIVATE KEY') };
}

/** Manifest of a Secret for such a pair. */
export function tlsSecret(namespace: string, name: string, { certificate, key }: Pair): object {
  return {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'kubernetes.io/tls',
    metadata: { namespace, name },
    stringData: { 'tls.crt': certificate, 'tls.key': key },
  };
}
