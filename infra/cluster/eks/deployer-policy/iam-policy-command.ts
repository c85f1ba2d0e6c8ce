/** `npm run -s iam-policy -- --stack prod`: prints the IAM policies for deploying a stack. */
import { runCommand } from '../../../command/run-command.ts';
import { iamPolicy } from './print-deployer-policies.ts';

await runCommand(async () => {
  process.stdout.write(await iamPolicy(process.argv.slice(2)));
  return 0;
});
