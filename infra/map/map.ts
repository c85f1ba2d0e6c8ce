import { runCommand } from '../synth/run-command.ts';
import { drawMap } from './map-command.ts';

// `npm run map [-- --stack NAME]`
await runCommand(async () => {
  for (const file of await drawMap(process.argv.slice(2))) console.log(file);
  return 0;
});
