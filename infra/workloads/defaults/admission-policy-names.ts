/** Names of our admission policies; their objects have that of a namespace before it. */
export const ADMISSION_POLICIES = [
  'collectors',
  'images',
  'jobs-of-cron-jobs',
  'labels',
  'restart-only',
  'restricted',
] as const;
