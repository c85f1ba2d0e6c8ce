import { runCommand } from '../command/run-command.ts';
import { drawMaps } from './map.ts';
import { writeTour } from './tour/tour.ts';

// `npm run map [-- --stack NAME]`
await runCommand(() => {
  console.log(drawMaps(process.argv.slice(2)));
  console.log(writeTour());
  return 0;
});
