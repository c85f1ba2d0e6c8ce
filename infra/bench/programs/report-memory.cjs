// Tells the process that measures this one how much memory it took at its highest, in KiB.
// It is required and not imported: an import would make Node load the program itself, past ts-node.
const { writeSync } = require('node:fs');

process.on('exit', () => writeSync(3, String(process.resourceUsage().maxRSS)));
