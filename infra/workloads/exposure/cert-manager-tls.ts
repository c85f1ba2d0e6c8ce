import type { ICertificate } from '@kubernetes-models/cert-manager/cert-manager.io/v1/Certificate';
import type { IIssuer } from '@kubernetes-models/cert-manager/cert-manager.io/v1/Issuer';
import { Construct } from 'constructs';
import type { Settings } from '../../settings/schema.ts';
import { WEB } from '../defaults/names-and-ports.ts';
import { CustomResource } from '../defaults/typed-kubernetes-objects.ts';

type Tls = NonNullable<(Settings['exposure'] & { readonly kind: 'ingress' })['tls']>;
type CertificateSpec = NonNullable<ICertificate['spec']>;
type IssuerSpec = IIssuer['spec'];
type Solver = NonNullable<NonNullable<NonNullable<IssuerSpec['acme']>['solvers']>[number]['http01']>;

export interface CertifiedProps {
  /** Names that the certificate is for; the first is the app's own. */
  readonly hosts: readonly string[];
  readonly issuer: (Tls & { readonly from: 'cert-manager' })['issuer'];
  /** Solver of the HTTP-01 challenge by which an ACME authority verifies the host. */
  readonly solver: Solver;
}

/** Name of the Secret with the certificate; undefined for a certificate that never leaves AWS. */
export function tlsSecret(tls: Tls): string | undefined {
  if (tls.from === 'acm') return undefined;
  return tls.from === 'secret' ? tls.secretName : SECRET;
}

/** A certificate that cert-manager obtains and renews. */
export class Certified extends Construct {
  constructor(scope: Construct, id: string, { hosts, issuer, solver }: CertifiedProps) {
    super(scope, id);
    const certificate = (name: string, spec: CertificateSpec) =>
      new CustomResource(this, `${name}-certificate`, CERTIFICATE, { metadata: { name }, spec });
    const issuedBy = (name: string, spec: IssuerSpec) => {
      new CustomResource(this, `${name}-issuer`, ISSUER, { metadata: { name }, spec });
      return { name, kind: 'Issuer' };
    };

    const issuerRef = (() => {
      if (issuer.kind === 'existing') return { name: issuer.name, kind: issuer.scope };
      if (issuer.kind === 'acme') {
        const { email, server } = issuer;
        const privateKeySecretRef = { name: 'acme-account' };
        return issuedBy('acme', {
          acme: { email, server, privateKeySecretRef, solvers: [{ http01: solver }] },
        });
      }
      // Clients trust the authority, so that a renewed certificate is trusted as well.
      certificate(OWN_CA, {
        isCA: true,
        commonName: `${hosts[0]} authority`,
        secretName: OWN_CA,
        duration: '87600h',
        privateKey: KEY,
        issuerRef: issuedBy('self-signed', { selfSigned: {} }),
      });
      return issuedBy(OWN_CA, { ca: { secretName: OWN_CA } });
    })();
    certificate(WEB.name, { secretName: SECRET, dnsNames: [...hosts], privateKey: KEY, issuerRef });
  }
}

const SECRET = `${WEB.name}-tls`;
const OWN_CA = 'own-ca';
const CERTIFICATE = { apiVersion: 'cert-manager.io/v1', kind: 'Certificate' };
const ISSUER = { apiVersion: 'cert-manager.io/v1', kind: 'Issuer' };

/** Each certificate gets a new private key, so that a stolen one soon becomes worthless. */
const KEY: NonNullable<CertificateSpec['privateKey']> = {
  algorithm: 'ECDSA',
  size: 256,
  rotationPolicy: 'Always',
};
