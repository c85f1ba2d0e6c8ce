import { mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unpack } from '../../app/testing/release-checkout.ts';

const ROOT = new URL('../..', import.meta.url).pathname;

/** A folder with the code of another commit. */
export interface Checkout {
  readonly folder: string;
  remove(): void;
}

/** Unpacks a commit of this clone, or some of its folders, and links the packages of this checkout into it. */
export function checkoutOf(commit: string, ...parts: readonly string[]): Checkout {
  const folder = mkdtempSync(join(tmpdir(), `checkout-${commit.slice(0, 7)}-`));
  unpack(commit, folder, ...parts);
  symlinkSync(join(ROOT, 'node_modules'), join(folder, 'node_modules'));
  return { folder, remove: () => rmSync(folder, { recursive: true }) };
}
