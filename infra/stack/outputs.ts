import type { Plan } from '../bridge/plan-objects.ts';
import { address } from '../manifests/object.ts';
import type { Settings } from '../settings/schema.ts';
import { SECRETS, WEB } from '../workloads/defaults/names-and-ports.ts';
import { publicUrl } from '../workloads/exposure/exposure.ts';

/** Stack outputs: shown after a run, and kept for `pulumi stack output`. */
export interface StackOutputs {
  /** URL of the app, as people type it into a browser. */
  readonly url: string;
  readonly namespace: string;
  /** The running image of the app, without the registry before it; a rollback names it. */
  readonly image: string;
  /** Command that shows the link by which the first person signs up; the link is worthless once they did. */
  readonly firstSignUp?: string;
  /** Command that forwards a local port to the app, where the exposure needs one. */
  readonly portForward?: string;
  /** Objects that `npm run destroy` leaves in the cluster; Pulumi shows them after a destroy too. */
  readonly keptByDestroy?: {
    readonly objects: readonly string[];
    /** Command that deletes these as well, and the data with them. */
    readonly deletedBy: string;
  };
}

export function stackOutputs(settings: Settings, plan: Plan, stack: string): StackOutputs {
  const forward = portForward(settings);
  const first = firstSignUp(settings);
  const kept = keptByDestroy(plan, stack);
  return {
    url: publicUrl(settings.exposure),
    namespace: settings.namespace,
    image: settings.web.image,
    ...(first !== undefined && { firstSignUp: first }),
    ...(forward !== undefined && { portForward: forward }),
    ...(kept !== undefined && { keptByDestroy: kept }),
  };
}

function firstSignUp(settings: Settings): string | undefined {
  if (settings.web.signUp !== 'invited') return undefined;
  const token = '{{ .data.FIRST_INVITATION | base64decode }}';
  const template = `${publicUrl(settings.exposure)}/sign-up?invitation=${token}{{ "\\n" }}`;
  return `${kubectl(settings)} get secret ${SECRETS.firstInvitation} --output go-template='${template}'`;
}

function portForward(settings: Settings): string | undefined {
  const { exposure } = settings;
  if (exposure.kind !== 'port-forward') return undefined;
  return `${kubectl(settings)} port-forward service/${WEB.name} ${exposure.localPort}:80`;
}

function kubectl({ namespace, cluster }: Settings): string {
  const chosen = cluster.provider === 'existing' ? cluster.context : undefined;
  return `kubectl${chosen === undefined ? '' : ` --context ${chosen}`} --namespace ${namespace}`;
}

function keptByDestroy({ objects }: Plan, stack: string): StackOutputs['keptByDestroy'] {
  const kept = objects.filter(({ protect }) => protect).map(({ manifest }) => address(manifest));
  if (kept.length === 0) return undefined;
  return { objects: kept, deletedBy: `npx pulumi destroy --ignore-protect --stack ${stack}` };
}
