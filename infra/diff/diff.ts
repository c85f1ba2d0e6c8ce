import { runCommand } from '../synth/run-command.ts';
import { diff } from './diff-command.ts';

// `npm run -s diff -- --against REVISION [--to REVISION] [--stack NAME]`
await runCommand(() => {
  process.stdout.write(diff(process.argv.slice(2)));
  return 0;
});
