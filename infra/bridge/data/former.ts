import * as pulumi from '@pulumi/pulumi';
import type { KubeObject } from '../../manifests/object.ts';

/** An object of the cluster as the stack's last run left it. */
export interface FormerObject {
  readonly urn: string;
  /** Its identity in Pulumi's state, as in a plan. */
  readonly name: string;
  readonly manifest: KubeObject;
}

/**
 * What the stack holds, from before this run. Nothing when its state cannot be read at this moment: what must not be lost
 * is protected by Pulumi too, with less to say.
 */
export async function formerObjects(): Promise<readonly FormerObject[]> {
  const resources = await formerResources().catch(() => ({}));
  return Object.entries(resources).flatMap(([urn, { type, outputs }]) => {
    const manifest = outputs?.__inputs ?? outputs;
    if (!type.startsWith('kubernetes:') || manifest?.metadata?.name === undefined) return [];
    return [{ urn, name: urn.slice(urn.lastIndexOf('::') + 2), manifest }];
  });
}

/** What the stack's last run showed; nothing before the first. */
export async function formerOutputs(): Promise<Readonly<Record<string, unknown>>> {
  const stack = Object.values(await formerResources()).find(({ type }) => type === 'pulumi:pulumi:Stack');
  return { ...stack?.outputs };
}

async function formerResources(): Promise<Readonly<Record<string, Resource>>> {
  const stackName = pulumi.getStack();
  const state = await pulumi.runtime.invoke('pulumi:pulumi:readStackResourceOutputs', { stackName });
  return state.outputs;
}

interface Resource {
  readonly type: string;
  /** The provider keeps in it what it was told, before the cluster added to it. */
  readonly outputs?: KubeObject & { readonly __inputs?: KubeObject };
}
