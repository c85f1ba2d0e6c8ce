import { Construct } from 'constructs';
import type { Settings } from '../../settings/schema.ts';
import type { AddOn } from '../add-ons/add-ons.ts';
import { CustomResource } from '../defaults/kube-object.ts';

export type ArgoCdProps = Extract<Settings['delivery'], { kind: 'argo-cd' }> & {
  /** Namespace of the platform, and name of the Application. */
  readonly platform: string;
  /** Charts that the platform needs in the cluster. */
  readonly addOns: readonly AddOn[];
};

/** Name of the chart, and part of its file name: the Applications do not deliver themselves. */
export const DELIVERY = 'delivery';

/** Files that Pulumi applies, so that the Secrets have a namespace: each object is applied by one of the two. */
const NOT_DELIVERED = `{*-${DELIVERY}.yaml,*namespace.yaml}`;

/**
 * Argo CD Applications that sync the cluster to the manifests, and one for each add-on.
 *
 * They have no finalizer: deleting an Application leaves its objects running.
 */
export class ArgoCd extends Construct {
  constructor(scope: Construct, id: string, props: ArgoCdProps) {
    super(scope, id);
    const { repository, revision, path, project, platform, addOns } = props;
    const charts = addOns.map(
      ({ name, chart, version, repository: from, namespace, values }) =>
        new CustomResource(this, `add-on-${name}`, APPLICATION, {
          metadata: { name },
          spec: {
            project,
            source: {
              // Argo CD expects the registry without a scheme.
              repoURL: from.replace(/^oci:\/\//, '').replace(/\/$/, ''),
              chart,
              targetRevision: version,
              helm: { releaseName: name, valuesObject: values },
            },
            destination: { server: HERE, namespace },
            syncPolicy: { ...SYNC, syncOptions: [...SYNC.syncOptions, 'CreateNamespace=true'] },
          },
        }),
    );
    const own = new CustomResource(this, 'application', APPLICATION, {
      metadata: { name: platform },
      spec: {
        project,
        source: {
          repoURL: repository,
          targetRevision: revision,
          path,
          directory: { exclude: NOT_DELIVERED },
        },
        destination: { server: HERE, namespace: platform },
        syncPolicy: {
          ...SYNC,
          // The kind of an object may appear some minutes later, when its add-on has been installed.
          syncOptions: [...SYNC.syncOptions, 'PruneLast=true', 'SkipDryRunOnMissingResource=true'],
        },
      },
    });
    if (charts.length > 0) own.node.addDependency(...charts);
  }
}

const APPLICATION = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application' };
const HERE = 'https://kubernetes.default.svc';
const SYNC = {
  automated: { prune: true, selfHeal: true },
  syncOptions: ['ServerSideApply=true'],
  retry: { limit: 10, backoff: { duration: '10s', factor: 2, maxDuration: '5m' } },
};
