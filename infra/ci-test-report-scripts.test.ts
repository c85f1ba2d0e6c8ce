import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';

const ROOT = join(import.meta.dirname, '..');

describe('.ci/summarize-test-reports.mjs', () => {
  it('adds up reports, and says which tests were skipped', () => {
    const unit = report({ 'app/a.test.ts': { 'adds up': 'passed', 'needs Go': 'pending', later: 'todo' } });
    const e2e = report({ 'infra/e2e/b.test.ts': { deploys: 'passed' } });
    const { code, lines } = count([unit, e2e]);
    expect(lines).toEqual([
      'skipped: app/a.test.ts > needs Go',
      'skipped: app/a.test.ts > later',
      '2 passed, 0 failed, 2 skipped',
    ]);
    expect(code).toBe(0);
  });

  it.each([
    ['passed', 'passed', 'passed', '1 passed, 0 failed, 0 skipped'],
    ['skipped', 'passed', 'passed', '1 passed, 0 failed, 0 skipped'],
    ['passed', 'skipped', 'passed', '1 passed, 0 failed, 0 skipped'],
    ['passed', 'failed', 'failed', '0 passed, 2 failed, 0 skipped'], // and nothing passed, which is one more
  ])('counts a test once that was %s there and %s here: it %s', (there, here, _outcome, last) => {
    const elsewhere = report({ 'infra/a.test.ts': { fires: there } }, '');
    const { lines } = count([elsewhere, report({ 'infra/a.test.ts': { fires: here } })]);
    expect(lines.at(-1)).toBe(last);
  });

  it.each([
    ['the test', { 'fires (skipped: no Go (1.24) here)': 'pending' }, { fires: 'passed' }],
    ['what it is in', { 'alerts (skipped: no Go) > fire': 'skipped' }, { 'alerts > fire': 'passed' }],
  ])('counts a test once whose title says why it was skipped there, and not here: of %s', (_which, there, here) => {
    const elsewhere = report({ 'infra/a.test.ts': there }, '');
    expect(count([elsewhere, report({ 'infra/a.test.ts': here })]).lines).toEqual([
      '1 passed, 0 failed, 0 skipped',
    ]);
  });

  it('says why a test was skipped that no machine runs', () => {
    const reports = ['no Go', 'no curl'].map((why) =>
      report({ 'infra/a.test.ts': { works: 'passed', [`alerts (skipped: ${why}) > fire`]: 'skipped' } }),
    );
    expect(count(reports).lines).toEqual([
      'skipped: infra/a.test.ts > alerts (skipped: no curl) fire',
      '1 passed, 0 failed, 1 skipped',
    ]);
  });

  it('counts each of several tests of one name in a file', () => {
    const twice = [['is the same', 'passed'] as const, ['is the same', 'passed'] as const];
    expect(count([report({ 'app/a.test.ts': twice })]).lines).toEqual(['2 passed, 0 failed, 0 skipped']);
  });

  it('counts a file that broke before its tests as one that failed', () => {
    const { code, lines } = count([
      report({ 'app/a.test.ts': { 'adds up': 'passed' }, 'app/broken.test.ts': [] }, ROOT, 'failed'),
    ]);
    expect(lines.at(-1)).toBe('1 passed, 1 failed, 0 skipped');
    expect(code).toBe(1);
  });

  it('tells at its end what failed, and how', () => {
    const { lines } = count([report({ 'app/a.test.ts': { fails: 'failed', works: 'passed' } })]);
    expect(lines.slice(-3)).toEqual([
      'failed: app/a.test.ts > fails',
      'Error: fails: as it should not',
      '1 passed, 1 failed, 0 skipped',
    ]);
  });

  it.each([
    [
      'a step that failed without a test',
      [report({ 'app/a.test.ts': { works: 'passed' } })],
      '2',
      '1 passed, 2 failed',
    ],
    ['a run without any test', [], '0', '0 passed, 1 failed'],
  ])('takes %s for a failure', (_what, reports, failedSteps, last) => {
    const { code, lines } = count(reports, failedSteps);
    expect(lines.at(-1)).toBe(`${last}, 0 skipped`);
    expect(code).toBe(1);
  });
});

it('.ci/skipped.mjs names the files whose tests were skipped', () => {
  const file = join(folder(), 'unit.json');
  const tests = {
    'app/a.test.ts': { works: 'passed' },
    'infra/b.test.ts': { works: 'passed', 'needs Go': 'skipped' },
  };
  writeFileSync(file, JSON.stringify(report(tests, '')));
  const { stdout } = spawnSync(process.execPath, ['.ci/skipped.mjs', file], { cwd: ROOT, encoding: 'utf8' });
  expect(stdout).toBe('infra/b.test.ts\n');
});

type Tests = Readonly<Record<string, string>> | ReadonlyArray<readonly [title: string, status: string]>;

/** As vitest writes it: files by their whole path, unless they come from another machine; titles here with ` > ` between them. */
function report(files: Readonly<Record<string, Tests>>, root = ROOT, ofEmpty = 'passed') {
  const testResults = Object.entries(files).map(([file, tests]) => {
    const all = Array.isArray(tests) ? tests : Object.entries(tests);
    return {
      name: join(root, file),
      status:
        all.length === 0 ? ofEmpty : all.some(([, status]) => status === 'failed') ? 'failed' : 'passed',
      assertionResults: all.map(([titles, status]) => {
        const ancestorTitles = titles.split(' > ');
        const title = ancestorTitles.pop();
        const failureMessages = status === 'failed' ? [`Error: ${title}: as it should not`] : [];
        return {
          ancestorTitles,
          title,
          fullName: [...ancestorTitles, title].join(' '),
          status,
          failureMessages,
        };
      }),
    };
  });
  return { testResults };
}

function count(reports: readonly object[], failedSteps = '0') {
  const results = folder();
  for (const [index, one] of reports.entries())
    writeFileSync(join(results, `${index}.json`), JSON.stringify(one));
  const { status, stdout } = spawnSync(
    process.execPath,
    ['.ci/summarize-test-reports.mjs', results, failedSteps],
    {
      cwd: ROOT,
      encoding: 'utf8',
    },
  );
  return { code: status, lines: stdout.trim().split('\n') };
}

function folder(): string {
  const made = mkdtempSync(join(tmpdir(), 'finance-count-'));
  onTestFinished(() => rmSync(made, { recursive: true }));
  return made;
}
