/** `npm run --silent secrets -- --stack dev | kubectl apply -f -`: to standard output, never to disk. */
import { printSecrets } from './print-secrets-command.ts';
import { runCommand } from './run-command.ts';

await runCommand(() => {
  process.stdout.write(printSecrets(process.argv.slice(2), process.env));
  return 0;
});
