import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { settingsFrom } from '../settings/read-settings-from-stack-file-or-pulumi.ts';
import { type Images, imagesOf } from '../workloads/defaults/prefix-images-with-registry.ts';
import { requireSuccess, run } from './run-process.ts';

const ROOT = join(import.meta.dirname, '../..');

/** Images by their names: a tool of `.ci/tools`, and the path of its program in the image. */
export type ToolImages = Readonly<Record<string, readonly [tool: string, path: string]>>;

/** Programs of the monitoring stack. */
export const METRIC_IMAGES: ToolImages = named({
  prometheus: ['prometheus/prometheus', '/bin/prometheus'],
  alertmanager: ['alertmanager', '/bin/alertmanager'],
  kubeStateMetrics: ['kube-state-metrics', '/kube-state-metrics'],
  postgresExporter: ['postgres-exporter', '/bin/postgres_exporter'],
  redisExporter: ['redis-exporter', '/redis_exporter'],
});

/** The last release that is a module; a program of it reads the configuration of those after it. */
export const JAEGER_IMAGE = 'finance-platform/jaeger:1.62.0';

export const JAEGER_IMAGES: ToolImages = { [JAEGER_IMAGE]: ['jaeger', '/cmd/jaeger'] };

/** Reason why the test cluster cannot get images of tools; undefined when it can. */
export function whyNoToolImages(): string | undefined {
  if (!existsSync(join(ROOT, '../shared/cluster/cluster')))
    return 'the images of tools are made for the test cluster, which is not here';
  return spawnSync('go', ['version']).status === 0 ? undefined : 'Go, which builds tools, is not here';
}

/** Loads images into the test cluster. Their programs are built on first use, which takes minutes. */
export async function loadToolImages(images: ToolImages): Promise<void> {
  for (const [image, [tool, path]] of Object.entries(images))
    requireSuccess(`the image ${image}`, await run(join(ROOT, '.ci/tool-image'), [image, tool, path]));
}

/** Images under the names that the platform has for them. */
function named(images: Readonly<Partial<Record<keyof Images, readonly [string, string]>>>): ToolImages {
  const names = imagesOf(settingsFrom({ web: { image: 'finance-platform/web:0.1.0' } }, 'Pulumi.e2e.yaml'));
  return Object.fromEntries(
    Object.entries(images).map(([key, program]) => [names[key as keyof Images], program]),
  );
}
