import { spawnSync } from 'node:child_process';
import fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { tracingPlugin } from '../../../app/plugins/tracing.ts';
import { toYaml } from '../../manifests/format-yaml.ts';
import { objectsIn } from '../../manifests/render-objects-of-app-or-chart.ts';
import { JAEGER } from '../../workloads/defaults/names-and-ports.ts';
import { platform } from '../../workloads/platform.ts';
import { settingsWith } from '../../workloads/testing/settings-with.ts';
import { kubectl, kubectlWith } from '../kubectl.ts';
import { JAEGER_IMAGE } from '../load-tool-images.ts';
import { ownNamespace } from '../name-and-delete-test-namespaces.ts';
import { whyNoCluster } from '../needs.ts';
import { reachable } from '../platform/connection-probe.ts';
import { portForward } from '../platform/port-forward.ts';
import { eventually } from '../wait-until.ts';

const lacking = whyNoCluster() ?? whyNoImage();
const suite = lacking === undefined ? describe : describe.skip;

suite(`a Jaeger of the platform${lacking === undefined ? '' : ` (skipped: ${lacking})`}`, () => {
  const app = ownNamespace('finance-e2e-traced');
  const monitoring = ownNamespace('finance-e2e-traces');
  beforeAll(async () => {
    const settings = settingsWith({
      namespace: app,
      images: { jaeger: JAEGER_IMAGE },
      observability: { namespace: monitoring, traces: { kind: 'jaeger' } },
    });
    const objects = objectsIn(platform(settings).app).filter(
      ({ kind, metadata }) =>
        metadata.namespace === monitoring || (kind === 'Namespace' && metadata.name === monitoring),
    );
    await kubectlWith(toYaml(objects.filter(isNamespace)), 'apply', '--filename', '-');
    await kubectlWith(toYaml(objects.filter((object) => !isNamespace(object))), 'apply', '--filename', '-');
    await kubectl('create', 'namespace', app);
    await kubectl('rollout', 'status', 'deployment/jaeger', '--timeout=120s', '--namespace', monitoring);
  });
  afterAll(() => kubectl('delete', 'namespace', app, monitoring, '--ignore-not-found', '--wait=false'));

  it('keeps the trace of a request of the app', async () => {
    await portForward(monitoring, 'service/jaeger', JAEGER.otlpPort, async (endpoint) => {
      const server = fastify();
      await server.register(tracingPlugin, { traces: { endpoint, sampleRatio: 1 } });
      server.get('/books/:bookId', async () => 'ok');
      const response = await server.inject('/books/7');
      await server.close(); // flushes the remaining spans
      const trace = String(response.headers['traceresponse']).split('-')[1];
      await portForward(monitoring, 'service/jaeger', JAEGER.queryPort, async (page) => {
        const found = await eventually('the trace is there', async () => {
          const answer = await fetch(`${page}/api/traces/${trace}`);
          return answer.ok ? ((await answer.json()) as Found) : undefined;
        });
        expect(found.data[0]?.spans.map(({ operationName }) => operationName)).toEqual([
          'GET /books/:bookId',
        ]);
      });
    });
  });

  it('is reached by the app, for traces only, and by nobody else', async () => {
    const addresses = [JAEGER.otlpPort, JAEGER.queryPort].map((port) => `jaeger.${monitoring}:${port}`);
    const from = (name: string) =>
      reachable(
        {
          name: `probe-${name}`,
          namespace: app,
          labels: { 'app.kubernetes.io/name': name },
          image: 'node:24-trixie-slim',
        },
        addresses,
      );
    expect(Object.values(await from('web'))).toEqual([true, false]);
    expect(Object.values(await from('redis'))).toEqual([false, false]);
  });
});

interface Found {
  readonly data: ReadonlyArray<{ readonly spans: ReadonlyArray<{ readonly operationName: string }> }>;
}

function isNamespace({ kind }: { readonly kind: string }): boolean {
  return kind === 'Namespace';
}

/** Reason why no node has the image, whose build takes ten minutes or more: a run of the tests does not wait for it. */
function whyNoImage(): string | undefined {
  const { stdout } = spawnSync('kubectl', [
    'get',
    'nodes',
    '--output',
    'jsonpath={.items[*].status.images[*].names}',
  ]);
  return String(stdout).includes(JAEGER_IMAGE) ? undefined : `no node has the image ${JAEGER_IMAGE}`;
}
