import { readdirSync, readFileSync } from 'node:fs';

/** Highest resident memory in MiB, of a process and of whichever process it had started. */
export interface Peak {
  readonly own: number;
  /** Largest of its children; 0 where it had none. */
  readonly child: number;
}

/** Watches a process and its children until it is asked for their peaks. */
export function watchMemory(pid: number): () => Peak {
  let child = 0;
  const look = () => {
    for (const one of childrenOf(pid)) child = Math.max(child, peakOf(one));
  };
  const looking = setInterval(look, 200);
  return () => {
    clearInterval(looking);
    look();
    return { own: peakOf(pid), child };
  };
}

function childrenOf(pid: number): readonly number[] {
  const all = readdirSync('/proc').filter((name) => /^\d+$/.test(name));
  return all.filter((one) => parentOf(one) === pid).map(Number);
}

function parentOf(pid: string): number {
  return Number(/^PPid:\s+(\d+)$/m.exec(readOrNothing(`/proc/${pid}/status`))?.[1]);
}

function peakOf(pid: number): number {
  const kibibytes = /^VmHWM:\s+(\d+) kB$/m.exec(readOrNothing(`/proc/${pid}/status`))?.[1] ?? 0;
  return Number(kibibytes) / 1024;
}

/** A process may end between two looks. */
function readOrNothing(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
