import { TWO_WEEKS_AND_TODAY } from '../../../settings/warnings.ts';
import { ADMISSION_POLICIES } from '../../defaults/admission-policy-names.ts';
import { WEB } from '../../defaults/names-and-ports.ts';
import type { Alert, AlertGroup } from './alert.ts';

export interface SecurityAlertsProps {
  /** True when our own Prometheus scrapes the API server. */
  readonly apiServer: boolean;
  /** Days for which metrics are kept; undefined: up to others. */
  readonly retentionDays: number | undefined;
}

/** Alerts on attempts to get in, and to do in the cluster what is not allowed. */
export function securityAlerts({ apiServer, retentionDays }: SecurityAlertsProps): AlertGroup {
  return {
    name: 'security',
    alerts: [
      SIGN_INS_FAILING,
      LIMITS_HIT,
      ...(apiServer ? [ADMISSION_REFUSED, FORBIDDEN_CALLS, EXEC_INTO_POD] : []),
      ...(remembersTwoWeeks(retentionDays)
        ? [unusualForTheHour(apiServer ? { ...USUAL_OF_APP, ...USUAL_OF_API_SERVER } : USUAL_OF_APP)]
        : []),
    ],
  };
}

/**
 * Alert on refusals by our own admission policies, for a Prometheus of the whole cluster: theirs is the only counter of the API
 * server that says whose object was refused.
 */
export function ownRefusalAlerts(namespace: string): AlertGroup {
  const ours = `policy=~"${namespace}-(${ADMISSION_POLICIES.join('|')})"`;
  return {
    name: 'admission',
    elsewhere: true,
    alerts: [
      {
        ...ADMISSION_REFUSED,
        expr: grew(`${POLICY_CHECKS}{${ours},enforcement_action="deny"}`, '10m', ['policy']),
        runbook:
          'kubectl get events says what a workload could not start, the audit log of the cluster who wanted what. Then mend the object, or the policy.',
      },
    ],
  };
}

function remembersTwoWeeks(retentionDays = TWO_WEEKS_AND_TODAY): boolean {
  return retentionDays >= TWO_WEEKS_AND_TODAY;
}

const FAILED_SIGN_INS = `app_requests_total{job="${WEB.name}",method="POST",endpoint="/sign-in",status="422"}`;
const LIMITED = `app_requests_total{job="${WEB.name}",status="429"}`;
const POLICY_CHECKS = 'apiserver_validating_admission_policy_check_total';
const FORBIDDEN = 'apiserver_request_total{code=~"401|403"}';
const EXECS =
  'apiserver_request_total{resource="pods",subresource=~"exec|attach|ephemeralcontainers",code!~"4.."}';

/**
 * Counters that grew by more than some in a time, by some labels. `increase` misses the first events of a series, which begins
 * with them: a series that was not there counts as well, if its target was asked before.
 */
function grew(selector: string, window: string, labels: readonly string[], most = 0): string {
  const sum = labels.length === 0 ? 'sum' : `sum by (${labels.join(', ')}) `;
  const isNew = `(${selector} unless ${selector} offset ${window}) and on (job, instance) (up offset ${window})`;
  return `${sum}(increase(${selector}[${window}])) > ${most} or ${sum}(${isNew}) > ${most}`;
}

const SIGN_INS_FAILING: Alert = {
  name: 'SignInsFailing',
  expr: grew(FAILED_SIGN_INS, '10m', [], 20),
  for: '1m',
  severity: 'warning',
  summary: 'Some {{ $value | printf "%.0f" }} sign-ins failed in ten minutes',
  description: 'A household mistypes a few times; that many are somebody who tries passwords.',
  runbook:
    'The log of the web pods has the address of each (path /sign-in, status 422). If they go on: block the address at the Ingress, and tell the people whose address was tried. Limits hold them up meanwhile.',
};

const LIMITS_HIT: Alert = {
  name: 'LimitsHit',
  expr: grew(LIMITED, '10m', ['endpoint'], 20),
  for: '1m',
  severity: 'warning',
  summary: 'Requests to {{ $labels.endpoint }} are refused for being too many',
  description: 'Somebody tries without end, or a program of somebody asks too often.',
  runbook:
    'The log of the web pods says from where (status 429). A program of one of ours has to ask less often; others are to be blocked at the Ingress.',
};

const ADMISSION_REFUSED: Alert = {
  name: 'AdmissionRefused',
  expr: [
    grew(`${POLICY_CHECKS}{enforcement_action="deny"}`, '10m', ['policy']),
    grew('apiserver_admission_webhook_rejection_count{error_type="no_error"}', '10m', ['name']),
    grew('pod_security_evaluations_total{decision="deny",mode="enforce"}', '10m', ['policy_level']),
  ].join(' or '),
  for: '0m',
  severity: 'warning',
  summary:
    'The cluster refused an object, by {{ $labels.policy }}{{ $labels.name }}{{ with $labels.policy_level }}Pod Security level {{ . }}{{ end }}',
  description: 'A rollout stands still, or somebody tried to run what is not allowed.',
  runbook:
    'The dashboard Security shows since when; npm run -s audit -- --refused says who wanted what, and kubectl get events -A what a workload could not start. Then mend the object, or the policy.',
};

const FORBIDDEN_CALLS: Alert = {
  name: 'ApiCallsForbidden',
  expr: grew(FORBIDDEN, '10m', ['resource'], 20),
  for: '1m',
  severity: 'warning',
  summary: 'The API server forbade many calls about {{ $labels.resource }}',
  description: 'A program lacks a right, or somebody tries which ones they have.',
  runbook:
    'npm run -s audit -- --forbidden says who. A program of ours gets the right; the account of a stranger is taken away.',
};

const EXEC_INTO_POD: Alert = {
  name: 'ExecIntoPod',
  expr: grew(EXECS, '10m', ['subresource']),
  for: '0m',
  severity: 'warning',
  summary: 'Somebody ran a command in a pod ({{ $labels.subresource }})',
  description: 'No role of the platform may; from there every secret of the pod is readable.',
  runbook:
    'npm run -s audit -- --exec says who and in which pod. If nobody of you did: take that access away, and rotate the secrets of the pod.',
};

/** Counts of an hour, by the words of the alert, and the number below which nothing is unusual. */
type Usual = Readonly<Record<string, readonly [selector: string, least: number]>>;

const USUAL_OF_API_SERVER: Usual = { 'forbidden calls of the API server': [FORBIDDEN, 50] };
const USUAL_OF_APP: Usual = {
  'failed sign-ins': [FAILED_SIGN_INS, 10],
  'requests over a limit': [LIMITED, 10],
  'requests to the app': [`app_requests_total{job="${WEB.name}",endpoint!~"/health.*|/ready"}`, 2000],
};

/** Times as many as in the same hour of any of the last fourteen days, of which seven are known. */
const MORE = 3;
const DAYS = Array.from({ length: 14 }, (_, index) => index + 1);

function unusualForTheHour(usual: Usual): Alert {
  return {
    name: 'UnusualForTheHour',
    expr: Object.entries(usual)
      .map(([what, [selector, least]]) => {
        const days = DAYS.map(
          (day) => `label_replace(sum(increase(${selector}[1h] offset ${day}d)), "day", "${day}", "", "")`,
        ).join(' or ');
        const now = `sum(increase(${selector}[1h]))`;
        const unusual = `${now} > ${least} and ${now} > ${MORE} * max(${days}) and count(${days}) >= 7`;
        return `label_replace(${unusual}, "what", "${what}", "", "")`;
      })
      .join(' or '),
    for: '5m',
    severity: 'warning',
    summary: 'Unusual for this hour: {{ $value | printf "%.0f" }} {{ $labels.what }}',
    description: `More than ${MORE} times as many as in the same hour of any day of the last two weeks.`,
    runbook:
      'Look at the dashboard Security for when it began, then at the log of the web pods of that time for the addresses, or at the audit log for the accounts.',
  };
}
