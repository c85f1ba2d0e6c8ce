import { CHARTS, type ForCharts } from './chart-values.ts';

/** A Helm release to be installed by whatever delivers the platform. */
export interface AddOn {
  /** Name of the release; unique in the cluster. */
  readonly name: string;
  readonly chart: string;
  readonly version: string;
  /** `https` or `oci` address. */
  readonly repository: string;
  readonly namespace: string;
  readonly values: Readonly<Record<string, unknown>>;
  /** Names of releases that have to run first, when they are among the add-ons. @default none */
  readonly after?: readonly string[];
}

/** Add-ons that the settings ask for, sorted by the names of their settings. */
export function addOnsOf(settings: ForCharts): readonly AddOn[] {
  const { addOns } = settings;
  return Object.entries(CHARTS).flatMap(([key, { chart, values, name = chart, after = [] }]) => {
    const wanted = addOns[key as keyof typeof CHARTS];
    if (!wanted) return [];
    const { repository, version, namespace, highlyAvailable } = wanted;
    const all = { ...values(highlyAvailable, settings), ...wanted.values };
    return [{ name, chart, version, repository, namespace, values: all, after }];
  });
}
