import { describe, expect, it, vi } from 'vitest';
import { readiness } from './throttle-readiness-checks.ts';

describe('readiness', () => {
  it('asks once for a storm of probes, and again when the answer is old', async () => {
    let now = 0;
    const question = vi.fn(() => Promise.resolve());
    const ready = readiness(question, () => now);
    expect(await Promise.all(Array.from({ length: 100 }, ready))).not.toContain(false);
    now = 400;
    await ready();
    expect(question).toHaveBeenCalledTimes(1);
    now = 600;
    await ready();
    expect(question).toHaveBeenCalledTimes(2);
  });

  it('is false when the answer is an error, and true again afterwards', async () => {
    let now = 0;
    let fails = true;
    const ready = readiness(
      () => (fails ? Promise.reject(new Error('no')) : Promise.resolve()),
      () => now,
    );
    expect(await ready()).toBe(false);
    fails = false;
    now = 1000;
    expect(await ready()).toBe(true);
  });

  it('is false when there is no answer within a second', async () => {
    vi.useFakeTimers();
    const answer = readiness(() => new Promise(() => {}))();
    await vi.advanceTimersByTimeAsync(1000);
    expect(await answer).toBe(false);
    vi.useRealTimers();
  });
});
