import { type App, Chart } from 'cdk8s';
import { Fence } from '../fence/fence.ts';
import type { Path } from '../fence/path.ts';
import { HOUSE_LABELS } from '../house/house.ts';
import { objectsIn } from '../house/objects-in.ts';
import { Namespace, type NamespaceProps } from './namespace.ts';
import { Quota, type QuotaProps } from './quota.ts';

export interface FencedNamespaceProps extends NamespaceProps {
  /** Stands before the names of the charts that close it, where an app has several namespaces. @default '' */
  readonly prefix?: string;
  /** The open paths of the whole platform; absent: everything is open. */
  readonly paths?: readonly Path[] | undefined;
}

/**
 * A namespace of ours and what closes it. It is made with its first part: one in which nothing runs is not there.
 *
 * No construct, because charts stand directly below their app.
 */
export class FencedNamespace {
  private readonly app: App;
  private readonly props: FencedNamespaceProps;
  private closing: readonly Chart[] = [];

  constructor(app: App, props: FencedNamespaceProps) {
    this.app = app;
    this.props = props;
  }

  /** A chart of the namespace, which is a file of `charts-out`: whatever is in it waits for the quota and the fence. */
  part(id: string): Chart {
    if (this.closing.length === 0) this.closing = this.close();
    const part = this.chart(id);
    part.node.addDependency(...this.closing);
    return part;
  }

  /**
   * Sums up what the parts need; to be called when all are made.
   *
   * @throws Error for a quota in which they would not find room
   */
  limit(quota: Omit<QuotaProps, 'objects'> = {}): void {
    const [chart] = this.closing;
    if (!chart) return;
    const { name } = this.props;
    const objects = objectsIn(this.app).filter(({ metadata }) => metadata.namespace === name);
    new Quota(chart, 'quota', { ...quota, objects });
  }

  private close(): readonly Chart[] {
    const { name, prefix = '', paths } = this.props;
    new Namespace(this.chart(`${prefix}namespace`), 'namespace', this.props);
    const quota = this.chart(`${prefix}quota`);
    if (!paths) return [quota];
    const fence = this.chart(`${prefix}fence`);
    new Fence(fence, 'fence', { namespace: name, paths });
    return [quota, fence];
  }

  private chart(id: string): Chart {
    return new Chart(this.app, id, {
      namespace: this.props.name,
      labels: HOUSE_LABELS,
      disableResourceNameHashes: true,
    });
  }
}
