/**
 * `npm run drift -- --stack dev`: reports how the cluster differs from what the stack deployed, and by which field manager;
 * and which resources it did not check. Changes neither. Exits with 0 without drift, 1 with drift, 2 when it could not
 * check.
 */
import { parseArgs } from 'node:util';
import { Problem } from '../../command/problem.ts';
import { readWithUsage } from '../../command/read-with-usage.ts';
import { runCommand } from '../../command/run-command.ts';
import { apiOf } from '../api/kubernetes-client.ts';
import { type Objects, objectsOf } from '../api/read-and-write-objects.ts';
import { parseSecretJson } from '../parse-secret-json.ts';
import { pulumi } from '../pulumi-cli.ts';
import { deployedBy } from './deployed-objects.ts';
import { driftOf } from './describe-object-drift.ts';
import { uncheckedResources } from './unchecked-resources.ts';

await runCommand(async () => {
  const stack = stackIn(process.argv.slice(2));
  const { kubeconfigs, objects, others } = deployedBy(exported(stack));
  if (objects.length === 0) throw new Problem('this stack has deployed nothing');
  const clusters = new Map<string, Promise<Objects>>();
  const clusterOf = (provider: string): Promise<Objects> => {
    const known = clusters.get(provider) ?? apiOf(kubeconfigs.get(provider) ?? '').then(objectsOf);
    clusters.set(provider, known);
    return known;
  };
  const lines = await Promise.all(objects.map(async (one) => driftOf(one, await clusterOf(one.provider))));
  const drift = lines.flat();
  for (const line of drift) console.log(line);
  console.log(drift.length === 0 ? `No drift in ${objects.length} objects.` : `${drift.length} differences.`);
  if (others.size > 0) console.log(uncheckedResources(others, onStack(stack)));
  return drift.length === 0 ? 0 : 1;
});

function stackIn(args: readonly string[]): string | undefined {
  const options = { stack: { type: 'string', short: 's' } } as const;
  return readWithUsage('usage: [--stack STACK]', () => parseArgs({ args: [...args], options }).values.stack);
}

function onStack(stack: string | undefined): readonly string[] {
  return stack === undefined ? [] : ['--stack', stack];
}

function exported(stack: string | undefined) {
  const command = ['stack', 'export', '--show-secrets', ...onStack(stack)];
  return parseSecretJson(pulumi(command, { exitCode: 2 }), 'pulumi stack export');
}
