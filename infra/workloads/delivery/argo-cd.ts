import { Construct } from 'constructs';
import type { Settings } from '../../settings/schema.ts';
import type { AddOn } from '../add-ons/add-ons.ts';
import { CustomResource } from '../house/kube.ts';

export type ArgoCdProps = Extract<Settings['delivery'], { kind: 'argo-cd' }> & {
  /** Namespace of the platform, and name of the Application. */
  readonly platform: string;
  /** Charts that the platform needs in the cluster. */
  readonly addOns: readonly AddOn[];
};

/** Name of the chart, and part of the name of its file: the Applications do not deliver themselves. */
export const DELIVERY = 'delivery';

/** Files that Pulumi brings, so that it has a place for the Secrets: each object is brought by one of the two. */
const NOT_DELIVERED = `{*-${DELIVERY}.yaml,*namespace.yaml}`;

/**
 * Tells Argo CD where the manifests are, and to keep the cluster at them; and each add-on in the same way.
 *
 * They have no finalizer: who deletes an Application leaves what it brought running.
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
              // Argo CD knows a registry by its name alone.
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
          // A kind that an add-on brings may come some minutes later.
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
