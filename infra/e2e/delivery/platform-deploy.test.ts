import { randomUUID } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { NIGHTLY } from '../../../app/worker/database-job-handlers.ts';
import { IMAGE_GENERATION } from '../../stack/refuse-image-of-earlier-manifests.ts';
import { isRunAsItStands, readmeCommands } from '../commands-in-markdown-pages.ts';
import { get, kubectl } from '../kubectl.ts';
import { ownNamespace, volumesGone } from '../name-and-delete-test-namespaces.ts';
import { describeDeployed } from '../needs.ts';
import { type Deployed, devStack } from '../platform/dev-stack-workspace.ts';
import { Visitor } from '../platform/http-client-with-cookies.ts';
import { portForward } from '../platform/port-forward.ts';
import { type Household, household } from '../platform/sign-up-person-with-account.ts';
import { changes, STACK, UNATTENDED } from '../pulumi-workspace.ts';
import { requireSuccess } from '../run-process.ts';
import { eventually } from '../wait-until.ts';
import { readSecrets } from './read-secret-values.ts';

const NAMESPACE = ownNamespace('finance-e2e-deploy');

describeDeployed('the dev stack', () => {
  let dev: Deployed;
  let home: Household;
  let objects: number;
  let advice: string;
  beforeAll(async () => {
    dev = await devStack(NAMESPACE);
  });
  afterAll(() => dev.remove());

  it('comes up from nothing', async () => {
    const up = await dev.stack.up();
    console.log(`up from nothing: ${up.seconds.toFixed(1)} s, ${changes(up)['created']} created`);
    expect(Object.keys(changes(up))).toEqual(['created']);
    objects = changes(up)['created'] ?? 0;
  });

  it('says where it is', async () => {
    const { output } = await dev.stack.pulumi('stack', 'output', '--json');
    expect(JSON.parse(output)).toEqual({
      url: dev.origin,
      namespace: NAMESPACE,
      image: dev.image,
      imageGeneration: IMAGE_GENERATION,
    });
  });

  it('answers through its Ingress', async () => {
    const visitor = new Visitor(dev.origin);
    expect(await visitor.get('/ready')).toMatchObject({ status: 200 });
    expect((await visitor.get('/')).body).toContain('Finance');
    visitor.close();
  });

  it('answers through its Service', async () => {
    await portForward(NAMESPACE, 'service/web', 80, async (address) => {
      const visitor = new Visitor(dev.origin, address);
      expect(await visitor.get('/ready')).toMatchObject({ status: 200 });
      visitor.close();
    });
  });

  it('has a worker that has done the work of the night, as a role that reads no row', async () => {
    await portForward(NAMESPACE, 'deployment/worker', 9464, async (address) => {
      expect((await fetch(`${address}/ready`)).status).toBe(200);
      const marks = async () => {
        const shown = await (await fetch(`${address}/metrics`)).text();
        const all = shown.matchAll(/^app_nightly_last_success_timestamp_seconds\{kind="([\w-]+)"\} [1-9]/gm);
        return new Set([...all].map(([, kind = '']) => kind));
      };
      await eventually('nightly work that is done', async () => {
        const done = await marks();
        return NIGHTLY.every((kind) => done.has(kind));
      });
    });
    const asWorker = ['-U', 'postgres', 'finance', '-Atc'];
    const ask = (sql: string) =>
      kubectl('exec', 'postgres-0', '--namespace', NAMESPACE, '--', 'psql', ...asWorker, sql);
    expect(
      (
        await ask("SELECT DISTINCT usename FROM pg_stat_activity WHERE application_name = 'finance-worker'")
      ).trim(),
    ).toBe('finance_worker');
    await expect(ask('SET ROLE finance_worker; SELECT count(*) FROM session')).rejects.toThrow(
      'permission denied',
    );
    await expect(ask('SET ROLE finance_web; SELECT id FROM worker.job')).rejects.toThrow('permission denied');
  });

  it('lets somebody sign up and write down what they spent', async () => {
    home = await household(dev.origin);
    await home.spend('Bakery', '3.80');
    const { body } = await home.person.get(home.list);
    expect(body).toContain('Bakery');
    expect(body).toContain('3.80');
  });

  it('gives somebody who forgot the password a link to a new one, which no Job knows', async () => {
    const reset = ['person', '--', 'reset', home.email.toUpperCase(), '--stack', STACK];
    const made = await dev.stack.start('npm', 'run', ...reset).ended;
    requireSuccess('npm run person', made);
    const [, path = '', token = ''] =
      /^http:\/\/[^/\s]+(\/reset-password\?token=([\w-]{43}))$/m.exec(made.output) ?? [];
    expect(made.output).toContain(dev.origin + path);
    expect((await home.person.get('/settings')).status).toBe(303); // signed out
    const job = ['--namespace', NAMESPACE, '--selector', 'app.kubernetes.io/name=reset-link'];
    const readable = [
      await kubectl('get', 'jobs,pods', '--namespace', NAMESPACE, '--output', 'json'),
      await kubectl('logs', ...job),
    ];
    for (const text of readable) expect(text).not.toContain(token);

    const somebody = new Visitor(dev.origin);
    await somebody.get(path);
    const password = randomUUID();
    expect((await somebody.post('/reset-password', { token, password })).status).toBe(303);
    await somebody.get('/sign-in');
    expect((await somebody.post('/sign-in', { email: home.email, password })).status).toBe(303);
    expect((await somebody.get('/settings/sign-in')).body).toContain('New password set by that link');
    expect((await somebody.get(path)).status).toBe(404);
    somebody.close();
  });

  it('says that nobody has an address, by a Job that did not fail', async () => {
    const reset = ['person', '--', 'reset', 'nobody@example.org', '--stack', STACK];
    const { code, output } = await dev.stack.start('npm', 'run', ...reset).ended;
    expect(code, output).toBe(1);
    expect(output).toContain('nobody has signed up with nobody@example.org');
    expect(output).toMatch(/reset-link-\d+: succeeded/);
  });

  it('does not change when nothing changes', async () => {
    const up = await dev.stack.up('--expect-no-changes');
    console.log(`second up: ${up.seconds.toFixed(1)} s`);
    expect(changes(up)).toEqual({ unchanged: objects });
  });

  it('takes what the pages type, as it stands', async () => {
    const typed = readmeCommands().filter(isRunAsItStands);
    expect(typed.length).toBeGreaterThan(5);
    const settings = join(dev.stack.folder, `Pulumi.${STACK}.yaml`);
    const before = readFileSync(settings, 'utf8');
    for (const { command } of typed) {
      const here = command
        .replace('-n finance ', `-n ${NAMESPACE} `)
        .replace(/--stack \w+/, `--stack ${STACK}`);
      requireSuccess(here, await dev.stack.start('bash', '-c', here).ended);
    }
    requireSuccess('preview', await dev.stack.start('pulumi', 'preview').ended); // reads every setting
    writeFileSync(settings, before);
  });

  it('takes settings that are encrypted', async () => {
    await dev.stack.set('mail.host', 'smtp.example.org');
    await dev.stack.set('mail.from', 'finance@example.org');
    await dev.stack.set('secrets.smtpUser', 'smtp-user-of-e2e', '--secret');
    await dev.stack.set('secrets.smtpPassword', 'smtp-password-of-e2e', '--secret');
    const up = await dev.stack.up();
    expect(changes(up)['created']).toBeGreaterThan(0);
    objects += changes(up)['created'] ?? 0;
    expect(await readSecrets(NAMESPACE)).toContain('smtp-password-of-e2e');
  });

  it('leaves no secret readable in what Pulumi keeps', async () => {
    const secrets = await readSecrets(NAMESPACE);
    expect(secrets.length).toBeGreaterThanOrEqual(4);
    const written = dev.stack.written();
    for (const secret of secrets) expect(written).not.toContain(secret);
    for (const secret of ['client-key-data', 'smtp-user-of-e2e']) expect(written).not.toContain(secret);
  });

  it('keeps protected data when it is destroyed, and says how to delete that', async () => {
    home.person.close();
    await dev.stack.set('database.protect', 'true');
    await dev.stack.up();
    const { code, output, seconds } = await dev.stack.start('npm', 'run', 'destroy', '--', ...UNATTENDED)
      .ended;
    expect(code, output).toBe(0);
    console.log(`destroy of all but the data: ${seconds.toFixed(1)} s`);
    await expect(get('deployment', 'web', '--namespace', NAMESPACE)).rejects.toThrow('not found');
    await kubectl('rollout', 'status', 'statefulset/postgres', '--namespace', NAMESPACE, '--timeout=30s');
    expect(output).toContain(`StatefulSet ${NAMESPACE}/postgres`);
    [, advice = ''] = /"npx pulumi (destroy .+)"/.exec(output) ?? [];
  });

  it('leaves nothing when that is done', async () => {
    const destroy = await dev.stack.pulumi(...advice.split(' '), ...UNATTENDED);
    console.log(`destroy of the data: ${destroy.seconds.toFixed(1)} s`);
    await expect(get('namespace', NAMESPACE)).rejects.toThrow('not found');
    await volumesGone(NAMESPACE);
    expect(JSON.parse((await dev.stack.pulumi('stack', 'export')).output).deployment.resources ?? []).toEqual(
      [],
    );
  });
});
