import { runCommand } from '../../command/run-command.ts';
import { reference } from './write-or-check-page.ts';

// `npm run reference [-- --check]`
await runCommand(() => reference(process.argv.slice(2), console.log));
