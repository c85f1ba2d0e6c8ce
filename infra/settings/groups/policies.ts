import * as v from 'valibot';
import { cidr } from '../addresses.ts';
import { group } from '../group.ts';
import { registry } from '../names.ts';
import { choice, flag, text } from '../values.ts';
import { verifyImages } from './verify-images.ts';

/** What the cluster refuses in our namespaces. */
export const policies = group({
  podSecurity: v.optional(choice(['restricted', 'baseline']), 'restricted'),
  /** Pinned, so that an upgrade of the cluster does not change what is allowed. */
  podSecurityVersion: v.optional(
    text('latest or a minor version such as v1.36', (word) => /^(?:latest|v1\.\d{1,3})$/.test(word)),
    'v1.36',
  ),
  networkPolicies: v.optional(flag(), true),
  /** Name servers beside the one of the cluster that pods ask, such as 169.254.20.10/32 of NodeLocal DNSCache. */
  nameServers: v.optional(v.array(cidr(), 'must be a list of address ranges such as 169.254.20.10/32'), []),
  /** Whether the API server itself holds workloads to the rules of `infra/workloads/policies`. */
  admission: v.optional(flag(), true),
  /**
   * Where images may come from that are none of the platform's: an operator's own, for example. To be there before the first
   * of them comes, because a policy is in force some moments after it is changed.
   */
  registries: v.optional(v.array(registry(), 'must be a list of registries'), []),
  /** To be turned on where a deployment writes digests into the stack file; every image must have one then, those of operators too. */
  requireDigests: v.optional(flag(), false),
  /** Absent: whoever may push to the registry may run what they pushed. Needs Kyverno in the cluster. */
  verifyImages: v.exactOptional(verifyImages),
});
