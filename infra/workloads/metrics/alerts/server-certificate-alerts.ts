import type { Facts } from '../../facts/facts.ts';
import type { AlertGroup } from './alert.ts';

/** End of the certificate that a server showed the app last. */
const ENDS = 'app_server_certificate_expiry_timestamp_seconds';

/** Days that are left when somebody is told: ours are renewed by an `up` within 90, those of an operator by itself within 7. */
const DAYS = { ours: 30, others: 3 };

/** Alert on the certificates of Postgres and Redis, whoever issued them. */
export function serverCertificateAlerts(certified: Facts['certified']): AlertGroup {
  // The app connects to no server of another namespace, so it measures no certificate there.
  const ours = certified
    .flatMap(({ service, namespace }) => (namespace === undefined ? [service] : []))
    .join('|');
  const endsWithin = (selector: string, days: number) =>
    `min by (server) (${ENDS}{${selector}}) - time() < ${days} * 86400`;
  return {
    name: 'server-certificates',
    alerts: [
      {
        name: 'ServerCertificateNearExpiry',
        expr: [
          ...(ours === '' ? [] : [endsWithin(`server=~"${ours}"`, DAYS.ours)]),
          endsWithin(`server!~"${ours}"`, DAYS.others),
        ].join(' or '),
        for: '1h',
        severity: 'critical',
        summary: 'The certificate of {{ $labels.server }} expires in {{ $value | humanizeDuration }}',
        description: 'When it is over, the app refuses the server: without Postgres nobody can sign in.',
        runbook:
          'Where Pulumi issued it: npm run up renews it, and restarts the server for some seconds. Where npm run secrets printed it: raise secrets.rotation.certificates. With CloudNativePG the log of its operator says why it does not renew it.',
      },
    ],
  };
}
