// Adds up vitest's JSON reports: `count.mjs <folder> <failed steps>`; exits 1 when anything failed. A test that is in several
// reports counts once: failed where it failed in one of them, else passed where it passed in one.
import { readdirSync, readFileSync } from 'node:fs';

const [folder, failedSteps] = process.argv.slice(2);
const WORST_FIRST = ['failed', 'passed', 'skipped'];
const outcomes = new Map();
for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  for (const [test, outcome] of outcomesIn(JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')))) {
    const all = [outcome, outcomes.get(test) ?? outcome];
    outcomes.set(test, WORST_FIRST.find((one) => all.includes(one)));
  }
}
for (const [test, outcome] of outcomes) if (outcome === 'skipped') console.log(`skipped: ${test}`);

const count = (wanted) => [...outcomes.values()].filter((outcome) => outcome === wanted).length;
const [passed, skipped] = [count('passed'), count('skipped')];
// A step that failed without a test, or a run without one, is a failure too.
const failed = (count('failed') || Number(failedSteps)) + (passed === 0 ? 1 : 0);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed === 0 ? 0 : 1);

/** How each test of a report went, by its file, its name and its place among those of that name. */
function outcomesIn({ testResults }) {
  const seen = new Map();
  return testResults.flatMap(({ name, status, assertionResults }) => {
    const file = name.replace(`${process.cwd()}/`, '');
    const tests = assertionResults.map((test) => {
      const title = `${file} > ${test.fullName}`;
      const place = (seen.get(title) ?? 0) + 1;
      seen.set(title, place);
      const outcome = WORST_FIRST.includes(test.status) ? test.status : 'skipped'; // pending, todo
      return [place === 1 ? title : `${title} (${place})`, outcome];
    });
    // One that did not come to its tests, or failed after them, is a failure that none of them has.
    const isBroken = status === 'failed' && !tests.some(([, outcome]) => outcome === 'failed');
    return isBroken ? [...tests, [`${file} itself`, 'failed']] : tests;
  });
}
