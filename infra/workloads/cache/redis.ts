import type { Construct } from 'constructs';
import type { Storage } from '../defaults/deployment-and-statefulset-specs.ts';
import { REDIS, REDIS_CLAIM, SECRETS } from '../defaults/names-and-ports.ts';
import type { Placement } from '../defaults/node-placement.ts';
import { probe, type Resources } from '../defaults/pod.ts';
import { SinglePodServer } from '../defaults/single-pod-server.ts';
import { tlsVolume } from '../defaults/tls-volume.ts';
import { Kube } from '../defaults/typed-kubernetes-objects.ts';
import { DATA_FOLDER, type RedisConf, redisConf, TLS_FOLDER } from './redis-conf.ts';

export interface RedisProps extends RedisConf {
  readonly image: string;
  readonly resources: Resources;
  /** @default any node */
  readonly placement?: Placement | undefined;
  /** Volume of the persisted data, created when there is persistence. */
  readonly storage: Storage;
}

/**
 * A Redis server for copies of sessions and cached figures: all data can be rebuilt, whether it is persisted or not.
 *
 * Two servers behind one Service would each hold half of the sessions, and serve entries that the other invalidated; two on
 * one volume would overwrite each other's files.
 */
export class Redis extends SinglePodServer {
  constructor(scope: Construct, id: string, props: RedisProps) {
    const { name, port } = REDIS;
    const { size, storageClass } = props.storage;
    const isKept = props.persistence !== 'none';
    // Unverified: another certificate is no reason to restart a server that answers on its own loopback.
    const ask = 'redis-cli -h 127.0.0.1 --tls --insecure ping';
    const ping = { exec: { command: ['sh', '-c', `test "$(${ask})" = PONG`] } };
    super(scope, id, {
      name,
      priority: 'cache',
      user: 999,
      placement: props.placement,
      // The final snapshot takes a second per some hundred mebibytes.
      graceSeconds: isKept ? 60 : 10,
      configMaps: [{ volume: 'config', files: { 'redis.conf': redisConf(props) } }],
      service: { ports: [{ name: 'redis', port, targetPort: 'redis' }] },
      container: {
        image: props.image,
        command: ['sh', '-c', START],
        // redis-cli reads this variable by itself.
        env: [
          {
            name: 'REDISCLI_AUTH',
            valueFrom: { secretKeyRef: { name: SECRETS.redis, key: 'REDIS_PASSWORD' } },
          },
        ],
        ports: [{ name: 'redis', containerPort: port }],
        resources: props.resources,
        // Ten minutes to load persisted data.
        startupProbe: probe(ping, { every: 2, failures: isKept ? 300 : 30, timeout: 3 }),
        livenessProbe: probe(ping, { every: 10, failures: 3, timeout: 3 }),
        readinessProbe: probe(ping, { every: 5, failures: 2, timeout: 3 }),
        volumeMounts: [
          { name: 'config', mountPath: '/etc/redis', readOnly: true },
          { name: 'tls', mountPath: TLS_FOLDER, readOnly: true },
          ...(isKept ? [{ name: 'data', mountPath: DATA_FOLDER }] : []),
        ],
      },
      volumes: [
        tlsVolume(SECRETS.redisTls),
        ...(isKept ? [{ name: 'data', persistentVolumeClaim: { claimName: REDIS_CLAIM } }] : []),
      ],
    });
    if (!isKept) return;
    new Kube(this, 'claim', 'PersistentVolumeClaim', {
      metadata: { name: REDIS_CLAIM },
      spec: {
        accessModes: ['ReadWriteOnce'],
        ...(storageClass !== undefined && { storageClassName: storageClass }),
        resources: { requests: { storage: size } },
      },
    });
  }
}

/** The password is passed by standard input: it is in no file, and in no argument that `ps` would show. */
const START = `exec redis-server - <<CONF
include /etc/redis/redis.conf
requirepass "$REDISCLI_AUTH"
CONF
`;
