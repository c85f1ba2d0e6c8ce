import { readFileSync } from 'node:fs';

/** A process, distinguishable from a later one with the same pid. */
export interface LiveProcess {
  readonly pid: number;
  /** Start of the process in clock ticks since boot; `''` where the system does not tell. */
  readonly began: string;
}

export function processWith(pid: number): LiveProcess {
  return { pid, began: beginning(pid) };
}

/** True while the process runs; `'perhaps'` when its pid may be another's by now. */
export function isAlive({ pid, began }: LiveProcess): boolean | 'perhaps' {
  try {
    process.kill(pid, 0);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false; // EPERM: alive, but another user's
  }
  const now = beginning(pid);
  return began === '' || now === '' ? 'perhaps' : began === now;
}

/** Field 22 of Linux' `/proc/<pid>/stat` (proc(5)): clock ticks from boot to the start of the process. */
function beginning(pid: number): string {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19] ?? '';
  } catch {
    return '';
  }
}
