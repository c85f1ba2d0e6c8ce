import type { Settings } from '../../settings/schema.ts';
import { FRONTEND, OBJECT_STORE, POSTGRES, REDIS, SECRETS, WEB } from '../defaults/names-and-ports.ts';
import { storeInside } from './object-store-folders-and-keys.ts';

/** A server that needs a certificate. */
export interface CertifiedServer {
  /** Name of the Secret for its key and certificate. */
  readonly secret: string;
  /** Name of its Service, by which clients call it. */
  readonly service: string;
  /** Namespace of its Service and its Secret. @default the platform's */
  readonly namespace?: string;
  /** Names and addresses of nodes by which people call it. @default none */
  readonly hosts?: readonly string[];
}

type CertifiedBy = Pick<Settings, 'database' | 'cache' | 'exposure' | 'frontend' | 'nodePorts' | 'backup'>;

/** True when people's requests are encrypted on their way to the app's pods, too. */
export function hasBackendTls({ exposure }: Pick<Settings, 'exposure'>): boolean {
  return 'backendTls' in exposure && exposure.backendTls;
}

/**
 * Servers with a certificate of the platform's own authority. The operator of CloudNativePG has an authority for its
 * servers, which renews itself, and AWS has one for its own.
 *
 * @returns for each the Secret of its key and certificate, the Service that clients call, and the hosts that people type for it
 */
export function certifiedServers(settings: CertifiedBy): readonly CertifiedServer[] {
  const { database, cache, frontend, nodePorts } = settings;
  const isEncrypted = hasBackendTls(settings);
  const store = storeInside(settings);
  const hosts = nodePorts.app ? [nodePorts.app.host] : [];
  return [
    ...(database.mode === 'statefulset' && database.clearText !== 'only'
      ? [{ secret: SECRETS.postgresTls, service: POSTGRES.name }]
      : []),
    ...(cache.mode === 'in-cluster' ? [{ secret: SECRETS.redisTls, service: REDIS.name }] : []),
    ...(store
      ? [{ secret: SECRETS.objectStoreTls, service: OBJECT_STORE.name, namespace: store.namespace }]
      : []),
    ...(isEncrypted
      ? [{ secret: SECRETS.webTls, service: WEB.name, ...(!frontend.enabled && { hosts }) }]
      : []),
    ...(isEncrypted && frontend.enabled
      ? [{ secret: SECRETS.frontendTls, service: FRONTEND.name, hosts }]
      : []),
  ];
}
