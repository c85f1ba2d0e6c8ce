import * as v from 'valibot';
import { group } from '../group.ts';
import { objectName, webAddress } from '../name-and-url-schemas.ts';
import { choice, text, variantMessage } from '../quantity-text-and-choice-schemas.ts';

const issuers = ['existing', 'acme', 'own-ca'] as const;
const sources = ['secret', 'cert-manager', 'acm'] as const;

const issuer = v.variant(
  'kind',
  [
    /** An existing issuer of the cluster. */
    group({
      kind: v.literal('existing'),
      /** Name of the issuer. */
      name: objectName(),
      /** Kind of the issuer: for the whole cluster, or in our namespace. */
      scope: v.optional(choice(['ClusterIssuer', 'Issuer']), 'ClusterIssuer'),
    }),
    /** Let's Encrypt or another ACME authority, which validates over plain http (http-01). */
    group({
      kind: v.literal('acme'),
      /** Contact for notices of expiring certificates. */
      email: text('an e-mail address', (word) => /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/.test(word)),
      /** The directory of the authority. */
      server: v.optional(
        webAddress('the https address of an ACME directory'),
        'https://acme-v02.api.letsencrypt.org/directory',
      ),
    }),
    /** A CA of the namespace's own, which no browser trusts by default: for development. */
    group({ kind: v.literal('own-ca') }),
  ],
  variantMessage(issuers, 'kind'),
);

/** Source of the certificate. */
export const tls = v.variant(
  'from',
  [
    /** A Secret of type kubernetes.io/tls that somebody else puts into the namespace, and renews. */
    group({
      from: v.literal('secret'),
      /** Name of the Secret. */
      secretName: objectName(),
    }),
    /** cert-manager, which has to be in the cluster, gets one and renews it. */
    group({
      from: v.literal('cert-manager'),
      /** Issuer of the certificate. */
      issuer,
    }),
    /** AWS Certificate Manager, for load balancers of AWS. */
    group({
      from: v.literal('acm'),
      /** The certificate. */
      certificateArn: text('the ARN of a certificate in ACM', (word) =>
        /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/.test(word),
      ),
    }),
  ],
  variantMessage(sources, 'from'),
);
