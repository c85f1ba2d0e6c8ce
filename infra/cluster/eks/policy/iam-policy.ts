/** `npm run -s iam-policy -- --stack prod` */
import { runCommand } from '../../../synth/run-command.ts';
import { printPolicy } from './print-policy.ts';

await runCommand(async () => {
  process.stdout.write(await printPolicy(process.argv.slice(2)));
  return 0;
});
