import { readFileSync } from 'node:fs';

/** A process, told from a later one that was given the same number. */
export interface LiveProcess {
  readonly pid: number;
  /** When it began; `''` where the system does not tell. */
  readonly began: string;
}

export function processWith(pid: number): LiveProcess {
  return { pid, began: beginning(pid) };
}

/** Whether it is still there; `'perhaps'` where another one may have got its number. */
export function isAlive({ pid, began }: LiveProcess): boolean | 'perhaps' {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false; // EPERM: alive, and somebody else's
  }
  const now = beginning(pid);
  return began === '' || now === '' ? 'perhaps' : began === now;
}

/** Field 22 of Linux' `/proc/<pid>/stat` (proc(5)): clock ticks since the machine's start. */
function beginning(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
