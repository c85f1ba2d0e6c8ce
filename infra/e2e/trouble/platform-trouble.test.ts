import { mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { access } from '../../operations/create-role-kubeconfig.ts';
import { printSecrets } from '../../synth/generate-and-print-secrets.ts';
import { synth } from '../../synth/synth.ts';
import { isRunInTrouble, type ReadmeCommand, readmeCommands } from '../commands-in-markdown-pages.ts';
import { kubectl, kubectlWith } from '../kubectl.ts';
import { forget, ownNamespace } from '../name-and-delete-test-namespaces.ts';
import { whyNoCluster } from '../needs.ts';
import { run } from '../run-process.ts';
import { eventually } from '../wait-until.ts';
import { blockUpdate } from './blocked-sql-update.ts';
import { type Place, TROUBLES } from './troubleshooting-cases.ts';

const NAMESPACE = ownNamespace('finance-e2e-trouble');
const MONITORING = `${NAMESPACE}-monitoring`;
const STACK = ['--stack', 'dev'];
const commands = readmeCommands().filter(isRunInTrouble);
const reason = whyNoCluster();

describe.skipIf(reason)(`a platform in trouble${reason ? ` (skipped: ${reason})` : ''}`, () => {
  let place: Place;
  beforeAll(async () => {
    place = { namespace: NAMESPACE, root: mkdtempSync(join(tmpdir(), 'finance-trouble-')) };
    await deploy(place.root);
    for (const role of ['developer', 'ci-cd'])
      writeFileSync(
        kubeconfigOf(role),
        access([role, ...STACK], () => {}, place.root),
      );
  }, 600_000);
  afterAll(async () => {
    await forget(NAMESPACE, MONITORING);
    rmSync(place.root, { recursive: true });
  });

  it.each(Object.entries(TROUBLES))('%s: the commands show it', async (heading, trouble) => {
    const { make, shown, cure, answered = [], end } = trouble;
    const section = commandsOf('troubleshooting').filter((one) => one.heading === heading);
    await make?.(place);
    try {
      let seen = '';
      await eventually(heading, async () => {
        const looks = await Promise.all(section.filter(isLook).map((one) => execute(one, 'developer')));
        seen = looks.map(({ output }) => output).join('\n');
        return looks.every(({ code }) => code === 0) && shown.every((text) => text.test(seen));
      }).catch((error: Error) => expect.fail(`${error.message}\n${seen}`));
      await cure?.(place);
      let said = '';
      for (const one of section.filter((act) => !isLook(act))) {
        const { code, output } = await execute(one, 'developer');
        if (heading !== 'A policy refuses an object') expect(code, `${one.command}\n${output}`).toBe(0);
        said += output;
      }
      for (const text of answered) expect(said).toMatch(text);
    } finally {
      await end?.(place);
    }
    await settled();
  });

  it('the database is as its page says, and sessions in the way are ended', async () => {
    const { holder, waiter, said } = await blockUpdate(NAMESPACE);
    let seen = '';
    for (const one of commandsOf('database').filter((each) => !isCancel(each))) seen += await succeeded(one);
    for (const shown of [
      /Superuser/,
      /\/var\/lib\/postgresql/,
      /finance +\| \d+ MB/,
      /transaction +\| \d+ kB/,
      /\{\d+\}.*UPDATE account/,
      /total_ms/,
      /finance_web +\|/,
      /max_connections/,
    ])
      expect(seen).toMatch(shown);
    const [cancel, end] = commandsOf('database').filter(isCancel);
    await eventually('the update cancelled', () => isDone(cancel, waiter));
    await eventually('the session ended', () => isDone(end, holder));
    expect((await said).join('\n')).toMatch(/terminating connection.*canceling statement/s);
  });

  async function isDone(one: ReadmeCommand | undefined, process: string): Promise<boolean> {
    if (!one) throw new Error('the page has no such command');
    return / t\n/.test(await succeeded({ ...one, command: one.command.replace('12345', process) }));
  }

  /** Runs a command as an administrator. */
  async function succeeded(one: ReadmeCommand): Promise<string> {
    const { code, output } = await execute(one, 'administrator');
    expect(code, `${one.command}\n${output}`).toBe(0);
    return output;
  }

  /** Runs a command as the role that its comment names, or else as that of its page. */
  function execute({ command, comment }: ReadmeCommand, role: string) {
    const here = command.replaceAll('-n finance ', `-n ${NAMESPACE} `);
    const [named] = /administrator|developer|ci-cd/.exec(comment) ?? [role];
    const env: Record<string, string> = named === 'administrator' ? {} : { KUBECONFIG: kubeconfigOf(named) };
    return run('bash', ['-c', here], { cwd: place.root, env });
  }

  function kubeconfigOf(role: string): string {
    return join(place.root, `${role}.kubeconfig`);
  }
});

/** True for a command that may be repeated until it shows what it is about. */
function isLook({ command, comment }: ReadmeCommand): boolean {
  return comment === '' && /^kubectl -n finance (?:get|logs|describe|top) /.test(command);
}

function isCancel({ heading }: ReadmeCommand): boolean {
  return heading === 'Cancel a query';
}

function commandsOf(page: string): readonly ReadmeCommand[] {
  return commands.filter(({ file }) => file === `infra/operations/${page}.md`);
}

/** Applies the stack with kubectl, as the pages say, and waits until it serves. */
async function deploy(root: string): Promise<void> {
  writeFileSync(join(root, 'Pulumi.dev.yaml'), SETTINGS);
  mkdirSync(join(root, 'infra'));
  symlinkSync(join(import.meta.dirname, '../../operations'), join(root, 'infra/operations'));
  await synth(STACK, () => {}, root);
  const manifests = join(root, 'charts-out/dev');
  for (const file of readdirSync(manifests).filter((name) => name.startsWith('00-')))
    await kubectl('apply', '--filename', join(manifests, file));
  const secrets = await printSecrets(STACK, {}, root);
  writeFileSync(join(root, 'secrets.yaml'), secrets);
  await kubectlWith(secrets, 'apply', '--filename', '-');
  await kubectl('apply', '--filename', manifests);
  await settled();
}

async function settled(): Promise<void> {
  for (const name of ['web', 'worker'])
    await kubectl('rollout', 'status', `deployment/${name}`, '--namespace', NAMESPACE, '--timeout', '300s');
}

/** Settings like those of dev, with one pod of the app; the images of the monitoring, whose role sees the statements, may be absent. */
const SETTINGS = `
config:
  finance-platform:namespace: ${NAMESPACE}
  finance-platform:images: { postgres: 'postgres:18', redis: 'redis:8' }
  finance-platform:database:
    storage: { size: 1Gi }
    resources: { requests: { cpu: 50m, memory: 128Mi } }
  finance-platform:cache: { resources: { requests: { cpu: 50m, memory: 64Mi } } }
  finance-platform:web:
    image: finance-platform/web:0.1.0
    resources: { requests: { cpu: 100m, memory: 192Mi } }
    autoscaling: { min: 1, max: 2 }
  finance-platform:exposure: { kind: ingress, host: ${NAMESPACE}.localhost }
  finance-platform:uploads: { size: 1Gi }
  finance-platform:observability: { namespace: ${MONITORING}, metrics: { kind: self-contained } }
`;
