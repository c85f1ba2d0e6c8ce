import type { Groups } from './all-groups.ts';
import { crossCheck } from './cross-check.ts';
import { mostHoursUnproven } from './most-hours-until-dump-is-proven.ts';
import { scheduleOf } from './schedule.ts';

/** Requires that the alert on old dumps leaves the next drill time to verify a newer one. */
export function restoreAgeFits() {
  return crossCheck<Groups>(
    ['observability.metrics.alerts.restoreMaxAgeHours', 'observability.metrics', 'backup', 'database.mode'],
    (all) => {
      const { metrics } = all.observability;
      return !('alerts' in metrics) || metrics.alerts.restoreMaxAgeHours >= leastHours(all);
    },
    (all) => {
      const least = leastHours(all);
      const must =
        least > MOST
          ? `would have to be more than ${MOST}, so do both more often`
          : `must be at least ${least}`;
      return `${must}: by backup.schedule and backup.drillSchedule a dump is that old before the next one is proven`;
    },
  );
}

const MOST = 1000;
/** Hours allowed for the drill itself. */
const HOURS_OF_DRILL = 1;

function leastHours({ backup, database }: Groups): number {
  const isOurs = database.mode === 'statefulset' || database.mode === 'cloudnative-pg';
  const { enabled, schedule, drillSchedule } = backup;
  if (!enabled || !isOurs || !scheduleOf(schedule) || !scheduleOf(drillSchedule)) return 0;
  if (schedule === BY_DEFAULT.schedule && drillSchedule === BY_DEFAULT.drillSchedule) return BY_DEFAULT.hours;
  return Math.ceil(mostHoursUnproven(schedule, drillSchedule)) + HOURS_OF_DRILL;
}

/** Precomputed result for the default schedules, to spare every run the calculation. */
const BY_DEFAULT = { schedule: '30 2 * * *', drillSchedule: '30 4 * * *', hours: 27 };
