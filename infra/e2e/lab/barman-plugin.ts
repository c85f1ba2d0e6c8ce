import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import type { Loose } from '../../workloads/testing/synthesize-chart.ts';
import { publisherOf } from '../dry-run/crd-publishers.ts';
import { downloaded } from '../dry-run/install-crds.ts';
import { kubectl, kubectlWith } from '../kubectl.ts';
import { selfSigned, tlsSecret } from '../self-signed-certificate.ts';

const NAMESPACE = 'cnpg-system';
const PUBLISHER = publisherOf('barmancloud.cnpg.io');

/** Image of the plugin and of its sidecar, which `.ci/lab` builds. */
const PLUGIN_IMAGE = `ghcr.io/cloudnative-pg/plugin-barman-cloud-sidecar:${PUBLISHER.module.split('@')[1]}`;

/**
 * Starts the barman-cloud plugin beside the operator of CloudNativePG, by the manifests of its release, with certificates
 * of the test in the place of those of cert-manager.
 */
export async function barmanPlugin(): Promise<{ remove(): Promise<void> }> {
  const folder = await downloaded(PUBLISHER);
  if ('reason' in folder) throw new Error(folder.reason);
  const released = loadAll(readFileSync(join(folder.path, 'manifest.yaml'), 'utf8')) as Loose[];
  for (const { kind, data, spec } of released) {
    if (data?.SIDECAR_IMAGE) data.SIDECAR_IMAGE = Buffer.from(PLUGIN_IMAGE).toString('base64');
    if (kind === 'Deployment') spec.template.spec.containers[0].image = PLUGIN_IMAGE;
  }
  const objects = [
    ...released.filter(({ apiVersion }) => !apiVersion.startsWith('cert-manager.io/')),
    tlsSecret(NAMESPACE, 'barman-cloud-server-tls', await selfSigned('barman-cloud')),
    tlsSecret(NAMESPACE, 'barman-cloud-client-tls', await selfSigned('barman-cloud-client')),
  ];
  const input = objects.map((object) => JSON.stringify(object)).join('\n');
  await kubectlWith(input, 'apply', '--server-side', '--force-conflicts', '--filename', '-');
  await kubectl('rollout', 'status', 'deployment/barman-cloud', '--namespace', NAMESPACE, '--timeout=120s');
  return {
    async remove() {
      await kubectlWith(input, 'delete', '--ignore-not-found', '--filename', '-');
    },
  };
}
