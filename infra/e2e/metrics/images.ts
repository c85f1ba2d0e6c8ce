import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { settingsFrom } from '../../settings/read.ts';
import type { Images } from '../../workloads/house/images.ts';
import { imagesOf } from '../../workloads/house/images.ts';
import { requireSuccess, run } from '../run.ts';

const ROOT = join(import.meta.dirname, '../../..');

/** The programs of the images, by the names of the images: a tool of `.ci/tools`, and where its image has it. */
const PROGRAMS: Readonly<Partial<Record<keyof Images, readonly [tool: string, path: string]>>> = {
  prometheus: ['prometheus/prometheus', '/bin/prometheus'],
  alertmanager: ['alertmanager', '/bin/alertmanager'],
  kubeStateMetrics: ['kube-state-metrics', '/kube-state-metrics'],
  postgresExporter: ['postgres-exporter', '/bin/postgres_exporter'],
  redisExporter: ['redis-exporter', '/redis_exporter'],
};

/** Why the test cluster cannot have the images of what watches the platform; undefined: it can. */
export function whyNoMetricImages(): string | undefined {
  if (!existsSync(join(ROOT, '../shared/cluster/cluster')))
    return 'the images of what watches are made for the test cluster, which is not here';
  return spawnSync('go', ['version']).status === 0 ? undefined : 'Go, which builds what watches, is not here';
}

/** Gives the test cluster those images. Their programs are built when they are asked for first: minutes, once. */
export async function loadMetricImages(): Promise<void> {
  const images = imagesOf(settingsFrom({ web: { image: 'finance-platform/web:0.1.0' } }, 'Pulumi.e2e.yaml'));
  for (const [name, [tool, path]] of Object.entries(PROGRAMS)) {
    const image = images[name as keyof Images];
    requireSuccess(`the image ${image}`, await run(join(ROOT, '.ci/tool-image'), [image, tool, path]));
  }
}
