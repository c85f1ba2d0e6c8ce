import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { KubeObject } from '../manifests/object.ts';
import { objectsIn } from '../workloads/house/objects-in.ts';
import { certificateEnds } from '../workloads/metrics/certificates.ts';
import { platform } from '../workloads/platform.ts';
import { settingsWith } from '../workloads/testing/settings.ts';
import { eventually, kubectl, kubectlWith, ownNamespace } from './cluster.ts';
import { describeDeployed } from './needs.ts';
import { browse } from './platform/browse.ts';
import { type Deployed, devStack } from './platform/deployed.ts';
import { type Edge, edge } from './platform/edge.ts';
import { household } from './platform/household.ts';
import { portForward } from './platform/port-forward.ts';
import { readWhile } from './platform/readers.ts';
import { settled } from './platform/rollouts.ts';
import { requireSuccess, run } from './run.ts';

const NAMESPACE = ownNamespace('finance-e2e-exposure');
const EDGE = ownNamespace('finance-e2e-edge');
const HOST = `${NAMESPACE}.test`;
const PAGE = 'Sign in';
const certificates = mkdtempSync(join(tmpdir(), 'finance-e2e-certificate-'));
const ca = join(certificates, 'tls.crt');

describeDeployed('people reach the dev stack', () => {
  let dev: Deployed;
  let own: Edge | string;
  beforeAll(async () => {
    dev = await devStack(NAMESPACE);
    await dev.stack.set('frontend.enabled', 'true');
    [own] = await Promise.all([edge(EDGE), dev.stack.up()]);
    await selfSigned();
    await settled(NAMESPACE, 'frontend');
  });
  afterAll(async () => {
    rmSync(certificates, { recursive: true });
    if (typeof own === 'object') await own.remove();
    await dev.remove();
  });

  it('through a frontend that is rolled out while they read', async () => {
    const home = await household(dev.origin);
    await home.spend('Bakery', '3.80');
    const { right, wrong, examples } = await readWhile(home, 'Bakery', async () => {
      await kubectl('rollout', 'restart', 'deployment/frontend', '--namespace', NAMESPACE);
      await kubectl('rollout', 'status', 'deployment/frontend', '--timeout=180s', '--namespace', NAMESPACE);
      await settled(NAMESPACE, 'frontend');
    });
    home.person.close();
    console.log(`a rollout of the frontend: ${right} pages as they should be, ${wrong} others`);
    expect({ wrong, examples }).toEqual({ wrong: 0, examples: [] });
    expect(right).toBeGreaterThan(20);
  });

  it('through a forwarded port', async () => {
    await portForward(NAMESPACE, 'service/frontend', 80, async (address) => {
      expect(await browse(address)).toMatchObject({ status: 200, body: expect.stringContaining(PAGE) });
    });
  });

  it('through a port of every node', async () => {
    const nodePort = 31_000 + Math.floor(Math.random() * 1700);
    await expose({ kind: 'node-port', host: '127.0.0.1', nodePort });
    const page = await eventually('a page', () => browse(`http://127.0.0.1:${nodePort}/`));
    expect(page).toMatchObject({ status: 200, body: expect.stringContaining(PAGE) });
  });

  it('through an Ingress with a given certificate, led there from http', async (context) => {
    if (typeof own === 'string') return context.skip(own);
    const { className } = own;
    await expose({
      kind: 'ingress',
      host: HOST,
      controller: { kind: 'traefik', className, ...at(own) },
      tls: TLS,
    });
    expect(await redirected(own)).toMatchObject({ redirects: 1, url: `https://${HOST}/` });
  });

  it('by a certificate whose end Traefik shows as the alert asks for it', async (context) => {
    if (typeof own === 'string') return context.skip(own);
    const { metrics } = own;
    const [, asked = ''] = /(traefik_\w+)\{sans/.exec(certificateEnds({ ...ANY_TRAEFIK, host: HOST })) ?? [];
    const shown = new RegExp(`^${asked}\\{.*sans="${HOST}".*\\} (.+)$`, 'm');
    const [, ends] = shown.exec(await (await fetch(metrics)).text()) ?? [];
    const days = (Number(ends) - Date.now() / 1000) / 86_400;
    expect(days).toBeGreaterThan(0.9);
    expect(days).toBeLessThan(1);
  });

  it('through a Gateway with a given certificate, led there from http', async (context) => {
    if (typeof own === 'string') return context.skip(own);
    const { className } = own;
    const gateway = { kind: 'own', className, ports: { http: 8000, https: 8443 } };
    await kubectl('delete', 'ingress', '--all', '--namespace', NAMESPACE);
    // Else the Ingress, which Traefik forgets after some seconds, would answer in its place.
    const { http } = own;
    await eventually('nobody', async () => (await browse(`http://${HOST}/`, { http }))?.status === 404);
    await expose({
      kind: 'gateway',
      host: HOST,
      gateway,
      controller: { kind: 'traefik', ...at(own) },
      tls: TLS,
    });
    expect(await redirected(own)).toMatchObject({ redirects: 1, url: `https://${HOST}/` });
  });
});

const ANY_TRAEFIK = { kind: 'traefik', namespace: '', podLabels: {}, metricsPort: 9000 } as const;
const TLS = { from: 'secret', secretName: 'given' };

function at({ namespace }: Edge) {
  return { namespace, podLabels: { app: 'edge' } };
}

function redirected({ http, https }: Edge) {
  return eventually('the page by https', async () => {
    const page = await browse(`http://${HOST}/`, { http, https, ca });
    // A redirect may name the port that a browser would not show.
    return page?.status === 200 && page.body.includes(PAGE)
      ? { ...page, url: new URL(page.url).href }
      : undefined;
  });
}

/** Opens another way to what is deployed. The pods stay as they are: they would only be told what people type. */
async function expose(exposure: object): Promise<void> {
  const observability = { metrics: { kind: 'none' } };
  const settings = settingsWith({
    namespace: NAMESPACE,
    frontend: { enabled: true },
    exposure,
    observability,
  });
  const ways = /^(Ingress|Middleware|Gateway|HTTPRoute|NetworkPolicy)$/;
  const isWay = ({ kind, metadata }: KubeObject) =>
    ways.test(kind) || (kind === 'Service' && /^(web|frontend)$/.test(metadata.name));
  const items = objectsIn(platform(settings).app).filter(isWay);
  await kubectlWith(
    JSON.stringify({ apiVersion: 'v1', kind: 'List', items }),
    ...['apply', '--server-side', '--force-conflicts', '--filename', '-'],
  );
}

async function selfSigned(): Promise<void> {
  const key = join(certificates, 'tls.key');
  const subject = ['-subj', `/CN=${NAMESPACE}`, '-addext', `subjectAltName=DNS:${HOST}`];
  const made = await run('openssl', [
    ...['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:P-256', '-nodes', '-days', '1'],
    ...[...subject, '-keyout', key, '-out', ca],
  ]);
  requireSuccess('openssl', made);
  await kubectl('create', 'secret', 'tls', 'given', `--cert=${ca}`, `--key=${key}`, '--namespace', NAMESPACE);
}
