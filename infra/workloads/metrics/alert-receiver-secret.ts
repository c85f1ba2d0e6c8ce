import { Construct } from 'constructs';
import { token } from '../../manifests/placeholder-tokens.ts';
import type { Settings } from '../../settings/schema.ts';
import { SECRETS } from '../defaults/names-and-ports.ts';
import { Kube } from '../defaults/typed-kubernetes-objects.ts';
import type { DeclaredValue } from '../secrets/declared-value-types.ts';
import type { Receiver } from './alert-routes.ts';

/** Receiver of alerts from the settings, and the Secret with its address or password. */
export class AlertReceiver extends Construct {
  readonly told: Receiver;
  /** Declared values of the Secret. */
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
      // Declared with Secret `smtp`.
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
