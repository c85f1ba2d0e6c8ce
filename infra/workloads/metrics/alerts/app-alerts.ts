import { FRONTEND, WEB, WORKER } from '../../defaults/names-and-ports.ts';
import type { Alert, AlertGroup } from './alert.ts';
import { CACHE_ALERTS } from './cache-lookup-alerts.ts';

/** Share of requests that may fail in a month: the service level is 99.5 %. */
const ERROR_BUDGET = 0.005;

/** Selector of people's requests: the kubelet's probes run all day, and get errors from unready pods by design. */
const OF_PEOPLE = `job="${WEB.name}",endpoint!~"/health.*|/ready"`;
const REQUESTS = `app_requests_total{${OF_PEOPLE}}`;
const FAILED = `app_requests_total{${OF_PEOPLE},status=~"5.."}`;

/** Condition that the error budget burns `times` faster than allowed: the "SRE Workbook", chapter 5. */
function burns(window: string, times: number): string {
  const most = Number((times * ERROR_BUDGET).toFixed(4));
  return `sum(rate(${FAILED}[${window}])) / sum(rate(${REQUESTS}[${window}])) > ${most}`;
}

/** Number of failed requests: a household makes so few requests that a single failure is no outage. */
function failures(window: string): string {
  return `sum(increase(${FAILED}[${window}]))`;
}

/** Alerts on symptoms that users of the app would notice. */
export function appAlerts({ frontend }: { readonly frontend: boolean }): AlertGroup {
  const watched = [WEB, WORKER, ...(frontend ? [FRONTEND] : [])].map(({ name }) => name);
  return {
    name: 'app',
    alerts: [...ERROR_BUDGET_BURNS, ...CACHE_ALERTS, NIGHTLY_WORK, ...RECEIPT_FILES, targetMissing(watched)],
  };
}

/** Last success of nightly work: the same in each worker, once it has queried the database; 0 means never. */
const DONE = 'app_nightly_last_success_timestamp_seconds';
/** Maximum age in hours: a night, and two hours in case the workers are busy. */
const NIGHT = 26;

const NIGHTLY_WORK: Alert = {
  name: 'NightlyWorkLate',
  expr: `time() - max by (kind) (${DONE}) > ${NIGHT * 3600} or absent(${DONE})`,
  for: '1h',
  severity: 'warning',
  summary: 'Nightly work is late{{ with $labels.kind }}: {{ . }}{{ end }}',
  description:
    'Nobody notices yet: sessions that are over, old keys and old jobs are only not taken away. The next night makes up for it.',
  runbook:
    'kubectl get pods -l app.kubernetes.io/name=worker and their log: "job failed" says why, "the queue cannot be asked" that the database does not let them in. What failed six times is tried again the next night.',
};

/** Files of receipts that the last nightly check found so: the same number in each worker. */
const foundFiles = (what: 'missing' | 'unlisted') => `max(app_receipt_files{what="${what}"}) > 0`;

const RECEIPT_FILES: readonly Alert[] = [
  {
    name: 'ReceiptFilesMissing',
    expr: foundFiles('missing'),
    for: '10m',
    severity: 'critical',
    summary: '{{ $value }} files of receipts are missing, or cut off',
    description:
      'Whoever opens one of these receipts gets none. Backups have their files, as long as one is kept that lists them.',
    runbook:
      'kubectl logs -l app.kubernetes.io/name=worker: "receipts whose file is missing" names the first ten. Were they moved to the other store without uploads.kind? Else bring them back from a backup, "Receipts" in infra/operations/README.md. It ends with the check of the next night.',
  },
  {
    name: 'ReceiptFilesUnlisted',
    expr: foundFiles('unlisted'),
    for: '10m',
    severity: 'warning',
    summary: '{{ $value }} files are kept that no receipt has',
    description:
      'Nobody notices: they only take room. After a restore they are the receipts that came after the dump.',
    runbook:
      'kubectl logs -l app.kubernetes.io/name=worker: "files that no receipt has" names the first ten. Once nobody goes back to the database of before, node app/receipts/receipts-command.ts check --remove removes them, "Receipts" in infra/operations/README.md. It ends with the check of the next night.',
  },
];

const ERROR_BUDGET_BURNS: readonly Alert[] = [
  {
    name: 'ErrorBudgetBurnFast',
    expr: `${burns('1h', 14.4)} and ${burns('5m', 14.4)} and ${failures('1h')} > 10`,
    for: '2m',
    severity: 'critical',
    summary: "The app fails so many requests that a month's error budget is gone in two days",
    description: 'More than 7.2 % of requests ended with a 5xx status over the last hour, and still do.',
    runbook:
      'Look at the log of the web pods for the errors (level 50) and at what was rolled out last; if that was it, roll back: kubectl rollout undo deployment/web.',
  },
  {
    name: 'ErrorBudgetBurnSlow',
    expr: `${burns('6h', 6)} and ${burns('30m', 6)} and ${failures('6h')} > 10`,
    for: '15m',
    severity: 'warning',
    summary: "The app fails so many requests that a month's error budget is gone in five days",
    description: 'More than 3 % of requests ended with a 5xx status over the last six hours, and still do.',
    runbook:
      'Find the endpoint: sum by (endpoint) (rate(app_requests_total{status=~"5.."}[30m])). Then the errors of that route in the log of the web pods.',
  },
];

function targetMissing(names: readonly string[]): Alert {
  return {
    name: 'AppTargetMissing',
    expr: names.map((name) => `absent(up{job="${name}"})`).join(' or '),
    for: '5m',
    severity: 'critical',
    summary: 'Prometheus knows of no pod of {{ $labels.job }}',
    description: 'Either no pod runs, or none is found: what happens to people is not seen.',
    runbook:
      'kubectl get deployment,pods -l app.kubernetes.io/name={{ $labels.job }}; then kubectl describe what does not run.',
  };
}
