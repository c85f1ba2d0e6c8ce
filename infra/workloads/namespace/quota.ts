import { Construct } from 'constructs';
import { mostUsed } from '../../manifests/demand.ts';
import type { KubeObject } from '../../manifests/object.ts';
import { mebibytes, quantity } from '../../manifests/quantity.ts';
import { WrongSetting } from '../../settings/settings-error.ts';
import { Kube } from '../house/kube.ts';

export interface QuotaProps {
  /** Everything that runs in the namespace. */
  readonly objects: readonly KubeObject[];
  /** Sum of the CPU limits of all pods. @default what the objects need, and ROOM */
  readonly cpu?: string;
  /** Sum of the memory limits of all pods. @default what the objects need, and ROOM */
  readonly memory?: string;
  /** @default what the objects need, and ROOM */
  readonly pods?: number;
  /** Sum of what all claims ask for. @default what the objects ask for */
  readonly storage?: string;
}

/** What the namespace may use altogether, and what a container gets that asks for nothing. */
export class Quota extends Construct {
  /** @throws WrongSetting for a quota in which the objects would not find room */
  constructor(scope: Construct, id: string, props: QuotaProps) {
    super(scope, id);
    const { objects, cpu, memory, pods, storage } = props;
    const used = mostUsed(objects);
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
    // The quota refuses pods without limits: a pod started by hand gets these.
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

/** For a pod started by hand while everything else is at its largest. */
const ROOM = 1.25;
const MEBIBYTE = 2 ** 20;
/** Of sums of tenths. */
const ROUNDING = 1e-6;

/** Whole mebibytes as the API server writes them back: kubectl takes another spelling for a change. */
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
