import type { App, Chart } from 'cdk8s';
import { objectsIn } from '../../manifests/render-objects-of-app-or-chart.ts';
import { Part, type Phase } from '../defaults/chart-file-with-apply-phase.ts';
import type { Path } from '../defaults/network-path-and-known-ends.ts';
import { Fence } from '../fence/network-policies-of-namespace.ts';
import { Namespace, type NamespaceProps } from './namespace-with-pod-security-labels.ts';
import { Quota, type QuotaProps } from './quota.ts';

export interface FencedNamespaceProps extends NamespaceProps {
  /** Prefix of the names of its namespace, quota and fence charts, for apps with several namespaces. @default '' */
  readonly prefix?: string;
  /** Open paths of the whole platform; undefined: NetworkPolicies are switched off. */
  readonly paths?: readonly Path[] | undefined;
}

/**
 * A namespace of ours with its quota and fence, created with its first part: an empty one is never created.
 *
 * It is no construct, because charts stand directly below their app.
 */
export class FencedNamespace {
  private readonly app: App;
  private readonly props: FencedNamespaceProps;
  private closing: readonly Chart[] = [];

  constructor(app: App, props: FencedNamespaceProps) {
    this.app = app;
    this.props = props;
  }

  /** Adds a chart, which is a file of `charts-out`; its objects depend on the quota and the fence. */
  part(id: string, phase: Phase): Chart {
    if (this.closing.length === 0) this.closing = this.close();
    const part = this.chart(id, phase);
    part.node.addDependency(...this.closing);
    return part;
  }

  /**
   * Adds the quota from the needs of the parts; call it when all parts exist.
   *
   * @throws WrongSetting for a quota that is too small for the parts
   */
  limit(quota: Omit<QuotaProps, 'objects'> = {}): void {
    const [chart] = this.closing;
    if (!chart) return;
    const { name } = this.props;
    new Quota(chart, 'quota', { ...quota, objects: objectsIn(this.app, name) });
  }

  private close(): readonly Chart[] {
    const { name, prefix = '', paths } = this.props;
    new Namespace(this.chart(`${prefix}namespace`, 'namespaces'), 'namespace', this.props);
    const quota = this.chart(`${prefix}quota`, 'groundwork');
    if (!paths) return [quota];
    const fence = this.chart(`${prefix}fence`, 'groundwork');
    new Fence(fence, 'fence', { namespace: name, paths });
    return [quota, fence];
  }

  private chart(id: string, phase: Phase): Part {
    return new Part(this.app, id, { namespace: this.props.name, phase });
  }
}
