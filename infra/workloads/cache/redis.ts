import { Construct } from 'constructs';
import { CONFIG_CHECKSUM, checksum } from '../../manifests/checksum.ts';
import { mebibytes, quantity } from '../../manifests/quantity.ts';
import { housePod, labelsOf, probe, type Resources } from '../house/house.ts';
import { Kube } from '../house/kube.ts';
import { REDIS, SECRETS } from '../house/names.ts';

export interface RedisProps {
  readonly image: string;
  /** Memory for data, for example `160Mi`; connections and copies need some more. */
  readonly maxMemory: string;
  /** What goes first when the memory is full, for example `allkeys-lru`. */
  readonly evictionPolicy: string;
  readonly resources: Resources;
}

/** One Redis server that keeps nothing: sessions and cached figures, all of which can be made again. */
export class Redis extends Construct {
  constructor(scope: Construct, id: string, props: RedisProps) {
    super(scope, id);
    const { name, port } = REDIS;
    const config = { 'redis.conf': redisConf(props) };
    const labels = labelsOf(name);
    const ping = { exec: { command: ['sh', '-c', 'test "$(redis-cli -h 127.0.0.1 ping)" = PONG'] } };

    new Kube(this, 'account', 'ServiceAccount', { metadata: { name }, automountServiceAccountToken: false });
    new Kube(this, 'config', 'ConfigMap', { metadata: { name }, data: config });
    new Kube(this, 'service', 'Service', {
      metadata: { name, labels },
      spec: { selector: labels, ports: [{ name: 'redis', port, targetPort: 'redis' }] },
    });
    new Kube(this, 'server', 'Deployment', {
      metadata: { name, labels },
      spec: {
        replicas: 1,
        selector: { matchLabels: labels },
        // Two servers behind one Service would each hold half of the sessions, and serve what the other one dropped.
        strategy: { type: 'Recreate' },
        revisionHistoryLimit: 3,
        template: housePod({
          name,
          user: 999,
          graceSeconds: 10,
          annotations: { [CONFIG_CHECKSUM]: checksum([config]) },
          containers: [
            {
              name: 'redis',
              image: props.image,
              command: ['sh', '-c', START],
              // redis-cli looks for this name by itself.
              env: [
                {
                  name: 'REDISCLI_AUTH',
                  valueFrom: { secretKeyRef: { name: SECRETS.redis, key: 'REDIS_PASSWORD' } },
                },
              ],
              ports: [{ name: 'redis', containerPort: port }],
              resources: props.resources,
              startupProbe: probe(ping, { every: 2, failures: 30, timeout: 3 }),
              livenessProbe: probe(ping, { every: 10, failures: 3, timeout: 3 }),
              readinessProbe: probe(ping, { every: 5, failures: 2, timeout: 3 }),
              volumeMounts: [{ name: 'config', mountPath: '/etc/redis', readOnly: true }],
            },
          ],
          volumes: [{ name: 'config', configMap: { name } }],
        }),
      },
    });
  }
}

/** The password comes in by standard input: it is in no file, and in no argument that `ps` would show. */
const START = `exec redis-server - <<CONF
include /etc/redis/redis.conf
requirepass "$REDISCLI_AUTH"
CONF
`;

function redisConf({ maxMemory, evictionPolicy }: RedisProps): string {
  return `# The password is not here: it comes from the Secret when the server starts.
bind * -::*
protected-mode yes
port ${REDIS.port}
tcp-keepalive 60

maxmemory ${mebibytes(quantity(maxMemory)).replace('Mi', 'mb')}
maxmemory-policy ${evictionPolicy}
maxmemory-clients 10%
lazyfree-lazy-eviction yes
lazyfree-lazy-expire yes

# Nothing is kept: the root file system is read-only, and all of it can be made again.
save ""
appendonly no
`;
}
