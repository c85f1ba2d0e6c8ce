import { runCommand } from '../command/run-command.ts';
import { writeObjectsPage } from './objects-page/write-objects-page.ts';
import { drawMaps } from './write-stack-maps-into-readme.ts';

// `npm run map [-- --stack NAME]`
await runCommand(() => {
  console.log(drawMaps(process.argv.slice(2)));
  console.log(writeObjectsPage());
  return 0;
});
