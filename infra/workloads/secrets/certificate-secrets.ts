import { isIP } from 'node:net';
import { Construct } from 'constructs';
import { token } from '../../manifests/placeholder-tokens.ts';
import { AUTHORITY_FILE, SECRETS } from '../defaults/names-and-ports.ts';
import { Kube } from '../defaults/typed-kubernetes-objects.ts';
import type { CertifiedServer } from '../facts/certified-servers.ts';
import { AUTHORITY } from './certificate-subjects-and-lifetimes.ts';
import type { DeclaredValue, Holder, IssuedPart } from './declared-value-types.ts';

export interface CertificatesProps {
  readonly namespace: string;
  /** Rotation number; a higher one brings another authority, and other keys and certificates. */
  readonly rotation: number;
  readonly servers: readonly CertifiedServer[];
  /**
   * Declare the next round of the servers too: a store is written once per value, so what an authority signs is made
   * together with it.
   */
  readonly ahead: boolean;
}

/**
 * Secrets of the platform's own certificate authority: its certificates for clients, and a key and a certificate for each
 * server. The authority's private key is in none of them.
 *
 * Every round has an authority of its own, and clients trust those of the previous, this and the next round: so those that
 * already have the next round and those that still have this one all get on with a server of either.
 */
export class Certificates extends Construct {
  readonly values: readonly DeclaredValue[];
  /** Certificates of the authority, in PEM, for clients in other namespaces; undefined where it certifies nobody. */
  readonly trusted: string | undefined;

  constructor(scope: Construct, id: string, { rotation, servers, ahead, ...props }: CertificatesProps) {
    super(scope, id);
    const values = new Map<string, DeclaredValue>();
    const own = props.namespace;
    const issued = (part: IssuedPart['part'], holder: Holder, round: number) => {
      const name = `${holder.name}.${part}.${round}`;
      values.set(name, { token: name, made: { by: 'certificate', part, holder, round } });
      return token(name);
    };
    if (servers.length > 0) {
      const trusted = [rotation, rotation - 1, rotation + 1].map((round) =>
        issued('certificate', AUTHORITY, round),
      );
      this.trusted = trusted.join('');
      authoritySecret(this, this.trusted);
    }
    for (const { secret: name, service, namespace = own, hosts = [] } of servers) {
      const holder = {
        name: service,
        dnsNames: [...dnsNamesOf(service, namespace), ...hosts.filter((host) => !isIP(host))],
        ipAddresses: hosts.filter((host) => isIP(host)),
      };
      const pair = (round: number) => ({
        'tls.crt': issued('certificate', holder, round),
        'tls.key': issued('key', holder, round),
      });
      new Kube(this, name, 'Secret', {
        metadata: { name, ...(namespace !== own && { namespace }) },
        type: 'kubernetes.io/tls',
        stringData: pair(rotation),
      });
      if (ahead) pair(rotation + 1);
    }
    this.values = [...values.values()];
  }
}

/** Secret with the certificates of the platform's authority, for clients in the namespace of the scope. */
export function authoritySecret(scope: Construct, trusted: string): void {
  const name = SECRETS.platformAuthority;
  const stringData = { [AUTHORITY_FILE]: trusted };
  new Kube(scope, name, 'Secret', { metadata: { name }, type: 'Opaque', stringData });
}

/** Names by which pods of any namespace call a Service. */
function dnsNamesOf(service: string, namespace: string): readonly string[] {
  const name = `${service}.${namespace}`;
  return [service, name, `${name}.svc`, `${name}.svc.cluster.local`];
}
