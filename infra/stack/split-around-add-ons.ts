import type { Plan, PlannedObject } from '../bridge/plan-objects.ts';
import type { AddOn } from '../workloads/add-ons/list-wanted-helm-releases.ts';

/** A plan in two parts, by their place before and after the add-ons. */
export interface AroundAddOns {
  /** Namespaces and fences of the add-ons, so that none of them runs in the open. */
  readonly before: Plan;
  readonly after: Plan;
}

/** Splits a plan at the add-ons that Pulumi installs. */
export function aroundAddOns({ objects }: Plan, addOns: readonly AddOn[]): AroundAddOns {
  const namespaces = addOns.map(({ namespace }) => namespace);
  const isBefore = ({ manifest: { kind, metadata } }: PlannedObject) =>
    (kind === 'Namespace' && namespaces.includes(metadata.name)) ||
    (kind === 'NetworkPolicy' && namespaces.includes(metadata.namespace ?? ''));
  return {
    before: { objects: objects.filter(isBefore) },
    after: { objects: objects.filter((object) => !isBefore(object)) },
  };
}
