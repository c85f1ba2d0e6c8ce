import { type App, Chart, type ChartProps } from 'cdk8s';
import type { IConstruct } from 'constructs';
import { PLATFORM_LABELS } from './pod.ts';

/**
 * Phases in which `kubectl apply -f charts-out/<stack>` brings the platform, by the number that file names begin with. Within a
 * phase the order does not matter. Numbers never change: a renamed file would look like a removed and an added one.
 */
const PHASES = {
  namespaces: 0,
  /** Quotas, fences, priority classes, configuration and Secrets. */
  groundwork: 10,
  data: 20,
  jobs: 30,
  app: 40,
  exposure: 50,
  monitoring: 60,
  addOns: 70,
  /** Roles and admission policies. */
  access: 90,
} as const;

export type Phase = keyof typeof PHASES;

/** Namespace and phase of a part, beside the properties of any chart. */
export interface PartProps extends Omit<ChartProps, 'disableResourceNameHashes'> {
  readonly namespace: string;
  readonly phase: Phase;
}

/** A chart of the platform, which becomes one file of `charts-out`. */
export class Part extends Chart {
  /** Name of the file, such as `20-postgres.yaml`. */
  readonly file: string;

  /** True for a part; `instanceof` takes every chart for one, because cdk8s answers it for all subclasses of Chart. */
  static isPart(construct: IConstruct): construct is Part {
    return construct instanceof Chart && 'file' in construct;
  }

  constructor(app: App, id: string, { phase, labels = PLATFORM_LABELS, ...props }: PartProps) {
    super(app, id, { ...props, labels, disableResourceNameHashes: true });
    this.file = `${String(PHASES[phase]).padStart(2, '0')}-${id}.yaml`;
  }
}
