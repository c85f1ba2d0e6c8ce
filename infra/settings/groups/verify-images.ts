import * as v from 'valibot';
import { group } from '../group.ts';
import { webAddress } from '../name-and-url-schemas.ts';
import { choice, flag, text, unchosen } from '../quantity-text-and-choice-schemas.ts';

const kinds = ['keyless', 'key'] as const;
const refused = unchosen(kinds, []);

const every = {
  /** Clouds whose credential helpers Kyverno uses to read signatures from a private registry. */
  credentials: v.optional(
    v.array(choice(['amazon', 'azure', 'github', 'google']), 'must be a list of clouds'),
    [],
  ),
};

/**
 * Signer that the app's image must have, by cosign. The signature is looked up beside the image: a mirror must have it too.
 * Third-party images are not verified, because each has another signer, or none.
 */
export const verifyImages = v.variant(
  'kind',
  [
    /**
     * Keyless signing: an identity that an OIDC issuer vouched for, proven by Fulcio's certificate and the transparency log.
     */
    group({
      kind: v.literal('keyless'),
      ...every,
      /** OIDC issuer that vouches for the signer. */
      issuer: v.optional(webAddress('an https address'), 'https://token.actions.githubusercontent.com'),
      /** Identity of the signer; a star matches anything but a slash. */
      subject: text(
        'who signs, such as https://github.com/acme/finance/.github/workflows/release.yml@refs/tags/v*',
        (word) => /^[^\s*][^\s]*$/.test(word),
      ),
    }),
    /** Signing with a private key, verified by its public half. */
    group({
      kind: v.literal('key'),
      ...every,
      /** The public half of it. */
      publicKey: text('a public key in PEM', (word) =>
        /^-----BEGIN PUBLIC KEY-----\n[\w+/=\n]+\n-----END PUBLIC KEY-----\n?$/.test(word),
      ),
      /** Requires the signature in the public transparency log; turn off for signing in a closed network. */
      transparencyLog: v.optional(flag(), true),
    }),
  ],
  (issue) => (issue.path ? refused(issue) : `must be a group of settings with kind ${kinds.join(', ')}`),
);
