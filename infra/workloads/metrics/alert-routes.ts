import { SECRETS } from '../defaults/names-and-ports.ts';

/** Receiver of alerts; its secret addresses and passwords come from a Secret, see `receiverSecret`. */
export type Receiver =
  | { readonly kind: 'none' }
  | { readonly kind: 'webhook' }
  | {
      readonly kind: 'email';
      readonly to: string;
      readonly from: string;
      /** `host:port` of the mail server. */
      readonly server: string;
      readonly user: string;
    };

/** Mount path of that Secret in Alertmanager. */
export const RECEIVER_FILES = '/etc/receiver';

/** Name of the Secret that a receiver needs; undefined for none. */
export function receiverSecret({ kind }: Receiver): string | undefined {
  return kind === 'none' ? undefined : SECRETS.alertReceiver;
}

/** Grouping of alerts, and interval of repeated notifications. */
export const TOGETHER = { by: ['alertname', 'namespace'], wait: '30s', interval: '5m', repeat: '12h' };
/** Shorter repeat interval of critical alerts. */
export const CRITICAL = { matcher: 'severity="critical"', repeat: '2h' };

/** The alert that always fires: when it stops arriving, the receiver knows that monitoring is down. */
export const HEARTBEAT = 'Watchdog';

/** Receiver of alerts, and interval of its heartbeat. */
export interface Told {
  readonly receiver: Receiver;
  /** Minutes between two heartbeats. */
  readonly heartbeatMinutes: number;
}

/** Route of the heartbeat, separate because other notifications may be delayed or inhibited. */
export function heartbeat(minutes: number) {
  return { matcher: `alertname="${HEARTBEAT}"`, wait: '0s', interval: '1m', repeat: `${minutes}m` };
}

/** Inhibition rules: alerts that only follow from another one, such as failing requests while the database is down. */
export const FOLLOWS: ReadonlyArray<{ cause: string; effects: string; equal?: readonly string[] }> = [
  {
    cause: 'alertname=~"DatabaseDown|DatabaseWithoutPrimary"',
    effects:
      'alertname=~"ErrorBudgetBurn.*|PodNotReady|AppTargetMissing|Database.*ConnectionsHigh|DatabaseServerDown|DatabaseCopyMissing|ReplicationLag|RestoreNeverProved"',
  },
  {
    cause: 'alertname="PodCrashLooping"',
    effects: 'alertname=~"PodNotReady|TargetDown"',
    equal: ['namespace', 'pod'],
  },
  { cause: 'alertname="NodeNotReady"', effects: 'alertname="TargetDown"', equal: ['node'] },
  { cause: 'alertname="ErrorBudgetBurnFast"', effects: 'alertname="ErrorBudgetBurnSlow"' },
  { cause: 'alertname="RedisDown"', effects: 'alertname=~"CacheHitRateLow|RedisMemoryHigh"' },
];

/** Alertmanager's configuration file: every alert goes to the one receiver. */
export function alertRoutes({ receiver, heartbeatMinutes }: Told): object {
  const beat = heartbeat(heartbeatMinutes);
  return {
    route: {
      receiver: receiver.kind,
      group_by: TOGETHER.by,
      group_wait: TOGETHER.wait,
      group_interval: TOGETHER.interval,
      repeat_interval: TOGETHER.repeat,
      routes: [
        {
          matchers: [beat.matcher],
          receiver: receiver.kind,
          group_by: ['alertname'],
          group_wait: beat.wait,
          group_interval: beat.interval,
          repeat_interval: beat.repeat,
        },
        { matchers: [CRITICAL.matcher], receiver: receiver.kind, repeat_interval: CRITICAL.repeat },
      ],
    },
    inhibit_rules: FOLLOWS.map(({ cause, effects, equal }) => ({
      source_matchers: [cause],
      target_matchers: [effects],
      ...(equal && { equal }),
    })),
    receivers: [{ name: receiver.kind, ...configOf(receiver) }],
  };
}

function configOf(receiver: Receiver) {
  if (receiver.kind === 'none') return {};
  if (receiver.kind === 'webhook')
    return { webhook_configs: [{ url_file: `${RECEIVER_FILES}/url`, send_resolved: true }] };
  const { to, from, server, user } = receiver;
  return {
    email_configs: [
      {
        to,
        from,
        smarthost: server,
        auth_username: user,
        auth_password_file: `${RECEIVER_FILES}/password`,
        send_resolved: true,
      },
    ],
  };
}
