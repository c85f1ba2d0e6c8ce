import * as v from 'valibot';
import { group } from '../group.ts';
import { dnsLabel, gitRepository, webAddress } from '../name-and-url-schemas.ts';
import { text, unchosen, variantMessage, words } from '../quantity-text-and-choice-schemas.ts';

const built = ['pulumi', 'argo-cd'] as const;

const signIn = v.optional(
  v.variant(
    'kind',
    [
      /** Nobody signs in: what Argo CD does is read with kubectl. */
      group({ kind: v.literal('none') }),
      /** User admin, with a password that Argo CD makes; `npm run open -- argocd` says how to read it. */
      group({ kind: v.literal('generated-password') }),
      /** An OpenID Connect provider; there is no user admin. */
      group({
        kind: v.literal('oidc'),
        /** Issuer, as in its tokens. */
        issuer: webAddress('the https address of an OpenID Connect issuer'),
        /** Client of the provider: public, with PKCE, and ADDRESS/pkce/verify as the redirect. */
        clientId: words('the ID of a client'),
        /** Address that people open Argo CD at. */
        address: v.optional(webAddress('the https address of Argo CD'), 'https://127.0.0.1:8443'),
        /** Groups of the provider that may do everything in Argo CD. */
        administrators: groupNames(),
        /** Groups of the provider that may look, and change nothing. */
        readers: groupNames(),
      }),
    ],
    variantMessage(['none', 'generated-password', 'oidc'], 'kind'),
  ),
  { kind: 'none' },
);

/** Tool that applies the manifests to the cluster. */
export const delivery = v.variant(
  'kind',
  [
    group({ kind: v.literal('pulumi') }),
    /** Argo CD applies them from the repository; Pulumi applies what no repository may hold. */
    group({
      kind: v.literal('argo-cd'),
      /** The Git repository that holds the manifests; its credentials are Argo CD's. */
      repository: gitRepository(),
      /** Branch, tag or commit that Argo CD follows. */
      revision: v.optional(words('a branch, a tag or a commit'), 'main'),
      /** Folder of this stack's manifests in the repository. */
      path: text('a folder of the repository, such as charts-out/prod', (word) =>
        /^(?!\/)(?!.*\.\.)[\w./-]*[\w-]$/.test(word),
      ),
      /** Namespace of Argo CD and of its Applications. */
      namespace: v.optional(dnsLabel(), 'argocd'),
      /**
       * AppProject of yours, which restricts what may be delivered, and where. Absent: one of the platform's own, which allows
       * this repository, and the kinds and namespaces of these manifests; and one for the add-ons.
       */
      project: v.exactOptional(dnsLabel()),
      /** Sign-in to the Argo CD of `addOns.argoCd`. */
      signIn,
    }),
  ],
  (issue) =>
    issue.path ? unchosen(built, [])(issue) : `must be a group of settings with kind ${built.join(', ')}`,
);

/** Names of groups, which Argo CD reads as values of a line of CSV. */
function groupNames() {
  const name = text('the name of a group: letters, digits, spaces and ._:/@-', (word) =>
    /^[\w.:/@-]+(?: [\w.:/@-]+)*$/.test(word),
  );
  return v.optional(v.array(name, 'must be a list of groups'), []);
}
