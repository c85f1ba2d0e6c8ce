import type { AnyObject } from '../api/read-and-write-objects.ts';
import { opened } from '../unwrap-and-seal-state-secrets.ts';

/** Output of `pulumi preview --save-plan … --show-secrets`, reduced to the fields read here. */
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

/** URNs of resources that an `up` would update, replace or delete. */
export function toChange({ resourcePlans }: UpdatePlan): readonly string[] {
  const isElse = (step: string) => step !== 'create' && step !== 'same';
  return Object.entries(resourcePlans).flatMap(([urn, { steps }]) => (steps?.some(isElse) ? [urn] : []));
}

/** Resources that an `up` would create, with decrypted inputs. */
export function toCreate({ resourcePlans }: UpdatePlan): readonly Planned[] {
  return Object.entries(resourcePlans).flatMap(([urn, { steps, goal }]) =>
    goal && steps?.includes('create')
      ? { urn, type: goal.type, inputs: opened(goal.inputDiff?.adds ?? {}) as AnyObject }
      : [],
  );
}
