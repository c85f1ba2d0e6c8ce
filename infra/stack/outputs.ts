import type { Plan } from '../bridge/plan.ts';
import { address } from '../manifests/object.ts';
import type { Settings } from '../settings/schema.ts';
import { publicUrl } from '../workloads/exposure/exposure.ts';
import { WEB } from '../workloads/house/names.ts';

/** What Pulumi shows after a run, and keeps for `pulumi stack output`. */
export interface StackOutputs {
  /** What people type into a browser. */
  readonly url: string;
  readonly namespace: string;
  /** The app's image that runs, without the registry before it: what a release goes back to. */
  readonly image: string;
  /** The command that opens the way to the app, where the exposure needs one. */
  readonly portForward?: string;
  /** What `npm run destroy` leaves in the cluster: Pulumi shows it after a destroy too. */
  readonly keptByDestroy?: {
    readonly objects: readonly string[];
    /** The command that deletes these as well, and the data with them. */
    readonly deletedBy: string;
  };
}

export function stackOutputs(settings: Settings, plan: Plan, stack: string): StackOutputs {
  const forward = portForward(settings);
  const kept = keptByDestroy(plan, stack);
  return {
    url: publicUrl(settings.exposure),
    namespace: settings.namespace,
    image: settings.web.image,
    ...(forward !== undefined && { portForward: forward }),
    ...(kept !== undefined && { keptByDestroy: kept }),
  };
}

function portForward({ exposure, namespace, cluster }: Settings): string | undefined {
  if (exposure.kind !== 'port-forward') return undefined;
  const chosen = cluster.provider === 'existing' ? cluster.context : undefined;
  const context = chosen === undefined ? '' : ` --context ${chosen}`;
  return `kubectl${context} --namespace ${namespace} port-forward service/${WEB.name} ${exposure.localPort}:80`;
}

function keptByDestroy({ objects }: Plan, stack: string): StackOutputs['keptByDestroy'] {
  const kept = objects.filter(({ protect }) => protect).map(({ manifest }) => address(manifest));
  if (kept.length === 0) return undefined;
  return { objects: kept, deletedBy: `npx pulumi destroy --ignore-protect --stack ${stack}` };
}
