import { spawnSync } from 'node:child_process';
import { describe, expect, it } from 'vitest';

const ROOT = new URL('../..', import.meta.url).pathname;
const FIXTURES = 'app/bank-files/testing/fixtures';

describe('npm run -s read', () => {
  it('prints the statements of a file as JSON', () => {
    const { status, output } = run(`${FIXTURES}/csv-01-unicode-minus.csv`, '--currency', 'SEK');
    expect(status).toBe(0);
    const [statement] = JSON.parse(output).statements;
    expect(statement).toMatchObject({ status: 'import', account: null, questions: [], problems: [] });
    expect(statement.rows).toHaveLength(3);
    expect(statement.rows[2]).toMatchObject({ amountMinor: 250050, currency: 'SEK', payee: 'Lön Exempel' });
  });

  it('takes answers as options, of which some are JSON', () => {
    const options = [
      '--option',
      'skipLines=[5,6]',
      '--option',
      'payee=Description',
      '--option',
      'dateOrder=MDY',
    ];
    const { output } = run(`${FIXTURES}/csv-37-footer-totals.csv`, '--currency', 'USD', ...options);
    expect(JSON.parse(output).statements[0]).toMatchObject({
      status: 'import',
      rows: [{ amountMinor: -1887 }, {}],
    });
  });

  it.each([
    [[], 'name one file, got 0'],
    [['a', 'b'], 'name one file, got 2'],
    [['nowhere.csv'], 'there is no file "nowhere.csv"'],
    [['app'], '"app" is no file'],
    [['a', '--currency', 'euro'], '--currency must be a code such as EUR, got "euro"'],
    [['a', '--option', 'colour=red'], '--option colour must be one of encoding, dateOrder, '],
    [['a', '--option', 'skipLines=five'], '--option skipLines must be line numbers such as [5,6]'],
    [['a', '--option', 'payee'], '--option payee must be key=value'],
    [['a', '--colour'], "Unknown option '--colour'"],
  ])('refuses %j with what to do', (args, message) => {
    const { status, errors } = run(...args);
    expect(status).toBe(2);
    expect(errors).toContain(message);
    expect(errors).not.toContain('    at ');
  });
});

function run(...args: readonly string[]) {
  const command = ['app/bank-files/read-command.ts', ...args];
  const { status, stdout, stderr } = spawnSync(process.execPath, command, { cwd: ROOT, encoding: 'utf8' });
  return { status, output: stdout, errors: stderr };
}
