import { hostAndPortOf } from './host-and-port-of-address.ts';
import { isAddress, overlap, PRIVATE_RANGES } from './ipv4-address-and-range-schemas.ts';
import type { Settings } from './schema.ts';

/**
 * Warnings about servers in a private network, from which the network policies keep pods away: public addresses are reached,
 * and the ranges that the settings name. A server is known to be there by its address, or by a domain that nobody has in
 * public.
 */
export function privateServerWarnings(settings: Settings): readonly string[] {
  if (!settings.policies.networkPolicies) return [];
  return [...ofOurPods(settings), ...ofAddOns(settings)].map(
    ({ setting, host, range }) =>
      `${setting} is ${host}, and pods reach no private address unless ${range} names the range that it is in`,
  );
}

/** A server that is not reached. */
interface Unreached {
  /** Setting that names it. */
  readonly setting: string;
  readonly host: string;
  /** Setting that would name its range. */
  readonly range: string;
}

/** Servers of our own pods: one that is named by its address is reached there. */
function ofOurPods({ backup, mail, observability }: Settings): readonly Unreached[] {
  const { objectStore } = backup;
  const { logs } = observability;
  const stores = [
    ['backup.objectStore', objectStore?.kind === 's3' && !objectStore.pods ? objectStore : undefined],
    ['observability.logs.objectStore', logs.kind === 'loki' ? logs.objectStore : undefined],
  ] as const;
  const servers: ReadonlyArray<{ group: string; key: string; host: string; network?: string }> = [
    ...stores.map(([group, store]) => ({ group, key: 'endpoint', host: hostOf(store?.endpoint), ...store })),
    ...(mail ? [{ group: 'mail', key: 'host', ...mail }] : []),
  ];
  return servers
    .filter(({ host, network }) => network === undefined && PRIVATE_DOMAINS.test(host))
    .map(({ group, key, host }) => ({ setting: `${group}.${key}`, host, range: `${group}.network` }));
}

/** Servers of add-ons, whose pods reach the API server, and so the ports of that at any private address. */
function ofAddOns({ addOns, delivery, exposure, secrets: { source } }: Settings): readonly Unreached[] {
  const argoCd = delivery.kind === 'argo-cd' ? delivery : undefined;
  const servers = [
    ['delivery.repository', argoCd?.repository, 'argoCd'],
    ['delivery.signIn.issuer', argoCd?.signIn.kind === 'oidc' ? argoCd.signIn.issuer : undefined, 'argoCd'],
    ['secrets.source.server', source.kind === 'vault' ? source.server : undefined, 'externalSecrets'],
    ['exposure.tls.issuer.server', authorityOf(exposure), 'certManager'],
    ...(argoCd
      ? names(addOns).map(
          (name) => [`addOns.${name}.repository`, addOns[name]?.repository, 'argoCd'] as const,
        )
      : []),
  ] as const;
  return servers
    .filter(([, address, name]) => addOns[name]?.connectsTo.length === 0 && isBehindOtherPort(address))
    .map(([setting, address, name]) => ({
      setting,
      host: hostOf(address),
      range: `addOns.${name}.connectsTo`,
    }));
}

function names(addOns: Settings['addOns']): readonly (keyof Settings['addOns'])[] {
  return Object.keys(addOns) as (keyof Settings['addOns'])[];
}

/** Address of the authority that cert-manager asks for certificates, where the settings name one. */
function authorityOf(exposure: Settings['exposure']): string | undefined {
  if (!('tls' in exposure) || exposure.tls?.from !== 'cert-manager') return undefined;
  const { issuer } = exposure.tls;
  return 'server' in issuer ? issuer.server : undefined;
}

function isBehindOtherPort(address = ''): boolean {
  if (address === '') return false;
  const { host, port } = hostAndPortOf(address);
  const isPrivate = isAddress(host)
    ? PRIVATE_RANGES.some((range) => overlap(range, `${host}/32`))
    : PRIVATE_DOMAINS.test(host);
  return isPrivate && port !== 443 && port !== 6443;
}

function hostOf(address = ''): string {
  return address === '' ? '' : hostAndPortOf(address).host;
}

/**
 * Domains that are kept for private networks (RFC 6762, RFC 8375, ICANN's `internal`), those that routers give, Services of a
 * cluster, and names without a dot.
 */
const PRIVATE_DOMAINS = /\.(?:internal|local|lan|home|home\.arpa|intranet|svc)$|^[^.]+$/;
