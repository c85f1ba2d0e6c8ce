import { Construct } from 'constructs';
import type { KubeObject } from '../../manifests/object.ts';
import { ofKind } from '../../manifests/objects-of-kind.ts';
import { repositoryOf } from '../../settings/parse-image-name.ts';
import type { Settings } from '../../settings/schema.ts';
import { AUDIT_LOG, FLUENTD } from '../defaults/names-and-ports.ts';
import { Images } from './allowed-images.ts';
import { Labels } from './required-labels.ts';
import { Restricted } from './restricted-pods.ts';

export interface AdmissionProps {
  /** All objects of the platform: the policies apply to its namespaces. */
  readonly objects: readonly KubeObject[];
  readonly policies: Settings['policies'];
  /** All images that may ever be used: a policy that changes together with a workload would take effect too late for it. */
  readonly images: readonly string[];
  /** Mirror that prefixes every image. */
  readonly mirror?: string | undefined;
}

/** Admission policies of our namespaces; they apply to every user. */
export class Admission extends Construct {
  constructor(scope: Construct, id: string, { objects, policies, images, mirror }: AdmissionProps) {
    super(scope, id);
    const ours = ofKind(objects, 'Namespace');
    const namespaces = ours.map(({ metadata }) => metadata.name);
    new Images(this, 'images', {
      namespaces,
      repositories: mirror === undefined ? images.map(repositoryOf) : [],
      registries: [...(mirror === undefined ? [] : [mirror]), ...policies.registries],
      digests: policies.requireDigests,
    });
    new Labels(this, 'labels', { namespaces });
    const held = (standard: string) =>
      ours
        .filter(({ metadata }) => metadata.labels?.['pod-security.kubernetes.io/enforce'] === standard)
        .map(({ metadata }) => metadata.name);
    const [restricted, open] = [held('restricted'), held('privileged')];
    if (restricted.length > 0) new Restricted(this, 'restricted', { namespaces: restricted });
    for (const { name, logs } of [FLUENTD, AUDIT_LOG]) {
      const collectors = objects.filter(
        ({ kind, metadata }) => kind === 'DaemonSet' && metadata.name === name,
      );
      const reading = open.filter((one) => collectors.some(({ metadata }) => metadata.namespace === one));
      if (reading.length > 0) new Restricted(this, COLLECTORS[name], { namespaces: reading, reads: logs });
    }
  }
}

/** Constructs of the policies for pods that read files of their node. */
const COLLECTORS = { [FLUENTD.name]: 'collectors', [AUDIT_LOG.name]: 'audit-collectors' } as const;
