import * as pulumi from '@pulumi/pulumi';

/** The node of a chart in Pulumi's tree. */
export class ChartComponent extends pulumi.ComponentResource {
  constructor(path: string, opts?: pulumi.ComponentResourceOptions) {
    super('cdk8s:index:Chart', path, {}, opts);
    this.registerOutputs();
  }
}

/**
 * Creates one node for each chart on first use. Nodes are siblings, those of nested charts too: a URN holds the types of all
 * parents, so an object that moves between charts keeps its URN but for its name.
 */
export function chartTree(parent?: pulumi.Resource): (path: string) => ChartComponent {
  const charts = new Map<string, ChartComponent>();
  return (path) => {
    const chart = charts.get(path) ?? new ChartComponent(path, parent ? { parent } : {});
    charts.set(path, chart);
    return chart;
  };
}
