import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pulumi } from '../bridge/pulumi-cli.ts';
import { readStackFile } from '../settings/read-settings-from-stack-file-or-pulumi.ts';

/**
 * Runs something with the administrator's kubeconfig of a cluster that Pulumi made, which nobody then has to keep: it is in a file
 * of this user alone until that ends. Where KUBECONFIG is set, or the cluster is another one, kubectl finds its own.
 */
export function withAdministrator<T>(stack: string, run: () => T): T {
  const { cluster } = readStackFile(stack);
  if (cluster.provider === 'existing' || process.env['KUBECONFIG']) return run();
  const folder = mkdtempSync(join(tmpdir(), 'finance-administrator-')); // nobody else may enter it
  const file = join(folder, 'kubeconfig');
  try {
    const text = pulumi(['stack', 'output', 'kubeconfig', '--show-secrets', '--stack', stack]);
    writeFileSync(file, text, { mode: 0o600 });
    process.env['KUBECONFIG'] = file;
    return run();
  } finally {
    delete process.env['KUBECONFIG'];
    rmSync(folder, { recursive: true, force: true });
  }
}
