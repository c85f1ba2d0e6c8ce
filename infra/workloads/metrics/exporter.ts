import type { Construct } from 'constructs';
import { checksum } from '../../manifests/json-checksum.ts';
import { CONFIG_CHECKSUM } from '../../manifests/pod-rolling-annotation-names.ts';
import { probe, type Resources, type RestrictedContainer } from '../defaults/pod.ts';
import { SinglePodServer } from '../defaults/single-pod-server.ts';
import { type Authority, mountOf, volumesOf } from '../facts/certificate-authority-volume.ts';
import { METRICS_PORT } from './prometheus-config.ts';

export interface ExporterProps {
  /** Name of all its objects. */
  readonly name: string;
  readonly image: string;
  readonly port: number;
  /** User of the image; not 0. */
  readonly user: number;
  readonly args: readonly string[];
  /** @default none */
  readonly env?: RestrictedContainer['env'];
  /** Files by name, mounted at `/etc/exporter`. @default none */
  readonly files?: Record<string, string>;
  /** Certificates that verify the monitored server. @default none */
  readonly authority?: Authority | undefined;
  /** Path of a health check that does not depend on the monitored server. */
  readonly alive: string;
  /** Mount a token for the API server. @default false */
  readonly apiToken?: boolean;
  readonly resources: Resources;
}

/** Mount path of the files. */
export const EXPORTER_FILES = '/etc/exporter';

/** A pod that monitors another service and exports its state as metrics. Two of them would report every series twice. */
export class Exporter extends SinglePodServer {
  constructor(scope: Construct, id: string, props: ExporterProps) {
    const { name, port, env = [], files, authority, apiToken = false } = props;
    const contents = [files, authority?.data].filter((data) => data !== undefined);
    const mounts = [
      ...(files ? [{ name: 'files', mountPath: EXPORTER_FILES, readOnly: true }] : []),
      ...mountOf(authority),
    ];
    const alive = { httpGet: { path: props.alive, port: METRICS_PORT } };
    super(scope, id, {
      name,
      user: props.user,
      graceSeconds: 5,
      apiToken,
      ...(files && { configMaps: [{ volume: 'files', files }] }),
      // The certificates are in a ConfigMap of another part.
      ...(contents.length > 0 && { annotations: { [CONFIG_CHECKSUM]: checksum(contents) } }),
      container: {
        image: props.image,
        args: props.args,
        env,
        ports: [{ name: METRICS_PORT, containerPort: port }],
        resources: props.resources,
        startupProbe: probe(alive, { every: 1, failures: 60, timeout: 3 }),
        livenessProbe: probe(alive, { every: 10, failures: 3, timeout: 3 }),
        readinessProbe: probe(alive, { every: 5, failures: 2, timeout: 3 }),
        ...(mounts.length > 0 && { volumeMounts: mounts }),
      },
      volumes: volumesOf(authority),
    });
  }
}
