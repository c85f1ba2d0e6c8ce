import { App, Chart } from 'cdk8s';
import { objectsIn } from '../../manifests/render-objects-of-app-or-chart.ts';

/** A synthesized object of any shape. */
// biome-ignore lint/suspicious/noExplicitAny: what is read is what is asserted
export type Loose = Record<string, any>;

export interface Synthesized {
  readonly objects: readonly Loose[];
  /**
   * Returns the only object of a kind, or the one with the name.
   *
   * @throws Error that lists the objects, so that a test of nothing cannot pass
   */
  one(kind: string, name?: string): Loose;
}

/** Synthesizes some constructs in a chart like the platform's. */
export function synthesizeChart(make: (scope: Chart) => void): Synthesized {
  const app = new App();
  make(new Chart(app, 'part', { namespace: 'finance', disableResourceNameHashes: true }));
  const objects = objectsIn(app) as readonly Loose[];
  return {
    objects,
    one: (kind, name) => {
      const found = objects.filter(
        (it) => it['kind'] === kind && (name ?? it['metadata'].name) === it['metadata'].name,
      );
      if (found.length !== 1 || found[0] === undefined) {
        const all = objects.map((it) => `${it['kind']} ${it['metadata'].name}`).join(', ');
        throw new Error(`not exactly one ${kind} ${name ?? ''} among: ${all}`);
      }
      return found[0];
    },
  };
}
