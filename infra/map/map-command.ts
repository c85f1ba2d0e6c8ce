import { runCommand } from '../command/run-command.ts';
import { drawMaps } from './map.ts';

// `npm run map [-- --stack NAME]`
await runCommand(() => {
  console.log(drawMaps(process.argv.slice(2)));
  return 0;
});
