import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { constants, setPriority } from 'node:os';

/** A process with work that is in nobody's way: below the priority of pages, and with a heap of its own that is bounded. */
export interface BoundedProcess {
  readonly child: ChildProcess;
  /** Resolves once it has ended and all that it printed is here. */
  readonly ended: Promise<unknown>;
  /** Why it ended without an answer. */
  reason(): { readonly isMemory: boolean; readonly line: string };
}

/**
 * Starts a program in a process that ends with this one. Messages are copied as by structured clone.
 *
 * @param memory MiB of heap
 */
export function startBounded(program: string, memory: number): BoundedProcess {
  const child = fork(program, {
    execArgv: [`--max-old-space-size=${memory}`, '--max-semi-space-size=4'],
    env: environment(),
    serialization: 'advanced',
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
  });
  let printed = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    printed = `${printed}${text}`.slice(-10_000);
  });
  const ended = once(child, 'close');
  if (child.pid !== undefined) setPriority(child.pid, constants.priority.PRIORITY_BELOW_NORMAL);
  return {
    child,
    ended,
    reason: () => ({
      isMemory: /out of memory/i.test(printed),
      line: printed.trim().split('\n').at(-1) ?? '',
    }),
  };
}

/** Nothing that only the parent needs. */
function environment(): NodeJS.ProcessEnv {
  const { NODE_COMPILE_CACHE, NODE_ENV, PATH, TZ } = process.env;
  const malloc = Object.entries(process.env).filter(([name]) => name.startsWith('MALLOC_'));
  return { NODE_COMPILE_CACHE, NODE_ENV, PATH, TZ, ...Object.fromEntries(malloc) };
}

/** Has this process end with its parent, which alone acts on signals: these may go to the whole group. */
export function endWithParent(): void {
  for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => {});
  process.once('disconnect', () => process.exit());
}
