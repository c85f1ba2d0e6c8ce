import * as v from 'valibot';
import { cidr } from '../addresses.ts';
import { group } from '../group.ts';
import { sender } from '../names.ts';
import { unchosen, whole, words } from '../values.ts';

const kinds = ['none', 'webhook', 'email'] as const;
const refused = unchosen(kinds, []);

function receiver<Webhook extends v.ObjectEntries>(webhook: Webhook) {
  return v.variant(
    'kind',
    [
      /** Alertmanager shows them, and tells nobody. */
      group({ kind: v.literal('none') }),
      /** Its address is `secrets.alertWebhook`, because whoever knows it can write there. */
      group({ kind: v.literal('webhook'), ...webhook }),
      /** By the server of `mail`, which must want the password of `secrets.smtpPassword`. */
      group({
        kind: v.literal('email'),
        to: sender(),
        user: words('the name that the mail server knows us by'),
      }),
    ],
    (issue) => (issue.path ? refused(issue) : `must be a group of settings with kind ${kinds.join(', ')}`),
  );
}

/** Hours that the newest dump which a restore proved may be old: two missed nights, and the two until the drill. */
const restoreMaxAgeHours = v.optional(whole(1, 1000), 52);

/** Between two times that the receiver is told of the alert that always fires; a service that waits for it wants less. */
const heartbeatMinutes = v.optional(whole(1, 10_080), 1440);

/** When somebody is told, and who. */
export const alerts = group({
  receiver: v.optional(
    receiver({
      port: v.optional(whole(1, 65535), 443),
      /** Where it is. Absent: on the internet, at no private address. */
      network: v.exactOptional(cidr()),
    }),
    { kind: 'none' },
  ),
  restoreMaxAgeHours,
  heartbeatMinutes,
});

/** The same by an Alertmanager of others, who say where it may send to. */
export const operatedAlerts = group({
  /** none: whom it tells is theirs to say too. */
  receiver: v.optional(receiver({}), { kind: 'none' }),
  restoreMaxAgeHours,
  heartbeatMinutes,
});
