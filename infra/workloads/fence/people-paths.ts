import type { Settings } from '../../settings/schema.ts';
import { FRONTEND, POSTGRES, WEB } from '../house/names.ts';
import {
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
} from './path.ts';

/** The ways that people's requests take; a forwarded port comes from inside the pod and needs no opening. */
export function peoplePaths(settings: Settings): readonly Path[] {
  const { namespace, frontend, exposure, database } = settings;
  const web = ours(namespace, WEB.name);
  const before = ours(namespace, FRONTEND.name);
  const first = frontend.enabled ? before : web;
  const from = entrance(exposure);
  const paths: Path[] = from ? [{ from, to: first, ports: tcp(WEB.port) }] : [];
  if (frontend.enabled)
    paths.push({ from: before, to: web, ports: tcp(WEB.port) }, { from: before, to: DNS, ports: DNS_PORTS });
  if (from && asksForProof(exposure)) paths.push({ from, to: solver(namespace), ports: tcp(8089) });
  if (database.mode === 'statefulset' && database.debugNodePort !== undefined)
    paths.push({ from: NEIGHBOURS, to: ours(namespace, POSTGRES.name), ports: tcp(POSTGRES.port) });
  return paths;
}

function entrance(exposure: Settings['exposure']): End | undefined {
  if (exposure.kind === 'port-forward') return undefined;
  // Whose address a load balancer or a node puts on what it passes on differs from one to the next.
  if (exposure.kind === 'node-port' || exposure.kind === 'load-balancer') return ANYWHERE;
  const { controller } = exposure;
  return controller.kind === 'alb'
    ? { name: 'controller', cidrs: controller.cidrs }
    : others('controller', controller.namespace, controller.podLabels);
}

/** Whether an authority may come to fetch a proof: which kind a given issuer is, nobody here knows. */
function asksForProof(exposure: Settings['exposure']): boolean {
  if (!('tls' in exposure) || exposure.tls?.from !== 'cert-manager') return false;
  return exposure.tls.issuer.kind !== 'own-ca';
}

/** The pods of cert-manager that show a proof, each for some seconds. */
function solver(namespace: string): Pods {
  const labels = { 'acme.cert-manager.io/http01-solver': 'true' };
  return { name: 'acme-solver', namespace, labels, ours: true };
}
