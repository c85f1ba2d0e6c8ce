import { runCommand } from '../command/run-command.ts';
import { access, stackOfAccess } from './create-role-kubeconfig.ts';
import { withAdministrator } from './run-with-administrator-kubeconfig.ts';

// `npm run -s access -- ROLE [--stack STACK] [--hours N | --sign-in] > FILE`: what is told goes to the other output than the file.
await runCommand(() => {
  const args = process.argv.slice(2);
  process.stdout.write(withAdministrator(stackOfAccess(args), () => access(args, console.error)));
  return 0;
}, 1);
