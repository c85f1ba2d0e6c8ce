import * as v from 'valibot';
import { group } from '../group.ts';
import { dnsLabel } from '../names.ts';
import { text, unchosen, words } from '../values.ts';

const built = ['pulumi', 'argo-cd'] as const;

/** Who brings the manifests to the cluster. */
export const delivery = v.variant(
  'kind',
  [
    group({ kind: v.literal('pulumi') }),
    /** Argo CD takes them from the repository; Pulumi brings what no repository may hold. */
    group({
      kind: v.literal('argo-cd'),
      repository: text(
        'the address of a Git repository without a user or password, such as https://git.example.com/finance.git',
        (word) => /^(?:https:\/\/[^\s@]+|ssh:\/\/git@[^\s:@]+(?::\d+)?\/\S+|git@[^\s:@]+:\S+)$/.test(word),
      ),
      revision: v.optional(words('a branch, a tag or a commit'), 'main'),
      /** Where the manifests of this stack are in the repository. */
      path: text('a folder of the repository, such as charts-out/prod', (word) =>
        /^(?!\/)(?!.*\.\.)[\w./-]*[\w-]$/.test(word),
      ),
      /** Where Argo CD runs, and reads its Applications. */
      namespace: v.optional(dnsLabel(), 'argocd'),
      /** The project of Argo CD that says what may be delivered, and where. */
      project: v.optional(dnsLabel(), 'default'),
    }),
  ],
  (issue) =>
    issue.path ? unchosen(built, [])(issue) : `must be a group of settings with kind ${built.join(', ')}`,
);
