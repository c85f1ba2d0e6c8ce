import { runCommand } from '../command/run-command.ts';
import { audit } from './print-cluster-audit-log.ts';

// `npm run -s audit -- [--refused] [--forbidden] [--exec] [--hours N] [--stack STACK]`
await runCommand(() => {
  audit(process.argv.slice(2), console.log);
  return 0;
}, 1);
