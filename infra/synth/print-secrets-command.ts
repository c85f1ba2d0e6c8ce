/** `npm run --silent secrets -- --stack dev | kubectl apply -f -`: to standard output, never to disk. */

import { runCommand } from '../command/run-command.ts';
import { printSecrets } from './generate-and-print-secrets.ts';

await runCommand(async () => {
  process.stdout.write(await printSecrets(process.argv.slice(2), process.env));
  return 0;
});
