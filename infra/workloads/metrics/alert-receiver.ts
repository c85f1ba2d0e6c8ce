import { Construct } from 'constructs';
import { token } from '../../manifests/tokens.ts';
import type { Settings } from '../../settings/schema.ts';
import { Kube } from '../house/kube.ts';
import { SECRETS } from '../house/names.ts';
import type { DeclaredValue } from '../secrets/secrets.ts';
import type { Receiver } from './alert-routes.ts';

/** Who hears of alerts, as the settings have it, and the Secret with what only they and we know. */
export class AlertReceiver extends Construct {
  readonly told: Receiver;
  /** What the Secret waits for. */
  readonly values: readonly DeclaredValue[];

  /** @throws Error for mail without a mail server, which the settings refuse */
  constructor(scope: Construct, id: string, props: AlertReceiverProps) {
    super(scope, id);
    const { kind, mail } = props;
    if (kind === 'email') {
      if (!mail) throw new Error('alerts by mail need a mail server');
      const { to, user } = props;
      this.told = { kind, to, user, from: mail.from, server: `${mail.host}:${mail.port}` };
      this.secret({ password: token('smtp.password') });
      // Declared with the Secret of the app's own mail.
      this.values = [];
    } else if (kind === 'webhook') {
      this.told = { kind };
      this.secret({ url: token('alerts.webhook') });
      this.values = [{ token: 'alerts.webhook', made: { by: 'setting', path: 'alertWebhook' } }];
    } else {
      this.told = { kind };
      this.values = [];
    }
  }

  private secret(stringData: Record<string, string>): void {
    new Kube(this, 'secret', 'Secret', {
      metadata: { name: SECRETS.alertReceiver },
      type: 'Opaque',
      stringData,
    });
  }
}

type Metrics = Settings['observability']['metrics'];
export type AlertReceiverProps = Extract<Metrics, { alerts: object }>['alerts']['receiver'] & {
  readonly mail: Settings['mail'] | undefined;
};
