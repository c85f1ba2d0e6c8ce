import { type Dashboard, figure, lines, type Row } from './dashboard-types-and-panel-makers.ts';

export interface SecurityDashboardProps {
  /** True when our own Prometheus scrapes the API server. */
  readonly apiServer: boolean;
  /** True when it has the results of Kyverno's reports too. */
  readonly policyReports: boolean;
}

/** Dashboard of refusals: at the app, at the API server, and by policies that only report. */
export function securityDashboard({ apiServer, policyReports }: SecurityDashboardProps): Dashboard {
  const rows = [APP, ...(apiServer ? [API_SERVER] : []), ...(policyReports ? [REPORTS] : [])];
  return { uid: 'finance-security', title: 'Security', rows };
}

const FAILED_SIGN_INS = 'app_requests_total{method="POST",endpoint="/sign-in",status="422"}';

const APP: Row = {
  title: 'Who tries to get in?',
  panels: [
    figure('Failed sign-ins in an hour', 'short', `sum(increase(${FAILED_SIGN_INS}[1h])) or vector(0)`, 20),
    lines('Failed sign-ins', 'short', {
      now: `sum(increase(${FAILED_SIGN_INS}[10m]))`,
      'a day before': `sum(increase(${FAILED_SIGN_INS}[10m] offset 1d))`,
    }),
    lines('Refused by the app', 'short', {
      '{{status}} {{endpoint}}':
        'topk(8, sum by (status, endpoint) (increase(app_requests_total{status=~"401|403|429"}[10m])))',
    }),
  ],
};

const API_SERVER: Row = {
  title: 'What did the cluster refuse?',
  panels: [
    figure(
      'Objects refused in a day',
      'short',
      'sum(increase(apiserver_validating_admission_policy_check_total{enforcement_action="deny"}[1d])) or vector(0)',
      1,
    ),
    lines('Objects refused, by whom', 'short', {
      '{{policy}}':
        'sum by (policy) (increase(apiserver_validating_admission_policy_check_total{enforcement_action="deny"}[10m]))',
      '{{name}}': 'sum by (name) (increase(apiserver_admission_webhook_rejection_count[10m]))',
      'Pod Security {{policy_level}}':
        'sum by (policy_level) (increase(pod_security_evaluations_total{decision="deny",mode="enforce"}[10m]))',
    }),
    lines('Calls forbidden', 'short', {
      '{{verb}} {{resource}}':
        'topk(8, sum by (verb, resource) (increase(apiserver_request_total{code=~"401|403"}[10m])))',
    }),
    lines('Commands in pods', 'short', {
      '{{subresource}} {{code}}':
        'sum by (subresource, code) (increase(apiserver_request_total{resource="pods",subresource=~"exec|attach|ephemeralcontainers"}[10m]))',
    }),
  ],
};

const REPORTS: Row = {
  title: 'What runs against a policy of Kyverno?',
  panels: [
    figure('Objects that fail', 'short', 'count(finance_policy_report_fail > 0) or vector(0)', 1),
    lines('Failing, by object', 'short', {
      '{{namespace}} {{kind}} {{name}}': 'max by (namespace, kind, name) (finance_policy_report_fail) > 0',
    }),
    lines('Results', 'short', {
      pass: 'sum(finance_policy_report_pass)',
      fail: 'sum(finance_policy_report_fail)',
      warn: 'sum(finance_policy_report_warn)',
      error: 'sum(finance_policy_report_error)',
    }),
  ],
};
