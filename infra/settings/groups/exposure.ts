import * as v from 'valibot';
import { group } from '../group.ts';
import { dnsLabel, hostName, hostOrAddress, objectName, texts } from '../names.ts';
import { unchosen, whole } from '../values.ts';

const built = ['port-forward', 'node-port', 'ingress'] as const;
const refused = unchosen(built, ['gateway', 'load-balancer']);

/** How people reach the app. The default opens nothing. */
export const exposure = v.variant(
  'kind',
  [
    group({ kind: v.literal('port-forward'), localPort: v.optional(whole(1, 65535), 8080) }),
    group({
      kind: v.literal('node-port'),
      nodePort: v.optional(whole(30000, 32767), 30080),
      /** What people type: the name or address of a node. */
      host: hostOrAddress(),
    }),
    group({
      kind: v.literal('ingress'),
      host: hostName(),
      className: v.optional(objectName(), 'traefik'),
      annotations: v.optional(texts(), {}),
      /** Where the controller's pods run: only they may reach the app. */
      controller: v.optional(
        group({
          namespace: v.optional(dnsLabel(), 'kube-system'),
          podLabels: v.optional(texts(), { 'app.kubernetes.io/name': 'traefik' }),
        }),
        {},
      ),
      tls: v.exactOptional(group({ secretName: objectName() })),
    }),
  ],
  (issue) => (issue.path ? refused(issue) : `must be a group of settings with kind ${built.join(', ')}`),
);
