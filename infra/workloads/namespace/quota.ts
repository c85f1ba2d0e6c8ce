import { Construct } from 'constructs';
import type { KubeObject } from '../../manifests/object.ts';
import { peakUsage } from '../../manifests/peak-usage.ts';
import { mebibytes, quantity } from '../../manifests/quantity.ts';
import { WrongSetting } from '../../settings/settings-error.ts';
import { Kube } from '../defaults/typed-kubernetes-objects.ts';

export interface QuotaProps {
  /** All objects of the namespace. */
  readonly objects: readonly KubeObject[];
  /** Sum of the CPU limits of all pods. @default the peak usage of the objects times ROOM */
  readonly cpu?: string;
  /** Sum of the memory limits of all pods. @default the peak usage of the objects times ROOM */
  readonly memory?: string;
  /** @default the peak number of the objects' pods times ROOM */
  readonly pods?: number;
  /** Sum of the requests of all claims. @default the sum of the objects' claims */
  readonly storage?: string;
}

/** Resource quota of the namespace, and default limits of containers that state none. */
export class Quota extends Construct {
  /** @throws WrongSetting for a quota that is too small for the objects */
  constructor(scope: Construct, id: string, props: QuotaProps) {
    super(scope, id);
    const { objects, cpu, memory, pods, storage } = props;
    const used = peakUsage(objects);
    const most = (resource: string) => used[resource] ?? 0;
    const hard = {
      'limits.cpu': given('cpu', cpu, most('limits.cpu')) ?? String(Math.ceil(most('limits.cpu') * ROOM)),
      'limits.memory':
        given('memory', memory, most('limits.memory')) ?? written(most('limits.memory') * ROOM + MEBIBYTE),
      pods: String(given('pods', pods, most('pods')) ?? Math.ceil(most('pods') * ROOM)),
      'requests.storage':
        given('storage', storage, most('requests.storage')) ??
        written(Math.ceil(most('requests.storage') / MEBIBYTE) * MEBIBYTE),
    };
    new Kube(this, 'resource-quota', 'ResourceQuota', { metadata: { name: 'quota' }, spec: { hard } });
    // The quota refuses pods without limits: a pod started by hand gets these defaults.
    new Kube(this, 'limit-range', 'LimitRange', {
      metadata: { name: 'defaults' },
      spec: {
        limits: [
          {
            type: 'Container',
            defaultRequest: { cpu: '50m', memory: '64Mi' },
            default: { cpu: '250m', memory: '128Mi' },
          },
        ],
      },
    });
  }
}

/** Headroom for a pod started by hand while everything else is at its peak. */
const ROOM = 1.25;
const MEBIBYTE = 2 ** 20;
/** Tolerance for sums of decimal fractions. */
const ROUNDING = 1e-6;

/** Formats whole mebibytes as the API server returns them: kubectl reports any other notation as a change. */
function written(bytes: number): string {
  const gibibytes = Math.floor(bytes / MEBIBYTE) / 1024;
  return gibibytes >= 1 && Number.isInteger(gibibytes) ? `${gibibytes}Gi` : mebibytes(bytes);
}

function given<T extends string | number>(
  setting: string,
  value: T | undefined,
  most: number,
): T | undefined {
  if (value === undefined || quantity(value) >= most - ROUNDING) return value;
  const least = /memory|storage/.test(setting)
    ? mebibytes(most + MEBIBYTE - 1)
    : Math.ceil(most * 1000) / 1000;
  throw new WrongSetting(
    `quota.${setting}`,
    `must be at least ${least}, the sum of what the other settings ask for; got ${value}`,
  );
}
