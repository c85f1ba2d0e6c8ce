import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { printSecrets } from '../../synth/generate-and-print-secrets.ts';
import { synth } from '../../synth/synth.ts';
import { readmeCommands } from '../commands-in-markdown-pages.ts';
import { kubectl, kubectlWith } from '../kubectl.ts';
import { forget, ownNamespace, volumesGone } from '../name-and-delete-test-namespaces.ts';
import { whyNoCluster } from '../needs.ts';
import { run } from '../run-process.ts';

const NAMESPACE = ownNamespace('finance-e2e-clean-up');
const MONITORING = `${NAMESPACE}-monitoring`;
const STACK = ['--stack', 'dev'];
const reason = whyNoCluster();

describe.skipIf(reason)(`cleaning up with kubectl alone${reason ? ` (skipped: ${reason})` : ''}`, () => {
  let root: string;
  beforeAll(async () => {
    root = mkdtempSync(join(tmpdir(), 'finance-clean-up-'));
    writeFileSync(join(root, 'Pulumi.dev.yaml'), SETTINGS);
    await synth(STACK, () => {}, root);
    const manifests = join(root, 'charts-out/dev');
    const namespaces = ['00-namespace.yaml', '00-monitoring-namespace.yaml'].map((file) =>
      join(manifests, file),
    );
    await kubectl('apply', ...namespaces.flatMap((file) => ['--filename', file]));
    await kubectlWith(await printSecrets(STACK, {}, root), 'apply', '--filename', '-');
    await kubectl('apply', '--filename', manifests);
    const bound = ['--for=jsonpath={.status.phase}=Bound', '--timeout=300s'];
    await kubectl('wait', '--namespace', NAMESPACE, 'pvc/data-postgres-0', ...bound);
  });
  afterAll(async () => {
    await forget(NAMESPACE, MONITORING);
    rmSync(root, { recursive: true });
  });

  it('leaves nothing behind, by the commands of infra/cluster/existing/README.md', async () => {
    const commands = cleanUp();
    const [look, volumes] = commands.filter((command) => command.startsWith('kubectl get '));
    const deletions = commands.filter((command) => command.startsWith('kubectl delete '));
    expect(deletions).toHaveLength(2);
    expect(await shell(look)).toContain(`priorityclass.scheduling.k8s.io/${NAMESPACE}-app`);
    for (const command of deletions) await shell(command);
    expect(await shell(look)).toBe('');
    await shell(volumes);
    await volumesGone(NAMESPACE);
    const left = await kubectl(
      'get',
      'namespaces,roles,rolebindings',
      '--all-namespaces',
      '--output',
      'name',
    );
    expect(left).not.toContain(NAMESPACE);
  });

  /** Runs a command of the page on the manifests of this test; what `grep` does not find is no failure. */
  async function shell(command = ''): Promise<string> {
    const { code, output } = await run('sh', ['-c', command], { cwd: root });
    if (code !== 0 && !command.includes('| grep')) throw new Error(`${command}: ${output}`);
    return output;
  }
});

/** Commands of the page, in its order, about the namespaces of this test. */
function cleanUp(): readonly string[] {
  return readmeCommands()
    .filter(({ file, heading }) => file === 'infra/cluster/existing/README.md' && heading === 'Clean up')
    .map(({ command }) => command.replace('/(finance|monitoring)-', `/(${NAMESPACE}|${MONITORING})-`));
}

const SETTINGS = `
config:
  finance-platform:namespace: ${NAMESPACE}
  finance-platform:web: { image: finance-platform/web:0.1.0 }
  finance-platform:database: { storage: { size: 1Gi } }
  finance-platform:observability: { namespace: ${MONITORING} }
`;
