import * as v from 'valibot';
import { group } from '../group.ts';
import { dnsLabel, gitRepository } from '../names.ts';
import { text, unchosen, words } from '../value-types.ts';

const built = ['pulumi', 'argo-cd'] as const;

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
      /** AppProject, which restricts what may be delivered, and where. */
      project: v.optional(dnsLabel(), 'default'),
    }),
  ],
  (issue) =>
    issue.path ? unchosen(built, [])(issue) : `must be a group of settings with kind ${built.join(', ')}`,
);
