import * as v from 'valibot';
import { group } from '../group.ts';
import { cidr } from '../ipv4-address-and-range-schemas.ts';
import { registry } from '../name-and-url-schemas.ts';
import { choice, flag, text } from '../quantity-text-and-choice-schemas.ts';
import { verifyImages } from './verify-images.ts';

/** Policies that the cluster enforces in our namespaces. */
export const policies = group({
  /** The Pod Security Standard that the namespaces enforce. */
  podSecurity: v.optional(choice(['restricted', 'baseline']), 'restricted'),
  /** Version of the Pod Security Standards, pinned so that a cluster upgrade does not change what is allowed. */
  podSecurityVersion: v.optional(
    text('latest or a minor version such as v1.36', (word) => /^(?:latest|v1\.\d{1,3})$/.test(word)),
    'v1.36',
  ),
  /** Closes all connections but those that the platform needs. */
  networkPolicies: v.optional(flag(), true),
  /** Additional DNS servers that pods may ask, such as 169.254.20.10/32 of NodeLocal DNSCache. */
  nameServers: v.optional(v.array(cidr(), 'must be a list of address ranges such as 169.254.20.10/32'), []),
  /** Enforces the rules of `infra/workloads/policies` on workloads in the API server. */
  admission: v.optional(flag(), true),
  /**
   * Registries of images that are not the platform's, such as an operator's. Add them before their first image is deployed,
   * because a changed policy takes some moments to be in force.
   */
  registries: v.optional(v.array(registry(), 'must be a list of registries'), []),
  /** Requires a digest on every image, those of operators too; for deployments that write digests into the stack file. */
  requireDigests: v.optional(flag(), false),
  /**
   * Signature verification; needs Kyverno in the cluster. Absent: anyone who may push to the registry may run their image.
   */
  verifyImages: v.exactOptional(verifyImages),
});
