import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { forget } from '../name-and-delete-test-namespaces.ts';
import { type Workspace, workspace } from '../pulumi-workspace.ts';

const ROOT = new URL('../../..', import.meta.url).pathname;

export interface DevStackOptions {
  /** The settings `observability.metrics`. @default none, because not every cluster has the images of the monitoring */
  readonly metrics?: object;
  /** Checkout and image of another release, whose settings and code are used. @default this one */
  readonly release?: { readonly folder: string; readonly image: string };
}

/** The dev stack in a namespace of its own. */
export interface Deployed {
  readonly stack: Workspace;
  readonly image: string;
  /** Public URL of the app. */
  readonly origin: string;
  /** Deletes everything, however the tests ended. */
  remove(): Promise<void>;
}

/** Makes a workspace with the settings of `Pulumi.dev.yaml` and a host name of its own; nothing is deployed yet. */
export async function devStack(
  namespace: string,
  { metrics = { kind: 'none' }, release = { folder: ROOT, image: imageOfToday() } }: DevStackOptions = {},
): Promise<Deployed> {
  const { folder, image } = release;
  const config = configIn(folder);
  const stack = await workspace(read(folder, 'Pulumi.yaml'), {
    ...config,
    'finance-platform:namespace': namespace,
    'finance-platform:exposure': { kind: 'ingress', host: `${namespace}.localhost` },
    'finance-platform:web': { ...config['finance-platform:web'], image },
    'finance-platform:observability': { namespace: `${namespace}-monitoring`, metrics },
  });
  stack.runs(folder);
  return {
    stack,
    image,
    origin: `http://${namespace}.localhost`,
    async remove() {
      await forget(namespace, `${namespace}-monitoring`);
      stack.remove();
    },
  };
}

/** Image of this code: that of `Pulumi.dev.yaml`, unless E2E_IMAGE names another one. */
export function imageOfToday(): string {
  return process.env['E2E_IMAGE'] ?? (configIn(ROOT)['finance-platform:web'] as { image: string }).image;
}

function configIn(folder: string): Record<string, object> {
  return read(folder, 'Pulumi.dev.yaml')['config'] as Record<string, object>;
}

function read(folder: string, file: string): Record<string, object> {
  return parse(readFileSync(join(folder, file), 'utf8'));
}
