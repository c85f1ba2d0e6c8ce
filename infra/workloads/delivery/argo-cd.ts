import { Construct } from 'constructs';
import type { Settings } from '../../settings/schema.ts';
import { CustomResource } from '../house/kube.ts';

export type ArgoCdProps = Extract<Settings['delivery'], { kind: 'argo-cd' }> & {
  /** Namespace of the platform, and name of the Application. */
  readonly platform: string;
};

/** Name of the chart, and part of the name of its file: the Application does not deliver itself. */
export const DELIVERY = 'delivery';

/**
 * Tells Argo CD where the manifests are, and to keep the cluster at them.
 *
 * It has no finalizer: who deletes the Application leaves what it brought running.
 */
export class ArgoCd extends Construct {
  constructor(scope: Construct, id: string, props: ArgoCdProps) {
    super(scope, id);
    const { repository, revision, path, project, platform } = props;
    new CustomResource(this, 'application', APPLICATION, {
      metadata: { name: platform },
      spec: {
        project,
        source: {
          repoURL: repository,
          targetRevision: revision,
          path,
          directory: { exclude: `*-${DELIVERY}.yaml` },
        },
        destination: { server: 'https://kubernetes.default.svc', namespace: platform },
        syncPolicy: {
          automated: { prune: true, selfHeal: true },
          syncOptions: ['ServerSideApply=true', 'PruneLast=true'],
          retry: { limit: 5, backoff: { duration: '10s', factor: 2, maxDuration: '5m' } },
        },
      },
    });
  }
}

const APPLICATION = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Application' };
