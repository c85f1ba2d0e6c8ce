import * as v from 'valibot';
import { mebibytes } from '../manifests/quantity.ts';
import { agree } from './agree.ts';
import { group } from './group.ts';
import { bytes, cores } from './sizes.ts';
import { cpu, memory, whole } from './values.ts';

/** What the namespace may use in all: the limits of its pods, and what its claims ask for. */
export const quota = group({
  cpu: v.optional(cpu(), '10'),
  memory: v.optional(memory(), '12Gi'),
  pods: v.optional(whole(1, 1000), 30),
  storage: v.optional(memory(), '50Gi'),
});

/** The quota holds the busiest moment, a rollout at full scale; if not, pods would be missing just then. */
export function roomFor<S extends Demand>(kind: keyof Demand['quota']) {
  const { reads, needs, holds, unit } = DEMANDS[kind];
  return agree<S>(
    [`quota.${kind}`, ...reads],
    (all) => !(needs(all) > holds(all.quota)),
    (all) => `must be at least ${unit(needs(all))}, the sum of what the other settings ask for`,
  );
}

interface Limited {
  readonly resources: { readonly limits: { readonly cpu: string; readonly memory: string } };
}

/** The settings that say how much is asked for. */
interface Demand {
  readonly quota: v.InferOutput<typeof quota>;
  readonly web: Limited & { readonly autoscaling: { readonly max: number } };
  readonly database: Limited & { readonly storage: { readonly size: string } };
  readonly cache: Limited;
  readonly uploads: { readonly size: string };
}

interface Need {
  readonly reads: readonly string[];
  readonly needs: (all: Demand) => number;
  readonly holds: (quota: Demand['quota']) => number;
  readonly unit: (amount: number) => string;
}

const DEMANDS: Record<keyof Demand['quota'], Need> = {
  cpu: {
    ...limitsOf('cpu', cores),
    holds: ({ cpu }) => cores(cpu),
    unit: (amount) => String(Math.ceil(amount * 1000) / 1000),
  },
  memory: { ...limitsOf('memory', bytes), holds: ({ memory }) => bytes(memory), unit: roundedUp },
  pods: {
    reads: ['web.autoscaling.max'],
    needs: ({ web }) => web.autoscaling.max + 4, // one more in a rollout, Postgres, Redis, the migration
    holds: ({ pods }) => pods,
    unit: String,
  },
  storage: {
    reads: ['database.storage.size', 'uploads.size'],
    needs: ({ database, uploads }) => bytes(database.storage.size) + bytes(uploads.size),
    holds: ({ storage }) => bytes(storage),
    unit: roundedUp,
  },
};

function limitsOf(kind: 'cpu' | 'memory', amount: (text: string) => number): Pick<Need, 'reads' | 'needs'> {
  const limit = ({ resources }: Limited) => amount(resources.limits[kind]);
  const parts = ['web', 'database', 'cache'].map((part) => `${part}.resources.limits.${kind}`);
  return {
    reads: ['web.autoscaling.max', ...parts],
    needs: ({ web, database, cache }) =>
      (web.autoscaling.max + 1) * limit(web) + limit(database) + limit(cache),
  };
}

function roundedUp(bytes: number): string {
  return mebibytes(bytes + 2 ** 20 - 1);
}
