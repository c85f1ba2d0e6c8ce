import { onTestFinished } from 'vitest';

const closings = new Set<() => Promise<void>>();

/** Closes a resource after the test that started it; one started by a hook serves the whole file and is closed after it. */
export function closeAfterTest(close: () => Promise<void>): void {
  try {
    onTestFinished(close);
  } catch {
    closings.add(close);
  }
}

/** Closes what hooks of the ending file started, the newest first. */
export async function closeAfterFile(): Promise<void> {
  const newestFirst = [...closings].reverse();
  closings.clear();
  for (const close of newestFirst) await close();
}
