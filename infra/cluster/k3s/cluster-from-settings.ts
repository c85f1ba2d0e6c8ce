import type * as pulumi from '@pulumi/pulumi';
import { clusterProvider } from '../../bridge/cluster-provider.ts';
import type { Host } from '../../settings/groups/k3s.ts';
import type { Settings } from '../../settings/schema.ts';
import type { Cluster } from '../cluster-provider-and-kubeconfig-type.ts';
import { authenticationConfig } from './authentication-config.ts';
import { etcdStoreConfig } from './etcd-s3-config-file.ts';
import type { K3sSettings } from './k3s-settings-type.ts';
import { keptClass } from './kept-class.ts';
import { metalLb } from './metal-lb.ts';
import { connectionOf, remoteMachine, thisMachine } from './run-scripts-locally-or-by-ssh.ts';
import { K3s } from './server-and-agents.ts';

/** The k3s cluster of the settings, and the provider for it. */
export function k3sCluster(
  settings: K3sSettings,
  all: Settings,
  opts: pulumi.ComponentResourceOptions = {},
): Cluster {
  const { secrets, database, access } = all;
  const { hosts } = settings;
  const connection = hosts === 'local' ? undefined : connectionOf(settings.ssh, secrets);
  const machineOf = (host?: Host) => (host && connection ? remoteMachine(host, connection) : thisMachine);
  const authentication = authenticationConfig(access);
  const etcdStore = settings.etcd && etcdStoreConfig(all);
  const props = { settings, machineOf, authentication, etcdStore, protect: database.protect };
  const { kubeconfig, ready } = new K3s('k3s', props, opts);
  // Constant for the life of the cluster, whatever its certificates and addresses. Earlier versions used an address.
  const lasting = hosts === 'local' ? {} : { ignoreChanges: ['clusterIdentifier'] };
  const identifier = hosts === 'local' ? 'k3s at local' : 'k3s';
  const provider = clusterProvider('cluster', { kubeconfig, identifier }, { ...opts, ...lasting });
  const target = { provider, kubeconfig };
  const more = settings.metalLb === undefined ? [] : metalLb(settings.metalLb, target, opts);
  const kept = settings.builtIn.localPath && settings.keepVolumes ? [keptClass(provider, ready, opts)] : [];
  return { provider, kubeconfig, ready: [...ready, ...more, ...kept], values: {} };
}
