import * as v from 'valibot';
import { group } from '../group.ts';
import { objectName } from '../names.ts';
import { choice, text, variantMessage } from '../values.ts';

const issuers = ['existing', 'acme', 'own-ca'] as const;
const sources = ['secret', 'cert-manager', 'acm'] as const;

const issuer = v.variant(
  'kind',
  [
    /** One that the cluster has. */
    group({
      kind: v.literal('existing'),
      name: objectName(),
      scope: v.optional(choice(['ClusterIssuer', 'Issuer']), 'ClusterIssuer'),
    }),
    /** Let's Encrypt or its like, which fetches a proof over plain http (http-01). */
    group({
      kind: v.literal('acme'),
      /** Who hears of certificates that run out. */
      email: text('an e-mail address', (word) => /^[\w.+-]+@[\w-]+(?:\.[\w-]+)+$/.test(word)),
      server: v.optional(
        text('the https address of an ACME directory', (word) => /^https:\/\/\S+$/.test(word)),
        'https://acme-v02.api.letsencrypt.org/directory',
      ),
    }),
    /** An authority of the namespace's own, which no browser trusts by itself: for development. */
    group({ kind: v.literal('own-ca') }),
  ],
  variantMessage(issuers, 'kind'),
);

/** Where the certificate comes from. */
export const tls = v.variant(
  'from',
  [
    /** A Secret of type kubernetes.io/tls that somebody puts into the namespace, and renews. */
    group({ from: v.literal('secret'), secretName: objectName() }),
    group({ from: v.literal('cert-manager'), issuer }),
    group({
      from: v.literal('acm'),
      certificateArn: text('the ARN of a certificate in ACM', (word) =>
        /^arn:aws[a-z-]*:acm:[a-z0-9-]+:\d{12}:certificate\/[\w-]+$/.test(word),
      ),
    }),
  ],
  variantMessage(sources, 'from'),
);
