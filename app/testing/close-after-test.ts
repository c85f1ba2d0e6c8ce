import { afterAll, onTestFinished } from 'vitest';

const closings = new Set<() => Promise<void>>();
afterAll(async () => {
  for (const close of closings) await close();
});

/** Closes a resource after the test that started it; one started by a hook serves the whole file and is closed after it. */
export function closeAfterTest(close: () => Promise<void>): void {
  try {
    onTestFinished(close);
  } catch {
    closings.add(close);
  }
}
