import { join } from 'node:path';
import { printTable, sideBySide } from './measure-in-turn-and-print-table.ts';
import { runProcess } from './measure-time-and-memory-of-command.ts';

const COUNT = 300;

/** Measures the cost of one object in tests against Pulumi's mocks: by the bridge, and by the provider's typed classes. */
export async function benchMockedApply(): Promise<void> {
  const perObject = async (how: string) => {
    const program = join(import.meta.dirname, 'programs/register-by-bridge-or-classes.ts');
    const { output } = await runProcess(process.execPath, [program, how, String(COUNT)]);
    return Number(output) / COUNT;
  };
  const rows = await sideBySide({
    'bridge, per object': () => perObject('bridge'),
    'typed classes, per object': () => perObject('classes'),
  });
  printTable(`registration against mocks, ${COUNT} objects (reach: ≤ 2)`, 'ms', rows);
}
