import { runCommand } from '../command/run-command.ts';
import { restoreEtcd } from './restore-etcd.ts';

// `npm run restore-etcd -- --stack STACK [--snapshot NAME [--unsaved]]`
await runCommand(() => restoreEtcd(process.argv.slice(2)));
