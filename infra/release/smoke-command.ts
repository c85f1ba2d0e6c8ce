import { runCommand } from '../command/run-command.ts';
import { smoke } from './repeat-smoke-checks.ts';

// `npm run smoke -- --url https://finance.example.com [--seconds 60]`
await runCommand(() => smoke(process.argv.slice(2), console.log));
