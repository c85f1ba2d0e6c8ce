/**
 * `npm run drift -- --stack dev`: says what is other in the cluster than the stack deployed it, and by whose hand; and what
 * it did not look at. Changes neither. Ends with 0 where nothing is, 1 where something is, 2 where it could not look.
 */
import { spawnSync } from 'node:child_process';
import { parseArgs } from 'node:util';
import { apiOf } from '../api/api.ts';
import { type Objects, objectsOf } from '../api/objects.ts';
import { deployedBy } from './deployed.ts';
import { driftOf } from './drift.ts';
import { notLookedAt } from './not-looked-at.ts';

try {
  const { values } = parseArgs({ options: { stack: { type: 'string', short: 's' } } });
  const { kubeconfigs, objects, others } = deployedBy(exported(values.stack));
  if (objects.length === 0) throw new Error('this stack has deployed nothing');
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
  if (others.size > 0) console.log(notLookedAt(others, onStack(values.stack)));
  process.exitCode = drift.length === 0 ? 0 : 1;
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 2;
}

function onStack(stack: string | undefined): readonly string[] {
  return stack === undefined ? [] : ['--stack', stack];
}

function exported(stack: string | undefined) {
  const { status, stdout, stderr } = spawnSync(
    'pulumi',
    ['stack', 'export', '--show-secrets', ...onStack(stack)],
    { encoding: 'utf8', maxBuffer: Number.POSITIVE_INFINITY, stdio: ['inherit', 'pipe', 'pipe'] },
  );
  if (status !== 0) throw new Error(stderr.trim());
  return JSON.parse(stdout);
}
