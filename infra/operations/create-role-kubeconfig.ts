import { parseArgs } from 'node:util';
import { Problem } from '../command/problem.ts';
import { readWithUsage } from '../command/read-with-usage.ts';
import { readStackFile } from '../settings/read-settings-from-stack-file-or-pulumi.ts';
import type { Settings } from '../settings/schema.ts';
import { deliveryRole } from '../workloads/delivery/argo-cd-applications-and-projects.ts';
import { type Kubectl, kubectlFor } from './kubectl.ts';
import { signInUser } from './oidc-kubeconfig-user.ts';
import { accessKubeconfig, type ClusterEntry } from './render-kubeconfig-for-one-user.ts';

/**
 * Makes a kubeconfig with one of the platform's roles, and a token that ends by itself; with `--sign-in`, one without any token,
 * for who signs in with a provider. Whoever runs this has to be an administrator; whoever gets the file is not.
 *
 * The service account that has the role is made at the first time, so that a platform nobody asked access to has none.
 *
 * @returns the kubeconfig
 * @throws Problem for a role that is not there, and what the cluster refuses
 */
export function access(args: readonly string[], say: (line: string) => void, root?: string): string {
  const { role, stack, hours, signIn } = readArguments(args);
  const settings = readStackFile(stack, root);
  const kubectl = kubectlFor(settings, say);
  const { namespace } = settings;
  const named = { namespace, name: `${stack}-${role}` };
  if (signIn) {
    const user = signInUser(role, settings);
    say(`${role} of ${stack}: whoever has this file signs in as himself; it holds no key`);
    return accessKubeconfig({ ...named, cluster: currentCluster(kubectl), user });
  }
  const account = `access-${role}`;
  kubectl(['get', 'role', role, '--output', 'name'], { quiet: true });
  kubectl(['apply', '--filename', '-'], { input: JSON.stringify(accountOf(settings.namespace, account)) });
  for (const place of placesOf(role, settings, kubectl)) {
    const input = JSON.stringify(bindingOf(place, settings.namespace, account));
    kubectl(['apply', '--namespace', place.namespace, '--filename', '-'], { input });
  }
  const token = kubectl(['create', 'token', account, '--duration', `${hours}h`]).trim();
  say(
    `${role} of ${stack}, for ${hours} hours; to end it before: kubectl --namespace ${settings.namespace} delete serviceaccount ${account}`,
  );
  return accessKubeconfig({ ...named, cluster: currentCluster(kubectl), user: { token } });
}

/** Stack that the arguments of {@link access} name. @throws Problem for wrong ones */
export function stackOfAccess(args: readonly string[]): string {
  return readArguments(args).stack;
}

const ROLES = ['developer', 'viewer', 'ci-cd', 'backup-operator'] as const;

function accountOf(namespace: string, name: string) {
  return {
    apiVersion: 'v1',
    kind: 'ServiceAccount',
    metadata: { name, namespace },
    automountServiceAccountToken: false,
  };
}

/** A Role in one of the namespaces that somebody with a role of the platform sees. */
interface Place {
  readonly namespace: string;
  readonly role: string;
}

function bindingOf({ namespace, role }: Place, accountNamespace: string, account: string) {
  return {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind: 'RoleBinding',
    metadata: { name: account, namespace },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'Role', name: role },
    subjects: [{ kind: 'ServiceAccount', name: account, namespace: accountNamespace }],
  };
}

/** The role in each namespace of the platform that has it, and the one that sees how far Argo CD is. */
function placesOf(role: string, settings: Settings, kubectl: Kubectl): readonly Place[] {
  const { namespace, observability, delivery } = settings;
  const places = [{ namespace: observability.namespace, role }];
  if (delivery.kind === 'argo-cd' && role !== 'backup-operator')
    places.push({ namespace: delivery.namespace, role: deliveryRole(namespace) });
  const isThere = ({ namespace: where, role: name }: Place) =>
    kubectl(['get', 'role', name, '--namespace', where, '--ignore-not-found', '--output', 'name'], {
      quiet: true,
    }).trim() !== '';
  return [{ namespace, role }, ...places.filter(isThere)];
}

/** The cluster of the current context, whose authority is in the file itself and not at a path of this machine. */
function currentCluster(kubectl: Kubectl): ClusterEntry {
  const view = kubectl(['config', 'view', '--raw', '--minify', '--flatten', '--output', 'json'], {
    quiet: true,
  });
  const { clusters }: { clusters?: { cluster: ClusterEntry }[] } = JSON.parse(view);
  const cluster = clusters?.[0]?.cluster;
  if (!cluster) throw new Problem('the kubeconfig names no cluster');
  return {
    server: cluster.server,
    ...(cluster['certificate-authority-data'] !== undefined && {
      'certificate-authority-data': cluster['certificate-authority-data'],
    }),
  };
}

function readArguments(args: readonly string[]) {
  const usage = `usage: npm run -s access -- ${ROLES.join('|')} [--stack STACK] [--hours N | --sign-in] > FILE`;
  return readWithUsage(usage, () => {
    const options = {
      stack: { type: 'string', default: 'dev' },
      hours: { type: 'string', default: '8' },
      'sign-in': { type: 'boolean', default: false },
    } as const;
    const { values, positionals } = parseArgs({ args: [...args], options, allowPositionals: true });
    const role = ROLES.find((name) => name === positionals[0]);
    if (role === undefined || positionals.length > 1) throw new Error(`say which role: ${ROLES.join(', ')}`);
    const hours = Number(values.hours);
    if (!(Number.isInteger(hours) && hours >= 1 && hours <= 24))
      throw new Error(`--hours takes a whole number from 1 to 24, not "${values.hours}"`);
    return { role, stack: values.stack, hours, signIn: values['sign-in'] };
  });
}
