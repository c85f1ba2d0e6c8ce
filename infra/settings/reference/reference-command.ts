import { runCommand } from '../../command/run-command.ts';
import { reference } from './reference.ts';

// `npm run reference [-- --check]`
await runCommand(() => reference(process.argv.slice(2), console.log));
