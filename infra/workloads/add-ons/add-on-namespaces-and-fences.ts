import type { App } from 'cdk8s';
import type { Settings } from '../../settings/schema.ts';
import { Part } from '../defaults/chart-file-with-apply-phase.ts';
import type { Path } from '../defaults/network-path-and-known-ends.ts';
import { addOnNamespaces } from '../fence/add-on-namespaces-and-paths.ts';
import { Fence } from '../fence/network-policies-of-namespace.ts';
import { Namespace } from '../namespace/namespace-with-pod-security-labels.ts';

/** Name of the part that closes a namespace of add-ons. */
export function fenceOfAddOns(namespace: string): string {
  return `add-on-${namespace}-fence`;
}

/**
 * Adds the namespaces of the add-ons, each with the Pod Security Standard that its pods can bear, and their fences. Add-ons
 * that share a namespace of the cluster are fenced there alone.
 *
 * @param paths open paths of the whole platform; undefined: NetworkPolicies are switched off
 */
export function fenceAddOns(app: App, settings: Settings, paths: readonly Path[] | undefined): void {
  const { podSecurityVersion } = settings.policies;
  for (const { name, podSecurity, labels } of addOnNamespaces(settings)) {
    const part = (id: string, phase: 'namespaces' | 'groundwork') =>
      new Part(app, id, { namespace: name, phase });
    if (podSecurity !== undefined)
      new Namespace(part(`add-on-${name}-namespace`, 'namespaces'), 'namespace', {
        name,
        podSecurity,
        podSecurityVersion,
      });
    if (!paths) continue;
    const closes = podSecurity === undefined ? { closes: { name: 'add-ons', labels } } : {};
    new Fence(part(fenceOfAddOns(name), 'groundwork'), 'fence', { namespace: name, paths, ...closes });
  }
}
