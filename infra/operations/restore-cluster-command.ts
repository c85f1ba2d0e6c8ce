import { runCommand } from '../command/run-command.ts';
import { restoreCluster } from './restore-cluster.ts';

// `npm run restore-cluster -- --stack STACK [--snapshot NAME [--unsaved]]`
await runCommand(() => restoreCluster(process.argv.slice(2)));
