import type { Plan } from '../bridge/plan.ts';
import type { Settings } from '../settings/schema.ts';

/**
 * What of a plan Pulumi brings itself. Where Argo CD delivers, that is the Application and what no repository may hold:
 * the Secrets, and the namespaces that they need. Argo CD brings the rest.
 */
export function shareOfPulumi(plan: Plan, { kind }: Settings['delivery']): Plan {
  if (kind === 'pulumi') return plan;
  const brought = plan.objects.filter(({ manifest }) => BROUGHT.includes(manifest.kind));
  const names = new Set(brought.map(({ name }) => name));
  return {
    objects: brought.map((object) => ({ ...object, after: object.after.filter(({ to }) => names.has(to)) })),
  };
}

const BROUGHT = ['Application', 'Namespace', 'Secret'];
