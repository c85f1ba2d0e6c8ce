import { Construct } from 'constructs';
import { ofKind } from '../../manifests/kinds.ts';
import { groupOf, type KubeObject, podTemplate } from '../../manifests/object.ts';
import type { Settings } from '../../settings/schema.ts';
import { FLUENTD } from '../house/names.ts';
import { Images, registryOf } from './images.ts';
import { Labels } from './labels.ts';
import { Restricted } from './restricted.ts';

export interface AdmissionProps {
  /** Everything of the platform: the policies hold in its namespaces, and for its registries. */
  readonly objects: readonly KubeObject[];
  readonly policies: Settings['policies'];
  /** Mirror that stands before every image. */
  readonly mirror?: string | undefined;
}

/** What the API server refuses in our namespaces, whoever asks. */
export class Admission extends Construct {
  constructor(scope: Construct, id: string, { objects, policies, mirror }: AdmissionProps) {
    super(scope, id);
    const ours = ofKind(objects, 'Namespace');
    const namespaces = ours.map(({ metadata }) => metadata.name);
    const images = objects.flatMap((object) => {
      const { containers = [], initContainers = [] } = podTemplate(object)?.spec ?? {};
      return [...containers, ...initContainers].map(({ image }) => image);
    });
    const registries = images.map((image) =>
      mirror !== undefined && image.startsWith(`${mirror}/`) ? mirror : registryOf(image),
    );
    // An operator's pods have containers of its own image, and only people know where theirs comes from.
    const isOperated = objects.some((object) => groupOf(object) === 'postgresql.cnpg.io');
    new Images(this, 'images', {
      namespaces,
      registries:
        isOperated && policies.registries.length === 0
          ? undefined
          : [...new Set([...registries, ...policies.registries])].toSorted(),
      digests: policies.requireDigests,
    });
    new Labels(this, 'labels', { namespaces });
    const held = (standard: string) =>
      ours
        .filter(({ metadata }) => metadata.labels?.['pod-security.kubernetes.io/enforce'] === standard)
        .map(({ metadata }) => metadata.name);
    const [restricted, open] = [held('restricted'), held('privileged')];
    if (restricted.length > 0) new Restricted(this, 'restricted', { namespaces: restricted });
    if (open.length > 0) new Restricted(this, 'collectors', { namespaces: open, reads: FLUENTD.logs });
  }
}
