import { isAddress } from '../settings/ipv4-address-and-range-schemas.ts';
import { requireSuccess, run } from './run-process.ts';

/** A key, and a certificate for it that is its own authority. */
export interface Pair {
  readonly certificate: string;
  readonly key: string;
}

/** Makes a certificate for hosts, by their names or addresses, that lasts for some days. */
export async function selfSigned(...hosts: readonly string[]): Promise<Pair> {
  const names = hosts.map((host) => `${isAddress(host) ? 'IP' : 'DNS'}:${host}`);
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
      `/CN=${hosts[0]}`,
      '-addext',
      `subjectAltName=${names.join(',')}`,
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
