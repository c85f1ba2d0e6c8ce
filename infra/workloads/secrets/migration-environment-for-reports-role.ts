import { SECRETS } from '../defaults/names-and-ports.ts';

/** Environment of a migration that makes the role for reports; without it, one of before may not sign in any more. */
export function reportsEnvironment(reports: { readonly connections: number } | undefined) {
  if (!reports) return { env: [], envFrom: [] };
  return {
    env: [{ name: 'DB_REPORTS_CONNECTIONS', value: String(reports.connections) }],
    envFrom: [{ secretRef: { name: SECRETS.databaseReports } }],
  };
}
