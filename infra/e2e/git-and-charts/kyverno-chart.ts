import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse, stringify } from 'yaml';
import { CHART_VERSIONS } from '../../settings/groups/default-chart-versions.ts';
import { publisherOf } from '../dry-run/crd-publishers.ts';
import { downloaded } from '../dry-run/install-crds.ts';
import { kubectl } from '../kubectl.ts';
import type { ToolImages } from '../load-tool-images.ts';
import { forget } from '../name-and-delete-test-namespaces.ts';
import { type PackedChart, packChart } from './pack-chart.ts';

const NEWER_KINDS = 'config/crds/policies.kyverno.io';

/** Programs of Kyverno in the images that its chart asks for. */
export const KYVERNO_IMAGES: ToolImages = Object.fromEntries(
  Object.entries({
    kyverno: 'kyverno',
    kyvernopre: 'kyverno-init',
    'background-controller': 'background-controller',
    'cleanup-controller': 'cleanup-controller',
    'reports-controller': 'reports-controller',
  }).map(([image, program]) => [
    `reg.kyverno.io/kyverno/${image}:${CHART_VERSIONS.kyverno.app}`,
    [`kyverno/${program}`, `/ko-app/${program}`],
  ]),
);

/**
 * Chart of Kyverno from its Go module. The charts that it takes from elsewhere cannot be had: the definitions that one of them
 * brings are in the module, too.
 */
export async function kyvernoChart(): Promise<PackedChart> {
  const module = await downloaded(publisherOf('kyverno.io'));
  if ('reason' in module) throw new Error(module.reason);
  const from = join(module.path, 'charts/kyverno');
  const { dependencies, ...chart } = parse(readFileSync(join(from, 'Chart.yaml'), 'utf8')) as {
    readonly dependencies: ReadonlyArray<{ readonly repository?: string }>;
  };
  const inside = dependencies.filter(({ repository }) => repository === undefined);
  const definitions = readdirSync(join(module.path, NEWER_KINDS)).map((file) => [
    `crds/${file}`,
    readFileSync(join(module.path, NEWER_KINDS, file), 'utf8'),
  ]);
  return packChart(
    { 'Chart.yaml': stringify({ ...chart, dependencies: inside }), ...Object.fromEntries(definitions) },
    from,
  );
}

/** Deletes Kyverno and all that its chart and itself make outside of namespaces: its webhooks would refuse for ever. */
export async function forgetKyverno(): Promise<void> {
  const byItself = ['--selector', 'webhook.kyverno.io/managed-by=kyverno', '--ignore-not-found'];
  const webhooks = 'validatingwebhookconfigurations,mutatingwebhookconfigurations';
  await forget('kyverno');
  await kubectl('delete', webhooks, ...byItself);
  const ofChart = ['--selector', 'app.kubernetes.io/part-of=kyverno', '--ignore-not-found'];
  await kubectl('delete', 'clusterroles,clusterrolebindings,customresourcedefinitions', ...ofChart);
  const definitions = await kubectl('get', 'customresourcedefinitions', '--output', 'name');
  const left = definitions.split('\n').filter((name) => name.endsWith('.policies.kyverno.io'));
  if (left.length > 0) await kubectl('delete', ...left);
}
