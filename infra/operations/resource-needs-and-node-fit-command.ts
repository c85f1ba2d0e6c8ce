import { runCommand } from '../command/run-command.ts';
import { needs } from './print-resource-needs-and-node-fit.ts';

// `npm run -s needs -- [--stack STACK] [--cluster | --nodes SIZES]`
await runCommand(() => needs(process.argv.slice(2), console.log));
