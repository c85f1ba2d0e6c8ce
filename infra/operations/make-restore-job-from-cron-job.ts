/** Fields that are read of the CronJob that the Job is made from. */
export interface RestoreCronJob {
  readonly spec: { readonly jobTemplate: { readonly spec: { readonly template: { readonly spec: Pod } } } };
}

interface Pod {
  readonly affinity?: object;
  readonly volumes?: readonly object[];
  readonly containers: readonly WithEnv[];
  readonly initContainers?: readonly WithEnv[];
}

interface WithEnv {
  readonly name: string;
  readonly env?: readonly object[];
}

export interface RestoreOptions {
  /** Only bring back the files of receipts to their volume, and leave the database as it is. @default false */
  readonly receiptsOnly?: boolean;
  /** Restore although the backup lacks files of receipts that the dump lists. @default false */
  readonly withoutLostReceipts?: boolean;
  /** False where the app has no pod, which the pod would wait for: the volume of receipts is then free for any node. @default true */
  readonly besideApp?: boolean;
}

/** The Job that the CronJob would create, for one dump or, without a name, for the newest. */
export function jobFrom(
  { spec }: RestoreCronJob,
  name: string,
  dump: string | undefined,
  { receiptsOnly = false, withoutLostReceipts = false, besideApp = true }: RestoreOptions = {},
) {
  const { spec: job } = spec.jobTemplate;
  const told = (containers: readonly WithEnv[] = []) =>
    containers.map((container) => ({
      ...container,
      env: [
        ...(container.env ?? []),
        ...(dump === undefined ? [] : [{ name: 'DUMP', value: dump }]),
        ...(withoutLostReceipts ? [{ name: 'LOST_RECEIPTS', value: 'accept' }] : []),
      ],
    }));
  const { affinity, ...anywhere } = job.template.spec;
  const pod = { ...anywhere, ...(besideApp && affinity && { affinity }) };
  const [initContainers, containers] = [told(pod.initContainers), told(pod.containers)];
  const step = (name: string) => initContainers.filter((container) => container.name === name);
  const steps = receiptsOnly
    ? { initContainers: step('fetch'), containers: step('receipts') }
    : { initContainers, containers };
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { name },
    spec: {
      ...job,
      template: {
        ...job.template,
        spec: { ...pod, ...steps },
      },
    },
  };
}

/** Names of a Job's containers, in the order in which they run. */
export function containersOf({ spec }: ReturnType<typeof jobFrom>): readonly string[] {
  const { initContainers, containers } = spec.template.spec;
  return [...initContainers, ...containers].map(({ name }) => name);
}
