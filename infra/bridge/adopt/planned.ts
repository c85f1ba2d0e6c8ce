import type { AnyObject } from '../api/objects.ts';
import { opened } from '../sealed.ts';

/** What `pulumi preview --save-plan … --show-secrets` writes, as far as it matters here. */
export interface UpdatePlan {
  readonly resourcePlans: Readonly<Record<string, ResourcePlan>>;
}

interface ResourcePlan {
  readonly steps?: readonly string[];
  readonly goal?: { readonly type: string; readonly inputDiff?: { readonly adds?: AnyObject } };
}

export interface Planned {
  readonly urn: string;
  readonly type: string;
  readonly inputs: AnyObject;
}

/** The URNs of what an `up` would do something else to than create it. */
export function toChange({ resourcePlans }: UpdatePlan): readonly string[] {
  const isElse = (step: string) => step !== 'create' && step !== 'same';
  return Object.entries(resourcePlans).flatMap(([urn, { steps }]) => (steps?.some(isElse) ? [urn] : []));
}

/** What an `up` would create. */
export function toCreate({ resourcePlans }: UpdatePlan): readonly Planned[] {
  return Object.entries(resourcePlans).flatMap(([urn, { steps, goal }]) =>
    goal && steps?.includes('create')
      ? { urn, type: goal.type, inputs: opened(goal.inputDiff?.adds ?? {}) as AnyObject }
      : [],
  );
}
