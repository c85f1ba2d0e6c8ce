import { SECRETS } from '../defaults/names-and-ports.ts';
import { CRITICAL, FOLLOWS, heartbeat, type Receiver, TOGETHER } from './alert-routes.ts';

/** Spec of an AlertmanagerConfig, `v1alpha1`. */
export interface OperatedRoutes {
  readonly route: object;
  readonly inhibitRules: readonly object[];
  readonly receivers: ReadonlyArray<Readonly<Record<string, unknown>>>;
}

/** The routes of `alertRoutes` for an operator's Alertmanager, which limits them to alerts of our namespace. */
export function operatedRoutes(
  receiver: Exclude<Receiver, { kind: 'none' }>,
  heartbeatMinutes: number,
): OperatedRoutes {
  const beat = heartbeat(heartbeatMinutes);
  return {
    route: {
      receiver: receiver.kind,
      groupBy: TOGETHER.by,
      groupWait: TOGETHER.wait,
      groupInterval: TOGETHER.interval,
      repeatInterval: TOGETHER.repeat,
      routes: [
        {
          receiver: receiver.kind,
          matchers: [matcher(beat.matcher)],
          groupBy: ['alertname'],
          groupWait: beat.wait,
          groupInterval: beat.interval,
          repeatInterval: beat.repeat,
        },
        {
          receiver: receiver.kind,
          matchers: [matcher(CRITICAL.matcher)],
          repeatInterval: CRITICAL.repeat,
        },
      ],
    },
    inhibitRules: FOLLOWS.map(({ cause, effects, equal }) => ({
      sourceMatch: [matcher(cause)],
      targetMatch: [matcher(effects)],
      ...(equal && { equal }),
    })),
    receivers: [{ name: receiver.kind, ...configOf(receiver) }],
  };
}

function matcher(text: string) {
  const [, name, matchType, value] = /^(\w+)(=~?)"(.*)"$/.exec(text) ?? [];
  return { name, matchType, value };
}

function configOf(receiver: Exclude<Receiver, { kind: 'none' }>) {
  const secret = (key: string) => ({ name: SECRETS.alertReceiver, key });
  if (receiver.kind === 'webhook')
    return { webhookConfigs: [{ urlSecret: secret('url'), sendResolved: true }] };
  const { to, from, server, user } = receiver;
  return {
    emailConfigs: [
      {
        to,
        from,
        smarthost: server,
        authUsername: user,
        authPassword: secret('password'),
        sendResolved: true,
      },
    ],
  };
}
