import { expect, it } from 'vitest';
import { settingsWith } from '../workloads/testing/settings-with.ts';

it.each([
  ['by default, where it is not counted anew', '30 2 * * *'],
  ['at the same times, counted', '30 2 * * 0-6'],
])('an alarm of old dumps waits for the next proof of one: %s', (_what, schedule) => {
  const withAlarm = (hours: number) => {
    const alerts = { restoreMaxAgeHours: hours };
    const metrics = { kind: 'self-contained', alerts };
    return () => settingsWith({ backup: { schedule }, observability: { metrics } });
  };
  expect(withAlarm(26)).toThrow('restoreMaxAgeHours: must be at least 27: ');
  expect(withAlarm(27)).not.toThrow();
});
