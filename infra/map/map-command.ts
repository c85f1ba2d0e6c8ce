import { runCommand } from '../command/run-command.ts';
import { writeTour } from './tour/write-tour-page.ts';
import { drawMaps } from './write-map-page.ts';

// `npm run map [-- --stack NAME]`
await runCommand(() => {
  console.log(drawMaps(process.argv.slice(2)));
  console.log(writeTour());
  return 0;
});
