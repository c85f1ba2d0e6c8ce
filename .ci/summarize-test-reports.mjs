// Adds up vitest's JSON reports: `summarize-test-reports.mjs <folder> <failed steps>`; exits 1 when anything failed. A test in several
// reports counts once: as failed when it failed in one of them, else as passed when it passed in one.
import { readdirSync, readFileSync } from 'node:fs';

const [folder, failedSteps] = process.argv.slice(2);
const WORST_FIRST = ['failed', 'passed', 'skipped'];
const outcomes = new Map();
const titles = new Map(); // as they are told, with why they were skipped
const failures = new Map();
for (const file of readdirSync(folder).filter((name) => name.endsWith('.json'))) {
  for (const [test, outcome, title, messages] of outcomesIn(JSON.parse(readFileSync(`${folder}/${file}`, 'utf8')))) {
    const all = [outcome, outcomes.get(test) ?? outcome];
    outcomes.set(test, WORST_FIRST.find((one) => all.includes(one)));
    titles.set(test, title);
    if (outcome === 'failed') failures.set(test, `${title}\n${messages}`);
  }
}
for (const [test, outcome] of outcomes) if (outcome === 'skipped') console.log(`skipped: ${titles.get(test)}`);
// Last, since who reads only the end of a long log looks for these.
for (const failure of failures.values()) console.log(`failed: ${failure}`);

const count = (wanted) => [...outcomes.values()].filter((outcome) => outcome === wanted).length;
const [passed, skipped] = [count('passed'), count('skipped')];
// A failed step without a failed test is a failure too, and so is a run in which no test passed.
const failed = (count('failed') || Number(failedSteps)) + (passed === 0 ? 1 : 0);
console.log(`${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed === 0 ? 0 : 1);

/** Outcome, title and failure of each test of a report, by its file, its full name and its number among tests of that name. */
function outcomesIn({ testResults }) {
  const seen = new Map();
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = name.replace(`${process.cwd()}/`, '');
    const tests = assertionResults.map(({ ancestorTitles, title, fullName, status, failureMessages }) => {
      const key = [file, ...[...ancestorTitles, title].map(withoutReason)].join(' > ');
      const place = (seen.get(key) ?? 0) + 1;
      seen.set(key, place);
      const outcome = WORST_FIRST.includes(status) ? status : 'skipped'; // pending, todo
      return [`${key} (${place})`, outcome, `${file} > ${fullName}`, beginning(failureMessages?.join('\n'))];
    });
    // A file that failed before or after its tests is a failure that no test shows.
    const isBroken = status === 'failed' && !tests.some(([, outcome]) => outcome === 'failed');
    return isBroken ? [...tests, [`${file} itself`, 'failed', file, beginning(message)]] : tests;
  });
}

/** Machines lack different things, so what a title says of that is no part of its name. */
function withoutReason(title) {
  return title.replace(/ \(skipped: [^]*\)$/, '');
}

function beginning(message = '') {
  return message.split('\n').slice(0, 20).join('\n');
}
