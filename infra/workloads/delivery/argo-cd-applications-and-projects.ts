import { Construct } from 'constructs';
import type { KubeObject } from '../../manifests/object.ts';
import type { Settings } from '../../settings/schema.ts';
import { fenceOfAddOns } from '../add-ons/add-on-namespaces-and-fences.ts';
import type { AddOn } from '../add-ons/list-wanted-helm-releases.ts';
import { addRole, type Holders } from '../defaults/role-for-users-and-groups.ts';
import { CustomResource } from '../defaults/typed-kubernetes-objects.ts';
import { addOnsProject, chartAddress, HERE, platformProject } from './projects.ts';

export type ArgoCdProps = Extract<Settings['delivery'], { kind: 'argo-cd' }> & {
  /** Namespace of the platform, and name of the Application. */
  readonly platform: string;
  /** Charts that Argo CD installs. */
  readonly addOns: readonly AddOn[];
  /** All objects of the platform. */
  readonly objects: readonly KubeObject[];
  /** Holders of the role that sees how far the delivery is. */
  readonly watchedBy: Holders;
};

/** Name of the chart, and part of its file name: the Applications do not deliver themselves. */
export const DELIVERY = 'delivery';

/**
 * Files that Pulumi applies, so that the Secrets have a namespace, and Argo CD is closed before it runs: each object is applied
 * by one of the two.
 */
function notDelivered(namespace: string): string {
  return `{*-${DELIVERY}.yaml,*namespace.yaml,*-${fenceOfAddOns(namespace)}.yaml}`;
}

/** Name of the Role, in the namespace of Argo CD, that may see the Application of a platform. */
export function deliveryRole(platform: string): string {
  return `${platform}-delivery`;
}

/**
 * Argo CD Applications that sync the cluster to the manifests, and one for each add-on, in projects that allow no more than
 * these need.
 *
 * They have no finalizer: deleting an Application leaves its objects running.
 */
export class ArgoCd extends Construct {
  constructor(scope: Construct, id: string, props: ArgoCdProps) {
    super(scope, id);
    const { repository, revision, path, platform, addOns, objects, watchedBy } = props;
    const { project = platform } = props;
    const projectOfAddOns = props.project ?? `${platform}-add-ons`;
    const projects =
      props.project !== undefined
        ? []
        : [
            new CustomResource(this, 'project', PROJECT, {
              metadata: { name: project },
              spec: platformProject({
                platform,
                repository,
                objects: objects.filter((object) => isDelivered(object, props.namespace)),
              }),
            }),
            ...(addOns.length === 0
              ? []
              : [
                  new CustomResource(this, 'add-ons-project', PROJECT, {
                    metadata: { name: projectOfAddOns },
                    spec: addOnsProject(addOns),
                  }),
                ]),
          ];
    const charts = addOns.map(
      ({ name, chart, version, repository: from, namespace, values }) =>
        new CustomResource(this, `add-on-${name}`, APPLICATION, {
          metadata: { name, annotations: COMPARED },
          spec: {
            project: projectOfAddOns,
            source: {
              repoURL: chartAddress(from),
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
      metadata: { name: platform, annotations: COMPARED },
      spec: {
        project,
        source: {
          repoURL: repository,
          targetRevision: revision,
          path,
          directory: { exclude: notDelivered(props.namespace) },
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
    for (const application of [own, ...charts])
      if (projects.length > 0) application.node.addDependency(...projects);

    // Not those of the add-ons, among whose values may be credentials.
    const watch = { apiGroups: ['argoproj.io'], resources: ['applications'], resourceNames: [platform] };
    addRole(this, { name: deliveryRole(platform), rules: [{ ...watch, verbs: ['get'] }], heldBy: watchedBy });
  }
}

/** True for an object that Argo CD applies; Pulumi brings the others. */
function isDelivered({ kind, metadata }: KubeObject, argoCd: string): boolean {
  return kind !== 'Namespace' && kind !== 'Secret' && metadata.namespace !== argoCd;
}

const APPLICATION = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application' };
const PROJECT = { apiVersion: 'argoproj.io/v1alpha1', kind: 'AppProject' };
// As the API server would apply it: Argo CD's own comparison takes defaults that a StatefulSet gets for a change, for ever.
const COMPARED = { 'argocd.argoproj.io/compare-options': 'ServerSideDiff=true' };
const SYNC = {
  automated: { prune: true, selfHeal: true },
  syncOptions: ['ServerSideApply=true'],
  // A repeated sync takes the newest commit, which may have mended what failed.
  retry: { limit: 10, refresh: true, backoff: { duration: '10s', factor: 2, maxDuration: '5m' } },
};
