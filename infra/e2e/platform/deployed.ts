import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { forget } from '../cluster.ts';
import { type Workspace, workspace } from '../workspace.ts';

const ROOT = new URL('../../..', import.meta.url).pathname;

export interface DevStackOptions {
  /** The settings `observability.metrics`. @default none, because the images of what watches are not everywhere */
  readonly metrics?: object;
}

/** The dev stack in a namespace of its own. */
export interface Deployed {
  readonly stack: Workspace;
  readonly image: string;
  /** What people type. */
  readonly origin: string;
  /** Takes everything away, however the tests ended. */
  remove(): Promise<void>;
}

/**
 * A workspace with the settings of `Pulumi.dev.yaml`, at an address of its own; nothing is deployed yet.
 * E2E_IMAGE names an image of the app other than the one there.
 */
export async function devStack(
  namespace: string,
  { metrics = { kind: 'none' } }: DevStackOptions = {},
): Promise<Deployed> {
  const read = (file: string) => parse(readFileSync(join(ROOT, file), 'utf8')) as Record<string, object>;
  const config = read('Pulumi.dev.yaml')['config'] as Record<string, object>;
  const web = config['finance-platform:web'] as { readonly image: string };
  const image = process.env['E2E_IMAGE'] ?? web.image;
  const stack = await workspace(read('Pulumi.yaml'), {
    ...config,
    'finance-platform:namespace': namespace,
    'finance-platform:exposure': { kind: 'ingress', host: `${namespace}.localhost` },
    'finance-platform:web': { ...web, image },
    'finance-platform:observability': { namespace: `${namespace}-monitoring`, metrics },
  });
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
