import type { Construct } from 'constructs';
import { token } from '../../manifests/placeholder-tokens.ts';
import type { Storage } from '../defaults/deployment-and-statefulset-specs.ts';
import { OBJECT_STORE, SECRETS } from '../defaults/names-and-ports.ts';
import { probe, type Resources, scratch } from '../defaults/pod.ts';
import { SinglePodServer } from '../defaults/single-pod-server.ts';
import { tlsVolume } from '../defaults/tls-volume.ts';
import { Kube } from '../defaults/typed-kubernetes-objects.ts';
import { keyName, STORE_USERS } from '../facts/object-store-folders-and-keys.ts';

export interface ObjectStoreServerProps {
  /** Image of VersityGW. */
  readonly image: string;
  readonly storage: Storage;
  readonly resources: Resources;
  /** Namespace of the platform, whose priority classes it uses. */
  readonly platform: string;
}

/**
 * A single VersityGW, which serves a volume as an S3 store: buckets are folders, and objects are files in them. Metadata is in
 * the extended attributes of the files.
 *
 * It speaks TLS alone, with a certificate of the platform's own authority.
 *
 * Each user has a key and may create buckets of its own; nobody sees the buckets of another one. The users are a file of the
 * Secret, which the server reads again after a rotation.
 */
export class ObjectStoreServer extends SinglePodServer {
  constructor(scope: Construct, id: string, props: ObjectStoreServerProps) {
    const { name, port, region } = OBJECT_STORE;
    const health = { httpGet: { path: HEALTH, port: 's3', scheme: 'HTTPS' } };
    super(scope, id, {
      name,
      user: 1000,
      graceSeconds: 30,
      priority: 'data',
      platform: props.platform,
      storage: props.storage,
      service: { ports: [{ name: 's3', port, targetPort: 's3' }] },
      container: {
        image: props.image,
        // Global options come before the backend.
        command: [
          '/usr/local/bin/versitygw',
          `--port=:${port}`,
          `--region=${region}`,
          `--health=${HEALTH}`,
          `--iam-dir=${USERS}`,
          `--cert=${TLS}/tls.crt`,
          `--key=${TLS}/tls.key`,
          '--quiet',
          'posix',
          DATA,
        ],
        env: [
          { name: 'ROOT_ACCESS_KEY_ID', value: 'root' },
          {
            name: 'ROOT_SECRET_ACCESS_KEY',
            valueFrom: { secretKeyRef: { name: SECRETS.objectStoreUsers, key: 'root' } },
          },
        ],
        ports: [{ name: 's3', containerPort: port }],
        resources: props.resources,
        startupProbe: probe(health, { every: 2, failures: 30, timeout: 3 }),
        livenessProbe: probe(health, { every: 10, failures: 6, timeout: 5 }),
        readinessProbe: probe(health, { every: 5, failures: 3, timeout: 3 }),
        volumeMounts: [
          { name: 'users', mountPath: USERS, readOnly: true },
          { name: 'tls', mountPath: TLS, readOnly: true },
          { name: 'data', mountPath: DATA },
          { name: 'tmp', mountPath: '/tmp' },
        ],
      },
      volumes: [
        {
          name: 'users',
          secret: {
            secretName: SECRETS.objectStoreUsers,
            items: [{ key: USERS_FILE, path: USERS_FILE }],
            defaultMode: 0o440,
          },
        },
        tlsVolume(SECRETS.objectStoreTls),
        scratch('tmp', '64Mi'),
      ],
    });
    new Kube(this, 'users', 'Secret', {
      metadata: { name: SECRETS.objectStoreUsers },
      type: 'Opaque',
      stringData: {
        root: token(keyName('root')),
        ...Object.fromEntries(STORE_USERS.map((user) => [user, token(keyName(user))])),
        [USERS_FILE]: usersFile(),
      },
    });
  }
}

const HEALTH = '/health';
const DATA = '/data';
const USERS = '/etc/object-store';
const TLS = '/etc/object-store-tls';
const USERS_FILE = 'users.json';

/** Users of VersityGW's internal accounts; `userplus` may create buckets, and sees no others. */
function usersFile(): string {
  const accounts = STORE_USERS.map((user) => [
    user,
    { access: user, secret: token(keyName(user)), role: 'userplus', userID: 0, groupID: 0, projectID: 0 },
  ]);
  return JSON.stringify({ accessAccounts: Object.fromEntries(accounts) }, null, 1);
}
