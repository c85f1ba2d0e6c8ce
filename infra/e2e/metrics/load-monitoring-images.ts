import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { settingsFrom } from '../../settings/read-settings-from-stack-file-or-pulumi.ts';
import type { Images } from '../../workloads/defaults/prefix-images-with-registry.ts';
import { imagesOf } from '../../workloads/defaults/prefix-images-with-registry.ts';
import { requireSuccess, run } from '../run-process.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** Programs by the names of their images: a tool of `.ci/tools`, and its path in the image. */
const PROGRAMS: Readonly<Partial<Record<keyof Images, readonly [tool: string, path: string]>>> = {
  prometheus: ['prometheus/prometheus', '/bin/prometheus'],
  alertmanager: ['alertmanager', '/bin/alertmanager'],
  kubeStateMetrics: ['kube-state-metrics', '/kube-state-metrics'],
  postgresExporter: ['postgres-exporter', '/bin/postgres_exporter'],
  redisExporter: ['redis-exporter', '/redis_exporter'],
};

/** Reason why the test cluster cannot get the images of the monitoring stack; undefined when it can. */
export function whyNoMetricImages(): string | undefined {
  if (!existsSync(join(ROOT, '../shared/cluster/cluster')))
    return 'the images of what watches are made for the test cluster, which is not here';
  return spawnSync('go', ['version']).status === 0 ? undefined : 'Go, which builds what watches, is not here';
}

/** Loads those images into the test cluster. Their programs are built on first use, which takes minutes. */
export async function loadMetricImages(): Promise<void> {
  const images = imagesOf(settingsFrom({ web: { image: 'finance-platform/web:0.1.0' } }, 'Pulumi.e2e.yaml'));
  for (const [name, [tool, path]] of Object.entries(PROGRAMS)) {
    const image = images[name as keyof Images];
    requireSuccess(`the image ${image}`, await run(join(ROOT, '.ci/tool-image'), [image, tool, path]));
  }
}
