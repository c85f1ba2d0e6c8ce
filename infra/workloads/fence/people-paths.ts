import type { Settings } from '../../settings/schema.ts';
import { FRONTEND, GRAFANA, JAEGER, POSTGRES, PROMETHEUS, WEB } from '../defaults/names-and-ports.ts';
import {
  type Addresses,
  ANYWHERE,
  DNS,
  DNS_PORTS,
  type End,
  NEIGHBOURS,
  others,
  ours,
  type Path,
  type Pods,
  tcp,
} from '../defaults/network-path-and-known-ends.ts';
import { hasBackendTls } from '../facts/certified-servers.ts';

/** Open paths of people's requests; a forwarded port connects from inside the pod and needs none. */
export function peoplePaths(settings: Settings): readonly Path[] {
  const { namespace, frontend, exposure, database } = settings;
  const web = ours(namespace, WEB.name);
  const before = ours(namespace, FRONTEND.name);
  const first = frontend.enabled ? before : web;
  const from = entrance(exposure);
  // The port for clear text stays open for who has not moved yet, and is used by nobody after that.
  const ports = [...tcp(WEB.port), ...(hasBackendTls(settings) ? tcp(WEB.tlsPort) : [])];
  const paths: Path[] = from ? [{ from, to: first, ports }] : [];
  if (frontend.enabled)
    paths.push({ from: before, to: web, ports }, { from: before, to: DNS, ports: DNS_PORTS });
  if (from && asksForProof(exposure)) paths.push({ from, to: solver(namespace), ports: tcp(8089) });
  paths.push(...nodePortPaths(settings, first));
  if (database.mode === 'statefulset' && database.debugNodePort !== undefined)
    paths.push({ from: NEIGHBOURS, to: ours(namespace, POSTGRES.name), ports: tcp(POSTGRES.port) });
  return paths;
}

/** Paths from those who are let in to the ports of the nodes. */
function nodePortPaths(settings: Settings, first: Pods): readonly Path[] {
  const { nodePorts, observability } = settings;
  const from = visitors(nodePorts.from);
  const to = ({ name, port }: { readonly name: string; readonly port: number }): Path => ({
    from,
    to: ours(observability.namespace, name),
    ports: tcp(port),
  });
  return [
    ...(nodePorts.app
      ? [{ from, to: first, ports: tcp(hasBackendTls(settings) ? WEB.tlsPort : WEB.port) }]
      : []),
    ...(nodePorts.grafana === undefined ? [] : [to(GRAFANA)]),
    ...(nodePorts.prometheus === undefined ? [] : [to(PROMETHEUS)]),
    ...(nodePorts.jaeger === undefined ? [] : [to({ name: JAEGER.name, port: JAEGER.queryPort })]),
  ];
}

/** Whoever is let in to the ports of the nodes. */
export function visitors(ranges: readonly string[]): Addresses {
  return { name: 'visitors', cidrs: ranges };
}

function entrance(exposure: Settings['exposure']): End | undefined {
  if (exposure.kind === 'port-forward') return undefined;
  // Load balancers and nodes differ in the source address that they put on forwarded traffic.
  if (exposure.kind === 'node-port' || exposure.kind === 'load-balancer') return ANYWHERE;
  const { controller } = exposure;
  return 'cidrs' in controller
    ? { name: 'controller', cidrs: controller.cidrs }
    : others('controller', controller.namespace, controller.podLabels);
}

/** True when an authority may fetch an ACME challenge; the kind of an existing issuer is unknown here, so it may. */
function asksForProof(exposure: Settings['exposure']): boolean {
  if (!('tls' in exposure) || exposure.tls?.from !== 'cert-manager') return false;
  return exposure.tls.issuer.kind !== 'own-ca';
}

/** The pods of cert-manager that serve a challenge, each for some seconds. */
function solver(namespace: string): Pods {
  const labels = { 'acme.cert-manager.io/http01-solver': 'true' };
  return { name: 'acme-solver', namespace, labels, ours: true };
}
