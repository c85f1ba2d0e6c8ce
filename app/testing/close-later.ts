import { afterAll, onTestFinished } from 'vitest';

const closings = new Set<() => Promise<void>>();
afterAll(async () => {
  for (const close of closings) await close();
});

/** Closes what was started with the test that started it; what a hook started serves the whole file and ends with it. */
export function closeLater(close: () => Promise<void>): void {
  try {
    onTestFinished(close);
  } catch {
    closings.add(close);
  }
}
