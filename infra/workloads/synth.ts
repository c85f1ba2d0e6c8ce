/** `npm run synth [-- --stack dev|prod] [--check]` */
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// Before anything else is loaded: most of a synth is loading cdk8s.
enableCompileCache(join(import.meta.dirname, '../../node_modules/.cache/compile'));
const { runCommand } = await import('./run-command.ts');
const { synth } = await import('./synth-command.ts');
await runCommand(() => synth(process.argv.slice(2), console.log));
