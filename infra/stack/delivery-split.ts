import type { Plan } from '../bridge/plan-objects.ts';
import type { Settings } from '../settings/schema.ts';
import { fenceOfAddOns } from '../workloads/add-ons/add-on-namespaces-and-fences.ts';
import { type AddOn, addOnsOf } from '../workloads/add-ons/list-wanted-helm-releases.ts';
import { ARGO_CD } from '../workloads/defaults/names-and-ports.ts';
import { DELIVERY } from '../workloads/delivery/argo-cd-applications-and-projects.ts';

/**
 * The part of a plan that Pulumi applies itself. With Argo CD that is its fence, the Applications, what allows them and lets
 * people see them, the Secrets, which no repository may hold, and the namespaces that all need; Argo CD applies the rest, and none of
 * these.
 */
export function shareOfPulumi(plan: Plan, delivery: Settings['delivery']): Plan {
  if (delivery.kind === 'pulumi') return plan;
  const charts = [DELIVERY, fenceOfAddOns(delivery.namespace)];
  const brought = plan.objects.filter(
    ({ manifest, chart }) => charts.includes(chart) || BROUGHT.includes(manifest.kind),
  );
  const names = new Set(brought.map(({ name }) => name));
  return {
    objects: brought.map((object) => ({ ...object, after: object.after.filter(({ to }) => names.has(to)) })),
  };
}

/** The add-ons that Pulumi installs. Argo CD has an Application for each, and cannot have one that installs itself. */
export function addOnsOfPulumi(settings: Parameters<typeof addOnsOf>[0]): readonly AddOn[] {
  const all = addOnsOf(settings);
  return settings.delivery.kind === 'pulumi' ? all : all.filter(({ name }) => name === ARGO_CD.name);
}

const BROUGHT = ['Namespace', 'Secret'];
