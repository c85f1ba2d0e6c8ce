// Reports the peak memory of this process, in KiB, to the process that measures it.
// Loaded by --require, not --import, with which Node would load the program itself, past ts-node.
const { writeSync } = require('node:fs');

process.on('exit', () => writeSync(3, String(process.resourceUsage().maxRSS)));
