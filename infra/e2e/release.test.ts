import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RELEASE_IMAGE } from '../stack/web-image.ts';
import { whyNoPulumi } from './needs.ts';
import { type Workspace, workspace } from './workspace.ts';

const PROJECT = {
  name: 'finance-platform',
  runtime: { name: 'nodejs', options: { typescript: false } },
  main: 'infra/e2e/release/index.ts',
};
const [SET, RELEASED] = ['finance-platform/web:0.1.0', `finance-platform/web@sha256:${'a'.repeat(64)}`];
const why = whyNoPulumi();

describe.skipIf(why !== undefined)(`a released image${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  let stack: Workspace;
  beforeAll(async () => {
    stack = await workspace(PROJECT, { 'finance-platform:web': { image: SET } });
  });
  afterAll(() => stack.remove());

  /** What runs after an `up`, from a checkout whose file knows of no release. */
  async function up(): Promise<string> {
    await stack.up();
    return JSON.parse((await stack.pulumi('stack', 'output', '--json')).output).image;
  }

  it('is kept by a plain up, until the file says another', async () => {
    expect(await up()).toBe(SET);
    process.env[RELEASE_IMAGE] = RELEASED;
    expect(await up()).toBe(RELEASED);
    delete process.env[RELEASE_IMAGE];
    expect(await up()).toBe(RELEASED);
    await stack.set('finance-platform:web.image', 'finance-platform/web:0.2.0');
    expect(await up()).toBe('finance-platform/web:0.2.0');
  });
});
