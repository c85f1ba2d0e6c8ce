import type { KubeObject } from '../object.ts';
import { ofKind } from '../objects-of-kind.ts';
import { peakUsage } from '../peak-usage.ts';
import { quantity } from '../quantity.ts';
import { type Finding, finding } from './finding.ts';

/** Peak usage, during a rollout at full scale, fits the quota: otherwise the last pods never start. */
export function quotas(objects: readonly KubeObject[]): readonly Finding[] {
  return ofKind(objects, 'ResourceQuota').flatMap((quota) => {
    const used = peakUsage(objects.filter(({ metadata }) => metadata.namespace === quota.metadata.namespace));
    return Object.entries(quota.spec.hard).flatMap(([resource, hard]) => {
      const most = used[resource];
      if (most === undefined) return [finding(quota, `limits ${resource}, which is not summed up`)];
      return most <= quantity(hard)
        ? []
        : [finding(quota, `allows ${hard} of ${resource}, but the largest sum is ${amount(most, resource)}`)];
    });
  });
}

function amount(value: number, resource: string): string {
  return /memory|storage/.test(resource) ? `${Math.ceil(value / 2 ** 20)}Mi` : String(value);
}
