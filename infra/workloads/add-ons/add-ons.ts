import type { Settings } from '../../settings/schema.ts';
import { CHARTS, type ForCharts } from './charts.ts';

/** A Helm chart as it is to be installed, by whoever delivers the platform. */
export interface AddOn {
  /** Of the release, and of nothing else in the cluster. */
  readonly name: string;
  readonly chart: string;
  readonly version: string;
  /** `https` or `oci` address. */
  readonly repository: string;
  readonly namespace: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** Names of others that have to run before, where they are asked for. @default none */
  readonly after?: readonly string[];
}

/** What the settings ask for, in the order of its names. */
export function addOnsOf(settings: Pick<Settings, 'addOns'> & ForCharts): readonly AddOn[] {
  const { addOns } = settings;
  return Object.entries(CHARTS).flatMap(([key, { chart, values, name = chart, after = [] }]) => {
    const wanted = addOns[key as keyof typeof CHARTS];
    if (!wanted) return [];
    const { repository, version, namespace, highlyAvailable } = wanted;
    const all = { ...values(highlyAvailable, settings), ...wanted.values };
    return [{ name, chart, version, repository, namespace, values: all, after }];
  });
}
