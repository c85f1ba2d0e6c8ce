import * as v from 'valibot';
import { group } from '../group.ts';
import { choice, flag, text, unchosen } from '../values.ts';

const kinds = ['keyless', 'key'] as const;
const refused = unchosen(kinds, []);

const every = {
  /** Whose credentials Kyverno takes to look for signatures in a private registry. */
  credentials: v.optional(
    v.array(choice(['amazon', 'azure', 'github', 'google']), 'must be a list of clouds'),
    [],
  ),
};

/**
 * Who must have signed the app's image with cosign. The signature is looked for beside the image: a mirror must have it
 * too. The images of others are not looked at, because each has another signer, or none.
 */
export const verifyImages = v.variant(
  'kind',
  [
    /** Whoever an issuer vouched for when it was signed, as public certificates and the public log tell. */
    group({
      kind: v.literal('keyless'),
      ...every,
      issuer: v.optional(
        text('an https address', (word) => /^https:\/\/[\w.-]+(?:\/[\w./-]*)?$/.test(word)),
        'https://token.actions.githubusercontent.com',
      ),
      /** A star stands for anything but a slash. */
      subject: text(
        'who signs, such as https://github.com/acme/finance/.github/workflows/release.yml@refs/tags/v*',
        (word) => /^[^\s*][^\s]*$/.test(word),
      ),
    }),
    /** Whoever has the private half of a key. */
    group({
      kind: v.literal('key'),
      ...every,
      publicKey: text('a public key in PEM', (word) =>
        /^-----BEGIN PUBLIC KEY-----\n[\w+/=\n]+\n-----END PUBLIC KEY-----\n?$/.test(word),
      ),
      /** Whether the signature must be in the public log too; not where images are signed in a closed network. */
      transparencyLog: v.optional(flag(), true),
    }),
  ],
  (issue) => (issue.path ? refused(issue) : `must be a group of settings with kind ${kinds.join(', ')}`),
);
