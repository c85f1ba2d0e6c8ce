import { runCommand } from '../command/run-command.ts';
import { diff } from './diff.ts';

// `npm run -s diff -- --against REVISION [--to REVISION] [--stack NAME]`
await runCommand(() => {
  process.stdout.write(diff(process.argv.slice(2)));
  return 0;
});
