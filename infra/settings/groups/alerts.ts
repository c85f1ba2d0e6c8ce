import * as v from 'valibot';
import { group } from '../group.ts';
import { cidr } from '../ipv4-address-and-range-schemas.ts';
import { sender } from '../name-and-url-schemas.ts';
import { unchosen, whole, words } from '../quantity-text-and-choice-schemas.ts';

const kinds = ['none', 'webhook', 'email'] as const;
const refused = unchosen(kinds, []);

function receiver<Webhook extends v.ObjectEntries>(webhook: Webhook) {
  return v.variant(
    'kind',
    [
      /** No receiver: alerts are visible in Alertmanager only. */
      group({ kind: v.literal('none') }),
      /** A webhook; its address is `secrets.alertWebhook`, because whoever knows it can write there. */
      group({ kind: v.literal('webhook'), ...webhook }),
      /** E-mail through the server of `mail`, which must require the password of `secrets.smtpPassword`. */
      group({
        kind: v.literal('email'),
        /** Address that alerts are mailed to. */
        to: sender(),
        /** The name that we sign in with at the mail server. */
        user: words('the name that the mail server knows us by'),
      }),
    ],
    (issue) => (issue.path ? refused(issue) : `must be a group of settings with kind ${kinds.join(', ')}`),
  );
}

/** Maximum age in hours of the newest dump that a restore verified: two missed nights, and the two hours until the drill. */
const restoreMaxAgeHours = v.optional(whole(1, 1000), 52);

/**
 * Minutes between two notifications of the alert that always fires; a dead man's switch service needs a shorter interval.
 */
const heartbeatMinutes = v.optional(whole(1, 10_080), 1440);

/** Alert thresholds and the receiver. */
export const alerts = group({
  receiver: v.optional(
    receiver({
      /** The port of its address. */
      port: v.optional(whole(1, 65535), 443),
      /** Address range of the webhook. Absent: any public address, no private one. */
      network: v.exactOptional(cidr()),
    }),
    { kind: 'none' },
  ),
  restoreMaxAgeHours,
  heartbeatMinutes,
});

/** Alerts through an Alertmanager of others, who decide where it may send to. */
export const operatedAlerts = group({
  /** Receiver of our alerts; `none` leaves the choice to the operators of that Alertmanager. */
  receiver: v.optional(receiver({}), { kind: 'none' }),
  restoreMaxAgeHours,
  heartbeatMinutes,
});
