import * as v from 'valibot';
import { group } from '../group.ts';
import { unchosen, words } from '../quantity-text-and-choice-schemas.ts';
import { eks } from './eks.ts';
import { k3s } from './k3s.ts';

const refused = unchosen(['existing', 'k3s', 'eks'], []);

/** The cluster to deploy to: an existing one, or one that Pulumi creates. */
export const cluster = v.variant(
  'provider',
  [
    group({
      provider: v.optional(v.literal('existing'), 'existing'),
      /** Path of a kubeconfig; absent: the one that kubectl would use. */
      kubeconfig: v.exactOptional(words('the path of a kubeconfig')),
      /** Context of the kubeconfig; absent: its current context. */
      context: v.exactOptional(words('the name of a context in the kubeconfig')),
    }),
    k3s,
    eks,
  ],
  (issue) => (issue.path ? refused(issue) : 'must be a group of settings'),
);
