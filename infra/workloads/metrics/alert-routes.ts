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

/**
 * Everything goes to the one receiver, what is critical more often. An alert that follows from another one is left out:
 * where the database is down, it is no news that requests fail.
 */
export function alertRoutes(receiver: Receiver): object {
  return {
    route: {
      receiver: receiver.kind,
      group_by: ['alertname', 'namespace'],
      group_wait: '30s',
      group_interval: '5m',
      repeat_interval: '12h',
      routes: [{ matchers: ['severity="critical"'], receiver: receiver.kind, repeat_interval: '2h' }],
    },
    inhibit_rules: [
      {
        source_matchers: ['alertname=~"DatabaseDown|DatabaseWithoutPrimary"'],
        target_matchers: [
          'alertname=~"ErrorBudgetBurn.*|PodNotReady|AppTargetMissing|Database.*ConnectionsHigh|DatabaseServerDown|DatabaseCopyMissing|ReplicationLag|RestoreNeverProved"',
        ],
      },
      {
        source_matchers: ['alertname="PodCrashLooping"'],
        target_matchers: ['alertname=~"PodNotReady|TargetDown"'],
        equal: ['namespace', 'pod'],
      },
      {
        source_matchers: ['alertname="ErrorBudgetBurnFast"'],
        target_matchers: ['alertname="ErrorBudgetBurnSlow"'],
      },
      {
        source_matchers: ['alertname="RedisDown"'],
        target_matchers: ['alertname=~"CacheHitRateLow|RedisMemoryHigh"'],
      },
    ],
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
