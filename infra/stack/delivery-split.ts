import type { Plan } from '../bridge/plan.ts';
import type { Settings } from '../settings/schema.ts';
import { type AddOn, addOnsOf } from '../workloads/add-ons/add-ons.ts';

/**
 * The part of a plan that Pulumi applies itself. With Argo CD that is the Applications, the Secrets, which no repository may
 * hold, and the namespaces that both need; Argo CD applies the rest, and none of these.
 */
export function shareOfPulumi(plan: Plan, { kind }: Settings['delivery']): Plan {
  if (kind === 'pulumi') return plan;
  const brought = plan.objects.filter(({ manifest }) => BROUGHT.includes(manifest.kind));
  const names = new Set(brought.map(({ name }) => name));
  return {
    objects: brought.map((object) => ({ ...object, after: object.after.filter(({ to }) => names.has(to)) })),
  };
}

/** The add-ons that Pulumi installs; Argo CD has an Application for each. */
export function addOnsOfPulumi(
  settings: Pick<Settings, 'addOns' | 'delivery' | 'observability'>,
): readonly AddOn[] {
  return settings.delivery.kind === 'pulumi' ? addOnsOf(settings) : [];
}

const BROUGHT = ['Application', 'Namespace', 'Secret'];
