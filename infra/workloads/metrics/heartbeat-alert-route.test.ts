import { describe, expect, it } from 'vitest';
import { alertRoutes, type Receiver } from './alert-routes.ts';
import { operatedRoutes } from './alertmanager-config-for-prometheus-operator.ts';

const receiver: Receiver = { kind: 'webhook' };

describe('the alert that always fires', () => {
  it('goes its own way before all others, as often as the settings say', () => {
    const { route } = alertRoutes({ receiver, heartbeatMinutes: 5 }) as { route: { routes: object[] } };
    expect(route.routes[0]).toEqual({
      matchers: ['alertname="Watchdog"'],
      receiver: 'webhook',
      group_by: ['alertname'],
      group_wait: '0s',
      group_interval: '1m',
      repeat_interval: '5m',
    });
  });

  it('does so with an Alertmanager of an operator too', () => {
    const { route } = operatedRoutes(receiver, 1440) as { route: { routes: object[] } };
    expect(route.routes[0]).toMatchObject({
      matchers: [{ name: 'alertname', matchType: '=', value: 'Watchdog' }],
      repeatInterval: '1440m',
    });
  });
});
