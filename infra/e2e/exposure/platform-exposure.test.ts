import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { KubeObject } from '../../manifests/object.ts';
import { objectsIn } from '../../manifests/render-objects-of-app-or-chart.ts';
import { certificateEnds } from '../../workloads/metrics/certificate-expiry-scrape-and-query.ts';
import { platform } from '../../workloads/platform.ts';
import { settingsWith } from '../../workloads/testing/settings-with.ts';
import { kubectl, kubectlWith } from '../kubectl.ts';
import { ownNamespace } from '../name-and-delete-test-namespaces.ts';
import { describeDeployed } from '../needs.ts';
import { type Deployed, devStack } from '../platform/dev-stack-workspace.ts';
import { Visitor } from '../platform/http-client-with-cookies.ts';
import { portForward } from '../platform/port-forward.ts';
import { readWhile } from '../platform/read-load.ts';
import { settled } from '../platform/rollout-status.ts';
import { type Household, household } from '../platform/sign-up-person-with-account.ts';
import { requireSuccess, run } from '../run-process.ts';
import { eventually } from '../wait-until.ts';
import { fetchPage } from './fetch-page.ts';
import { type Edge, traefik } from './traefik.ts';

const NAMESPACE = ownNamespace('finance-e2e-exposure');
const EDGE = ownNamespace('finance-e2e-edge');
const HOST = `${NAMESPACE}.test`;
const PAGE = 'Sign in';
const certificates = mkdtempSync(join(tmpdir(), 'finance-e2e-certificate-'));
const ca = join(certificates, 'tls.crt');

describeDeployed('people reach the dev stack', () => {
  let dev: Deployed;
  let own: Edge | string;
  let home: Household;
  beforeAll(async () => {
    dev = await devStack(NAMESPACE);
    await dev.stack.set('frontend.enabled', 'true');
    await dev.stack.set('web.signUp', 'invited'); // as prod is by default
    [own] = await Promise.all([traefik(EDGE), dev.stack.up()]);
    await selfSigned();
    await settled(NAMESPACE, 'frontend');
  });
  afterAll(async () => {
    rmSync(certificates, { recursive: true });
    if (typeof own === 'object') await own.remove();
    await dev.remove();
  });

  it('first by the link that a command of the outputs shows, once, and nobody without one', async () => {
    const { output: command } = await dev.stack.pulumi('stack', 'output', 'firstSignUp');
    const shown = await dev.stack.start('bash', '-c', command).ended;
    requireSuccess(command, shown);
    const { origin, pathname, search } = new URL(shown.output.trim());
    expect(origin).toBe(dev.origin);
    const other = new Visitor(dev.origin);
    expect((await other.get('/sign-up')).status).toBe(403);
    home = await household(dev.origin, pathname + search);
    expect((await other.get(pathname + search)).status).toBe(404);
    other.close();
  });

  it('through a frontend that is rolled out while they read', async () => {
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
      expect(await fetchPage(address)).toMatchObject({ status: 200, body: expect.stringContaining(PAGE) });
    });
  });

  it('through a port of every node', async () => {
    const nodePort = 31_000 + Math.floor(Math.random() * 1700);
    await expose({ kind: 'node-port', host: '127.0.0.1', nodePort });
    const page = await eventually('a page', () => fetchPage(`http://127.0.0.1:${nodePort}/`));
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
    // The deleted Ingress, which Traefik drops after some seconds, would answer in its place.
    const { http } = own;
    await eventually('nobody', async () => (await fetchPage(`http://${HOST}/`, { http }))?.status === 404);
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
    const page = await fetchPage(`http://${HOST}/`, { http, https, ca });
    // A redirect may name the default port, which a browser does not show.
    return page?.status === 200 && page.body.includes(PAGE)
      ? { ...page, url: new URL(page.url).href }
      : undefined;
  });
}

/** Applies another exposure of the deployed app. Its pods stay as they are, since only their public URL would change. */
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
