// Prints the files with skipped tests of a JSON report of vitest: `skipped.mjs <report>`.
import { readFileSync } from 'node:fs';

const { testResults } = JSON.parse(readFileSync(process.argv[2], 'utf8'));
const isSkipped = ({ status }) => !['passed', 'failed'].includes(status);
for (const { name, assertionResults } of testResults) if (assertionResults.some(isSkipped)) console.log(name);
