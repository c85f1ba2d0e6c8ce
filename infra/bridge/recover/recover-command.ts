/**
 * `npm run recover -- --stack dev`: repairs a stack whose run was killed, and completes the run. Stops where something may
 * have been created that it cannot look up. Options go to `pulumi up`; with `--yes` nothing is asked.
 */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { load } from 'js-yaml';
import { runCommand } from '../../command/run-command.ts';
import { parseSecretJson } from '../parse-secret-json.ts';
import { pulumi } from '../pulumi-cli.ts';
import { type ExportedStack, settleUnfinished } from './record-interrupted-creations.ts';
import { setCutOffStateAside } from './truncated-state.ts';

await runCommand(() => {
  const args = process.argv.slice(2);
  const { values } = parseArgs({
    args,
    strict: false,
    options: {
      stack: { type: 'string', short: 's' },
      yes: { type: 'boolean', short: 'y' },
      forget: { type: 'boolean' },
    },
  });
  const onStack = typeof values.stack === 'string' ? ['--stack', values.stack] : [];
  const unasked = values.yes === true ? ['--yes'] : [];

  if (typeof values.stack === 'string') {
    const { url } = JSON.parse(pulumi(['whoami', '--verbose', '--json'], { quiet: true })) as { url: string };
    const { name } = load(readFileSync('Pulumi.yaml', 'utf8')) as { name: string };
    const aside = setCutOffStateAside(url, name, values.stack);
    if (aside !== undefined)
      console.log(`The state was cut off and is now ${aside}; the one before takes its place.`);
  }

  // A killed run leaves its lock behind; without a lock the command fails, which does not matter.
  pulumi(['cancel', ...onStack, ...unasked], { optional: true });
  const exported = parseSecretJson(
    pulumi(['stack', 'export', '--show-secrets', ...onStack]),
    'pulumi stack export',
  ) as ExportedStack;
  const { stack, taken, open } = settleUnfinished(exported);
  if (open.length > 0 && !values.forget) {
    const urns = open.map((urn) => `  ${urn}`).join('\n');
    const stackOf = onStack.join(' ');
    console.error(`Cut off while they were made, and only their maker knows whether they are there:\n${urns}
Look each of them up. Take in one that is there by its id, then run this again:
  npx pulumi refresh ${stackOf} --import-pending-creates 'URN' --import-pending-creates ID
Forget those that are not, or that you deleted by hand:
  npm run recover -- ${stackOf} --forget`);
    return 1;
  }
  if ((exported.deployment.pending_operations ?? []).length > 0) {
    pulumi(['stack', 'import', ...onStack], { input: JSON.stringify(stack), quiet: true });
    console.log(`Unfinished, now to be compared with the cluster: ${taken.join(', ') || 'nothing new'}`);
  }
  pulumi(['up', '--refresh', ...args.filter((arg) => arg !== '--forget')]);
  return 0;
}, 1);
