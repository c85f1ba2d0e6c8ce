import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RELEASE_BEFORE, whyNoCommit } from '../../../app/testing/release-checkout.ts';
import { RELEASE_IMAGE } from '../../stack/image-to-deploy.ts';
import { whyNoPulumi } from '../needs.ts';
import { type Workspace, workspace } from '../pulumi-workspace.ts';
import { checkoutOf } from '../unpack-earlier-commit.ts';

const PROJECT = {
  name: 'finance-platform',
  runtime: { name: 'nodejs', options: { typescript: false } },
  main: 'infra/e2e/choice-of-image/index.ts',
};
const digest = (letter: string) => `finance-platform/web@sha256:${letter.repeat(64)}`;
const [SET, RELEASED, OLD, NEW] = ['finance-platform/web:0.1.0', digest('a'), digest('b'), digest('c')];
const ROOT = new URL('../../..', import.meta.url).pathname;
const why = whyNoPulumi();

describe.skipIf(why !== undefined)(`a released image${why === undefined ? '' : ` (skipped: ${why})`}`, () => {
  let stack: Workspace;
  beforeAll(async () => {
    stack = await workspace(PROJECT, { 'finance-platform:web': { image: SET } });
  });
  afterAll(() => stack.remove());

  /** Image after an `up`, from a checkout whose stack file does not name the released image. */
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

  it.skipIf(whyNoCommit(RELEASE_BEFORE) !== undefined)(
    'of the release before is refused by the manifests of today, and comes back by its own',
    async () => {
      const before = checkoutOf(RELEASE_BEFORE, 'infra', 'package.json');
      try {
        stack.runs(before.folder);
        await stack.set('finance-platform:web.image', OLD);
        expect(await up()).toBe(OLD);

        stack.runs(ROOT);
        await expect(stack.up()).rejects.toThrow(`nothing was touched: ${OLD} is of a release before`);
        await stack.set('finance-platform:web.image', NEW);
        expect(await up()).toBe(NEW);
        process.env[RELEASE_IMAGE] = OLD;
        await expect(stack.up()).rejects.toThrow(`${OLD} is of a release before these manifests`);
        stack.runs(before.folder);
        expect(await up()).toBe(OLD);
      } finally {
        delete process.env[RELEASE_IMAGE];
        before.remove();
      }
    },
  );
});
