import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { stringify } from 'yaml';
import { CHART_VERSIONS } from '../../settings/groups/default-chart-versions.ts';
import { argoCdValues, type ForArgoCd } from '../../workloads/add-ons/argo-cd-values.ts';
import type { Loose } from '../../workloads/testing/synthesize-chart.ts';
import { downloaded } from '../dry-run/install-crds.ts';
import { type PackedChart, packChart } from './pack-chart.ts';

/** Release of `.ci/tools/argo-cd`. */
const RELEASE = 'v3.5.4';

/**
 * Argo CD as a Go module. Not the release that the chart installs: no module has the part that those of 3.4 are built with
 * (`.ci/tools/argo-cd`).
 */
const MODULE = {
  groups: ['argoproj.io'],
  module: `github.com/argoproj/argo-cd/v3@${RELEASE}`,
  sum: 'h1:kngQVnz+M+ytW/urkUWTSh8+zI+Hi/XhLespL5roYK0=',
  folders: ['manifests'],
};

/** Image that `.ci/argo-cd` builds. */
export const ARGO_CD_IMAGE = `quay.io/argoproj/argocd:${RELEASE}`;

/** Data of ConfigMaps, by their names. */
type Configuration = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

/**
 * Chart of Argo CD under the name and version of the public one, which cannot be had: the manifests of a release, as our
 * values want them, without the parts and network policies that these switch off.
 *
 * @param authorities certificates that its pods trust, by the address of a Git server
 */
export async function argoCdChart(
  settings: ForArgoCd,
  authorities: Readonly<Record<string, string>>,
): Promise<PackedChart> {
  const module = await downloaded(MODULE);
  if ('reason' in module) throw new Error(module.reason);
  const released = loadAll(readFileSync(join(module.path, 'manifests/install.yaml'), 'utf8')) as Loose[];
  const { configs, extraObjects = [] } = argoCdValues(false, settings) as Loose;
  const configuration = {
    'argocd-cm': configs.cm,
    'argocd-cmd-params-cm': configs.params,
    'argocd-tls-certs-cm': authorities,
  };
  const objects = released.filter(isWanted).map((object) => adapted(object, configuration));
  const definitions = objects.filter(({ kind }) => kind === 'CustomResourceDefinition');
  const others = objects.filter(({ kind }) => kind !== 'CustomResourceDefinition');
  return packChart({
    'Chart.yaml': stringify({ apiVersion: 'v2', name: 'argo-cd', version: CHART_VERSIONS.argoCd.chart }),
    'crds/all.yaml': manifest(definitions),
    'templates/all.yaml': escaped(manifest([...others, ...extraObjects])),
  });
}

/** False for what our values switch off: see `argo-cd-values.ts`. */
function isWanted({ kind, metadata }: Loose): boolean {
  return kind !== 'NetworkPolicy' && !/-(?:applicationset-controller|dex|notifications)/.test(metadata.name);
}

function adapted(object: Loose, configuration: Configuration): Loose {
  const { kind, metadata, spec } = object;
  const data = configuration[metadata.name];
  if (kind === 'ConfigMap' && data)
    return {
      ...object,
      data: Object.fromEntries(Object.entries(data).map(([key, value]) => [key, String(value)])),
    };
  if (kind !== 'Deployment' && kind !== 'StatefulSet') return object;
  const { initContainers = [], containers } = spec.template.spec;
  for (const container of [...initContainers, ...containers]) {
    if (container.name === 'redis') container.image = 'redis:8';
    container.imagePullPolicy = 'IfNotPresent';
  }
  return object;
}

function manifest(objects: readonly Loose[]): string {
  return objects.map((object) => JSON.stringify(object)).join('\n---\n');
}

/** Text that Helm's templates print as it is. */
function escaped(text: string): string {
  return text.replaceAll('{{', '{{ "{{" }}');
}
