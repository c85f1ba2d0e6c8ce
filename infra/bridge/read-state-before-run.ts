import { setTimeout } from 'node:timers/promises';
import * as pulumi from '@pulumi/pulumi';
import type { KubeObject } from '../manifests/object.ts';

/** A resource of the stack, as its last run left it. */
export interface Former {
  readonly urn: string;
  /** Type token, for example `aws:kms/key:Key`. */
  readonly type: string;
  /** Logical name in Pulumi's state. */
  readonly name: string;
  // biome-ignore lint/suspicious/noExplicitAny: each type has its own
  readonly outputs: Readonly<Record<string, any>>;
}

/** An object of the cluster as the stack's last run left it. */
export interface FormerObject {
  readonly urn: string;
  /** Logical name in Pulumi's state, as in a plan. */
  readonly name: string;
  readonly manifest: KubeObject;
}

/**
 * Resources of the stack before this run; none without an engine, as in tests with mocks.
 *
 * @throws Error when the state cannot be read: without it nobody can say what a run would lose
 */
export async function former(): Promise<readonly Former[]> {
  return pulumi.runtime.hasEngine() ? stateBefore() : [];
}

/** Outputs of the stack's last run; empty before the first. */
export async function formerOutputs(): Promise<Readonly<Record<string, unknown>>> {
  const stack = (await stateBefore()).find(({ type }) => type === 'pulumi:pulumi:Stack');
  return { ...stack?.outputs };
}

function stateBefore(): Promise<readonly Former[]> {
  read ??= readState();
  return read;
}

/** The state before this run, read once. */
let read: Promise<readonly Former[]> | undefined;

async function readState(tries = 5): Promise<readonly Former[]> {
  const stackName = pulumi.getStack();
  const asked = pulumi.runtime.invoke('pulumi:pulumi:readStackResourceOutputs', { stackName });
  const state = await asked.catch((error: unknown) => {
    if (tries === 1) throw error;
  });
  if (state === undefined) {
    await setTimeout(300); // the engine may be writing the state at this moment
    return readState(tries - 1);
  }
  const all = state.outputs as Readonly<Record<string, Pick<Former, 'type'> & Partial<Former>>>;
  return Object.entries(all).map(([urn, { type, outputs = {} }]) => {
    return { urn, type, name: urn.slice(urn.lastIndexOf('::') + 2), outputs };
  });
}

/** The Kubernetes objects among the resources of a stack. */
export function objectsAmong(all: readonly Former[]): readonly FormerObject[] {
  return all.flatMap(({ urn, type, name, outputs }) => {
    // `__inputs` is the manifest as applied, without the fields that the cluster added.
    const manifest = (outputs['__inputs'] ?? outputs) as KubeObject;
    if (!type.startsWith('kubernetes:') || manifest.metadata?.name === undefined) return [];
    return [{ urn, name, manifest }];
  });
}
