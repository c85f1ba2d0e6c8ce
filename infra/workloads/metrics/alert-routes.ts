import { SECRETS } from '../house/names.ts';

/** Who hears of alerts; the addresses and passwords that are secret come from the Secret of the receiver. */
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

/** Where Alertmanager finds the files of that Secret. */
export const RECEIVER_FILES = '/etc/receiver';

/** The Secret that a receiver needs. */
export function receiverSecret({ kind }: Receiver): string | undefined {
  return kind === 'none' ? undefined : SECRETS.alertReceiver;
}

/** How what is wrong is put together, and how often it is said again. */
export const TOGETHER = { by: ['alertname', 'namespace'], wait: '30s', interval: '5m', repeat: '12h' };
/** What is critical is said more often. */
export const CRITICAL = { matcher: 'severity="critical"', repeat: '2h' };

/** The alert that always fires: who no longer hears it knows that nobody is watching. */
export const HEARTBEAT = 'Watchdog';

/** Who hears of alerts, and how often of the one that always fires. */
export interface Told {
  readonly receiver: Receiver;
  /** Minutes. */
  readonly heartbeatMinutes: number;
}

/** A heartbeat stands by itself: what else is told may be late, or held back. */
export function heartbeat(minutes: number) {
  return { matcher: `alertname="${HEARTBEAT}"`, wait: '0s', interval: '1m', repeat: `${minutes}m` };
}

/** Which alerts are no news because of which other one: where the database is down, requests fail. */
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

/** Everything goes to the one receiver, as the file of an Alertmanager has it. */
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
