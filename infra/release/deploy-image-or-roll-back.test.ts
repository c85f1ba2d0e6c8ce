import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { type FormerGeneration, IMAGE_GENERATION } from '../stack/refuse-image-of-earlier-manifests.ts';
import { release } from './deploy-image-or-roll-back.ts';

const digest = (letter: string) => `example.test/web@sha256:${letter.repeat(64)}`;
const [OLD, NEW, BROKEN] = [digest('0'), digest('a'), digest('b')];

interface Stack {
  readonly upFailsOn?: string;
  /** Outputs other than the image and the URL. */
  readonly shows?: FormerGeneration;
}

const TODAY = { imageGeneration: IMAGE_GENERATION };

/** A stack as Pulumi keeps it: the image of the last successful `up` runs. */
function stackThatRuns(image: string | undefined, { upFailsOn = '', shows = TODAY }: Stack = {}) {
  const stack = { runs: image, said: [] as string[], smoked: [] as Array<string | undefined> };
  const outputs = async () => ({
    url: 'https://finance.test',
    ...shows,
    ...(stack.runs && { image: stack.runs }),
  });
  const up = async (of: string, next: string) => {
    expect(of).toBe('prod');
    if (next === upFailsOn) throw new Error('the pods never got ready');
    stack.runs = next;
  };
  const smoke = async (args: readonly string[]) => {
    expect(args).toEqual(['--url', 'https://finance.test']);
    stack.smoked.push(stack.runs);
    return stack.runs === BROKEN ? 1 : 0;
  };
  const to = (next: string, option = '--image', ...more: string[]) =>
    release(['--stack', 'prod', option, next, ...more], {
      outputs,
      up,
      smoke,
      byGit: () => Promise.reject(new Error('nothing may be committed')),
      say: (line) => stack.said.push(line),
    });
  return { stack, to };
}

describe('a release', () => {
  it('brings the image, and looks at the app', async () => {
    const { stack, to } = stackThatRuns(OLD);
    expect(await to(NEW)).toBe(0);
    expect(stack).toMatchObject({ runs: NEW, smoked: [NEW] });
  });

  it('goes back when the app does not answer as it should, looks again, and fails', async () => {
    const { stack, to } = stackThatRuns(OLD);
    expect(await to(BROKEN)).toBe(1);
    expect(stack).toMatchObject({ runs: OLD, smoked: [BROKEN, OLD] });
    expect(stack.said.at(-1)).toBe(`${OLD} runs again`);
  });

  it('goes back when the image cannot be brought', async () => {
    const { stack, to } = stackThatRuns(OLD, { upFailsOn: NEW });
    expect(await to(NEW)).toBe(1);
    expect(stack).toMatchObject({ runs: OLD, smoked: [OLD] });
    expect(stack.said).toContain('the pods never got ready');
  });

  it('calls for somebody when the image before does not work either', async () => {
    const { stack, to } = stackThatRuns(BROKEN);
    expect(await to(digest('c'))).toBe(0);
    const again = stackThatRuns(BROKEN, { upFailsOn: NEW });
    expect(await again.to(NEW)).toBe(1);
    expect(again.stack.said.at(-1)).toContain('somebody has to look');
    expect(stack.runs).toBe(digest('c'));
  });

  it('has nothing to go back to the first time', async () => {
    const { stack, to } = stackThatRuns(undefined);
    expect(await to(BROKEN)).toBe(1);
    expect(stack.said.at(-1)).toBe('there is no other image to go back to');
  });

  it('does not go back to an image that lacks what its manifests start, and says how it comes back', async () => {
    const { stack, to } = stackThatRuns(OLD, { shows: {} });
    expect(await to(BROKEN)).toBe(1);
    expect(stack.smoked).toEqual([BROKEN]);
    expect(stack.said.at(-1)).toBe(
      `not going back: ${OLD} is of a release before these manifests, which start what it lacks. ` +
        'It comes back by `npm run up -- --stack prod` in the checkout of its own release',
    );
    const later = stackThatRuns(NEW, { shows: { ...TODAY, earlierImages: [OLD] } });
    await expect(later.to(OLD)).rejects.toThrow(`${OLD} is of a release before these manifests`);
    expect(later.stack.runs).toBe(NEW);
  });

  it.each(['--image', '--to'])('with %s is a commit where Argo CD delivers', async (option) => {
    const root = mkdtempSync(join(tmpdir(), 'finance-release-'));
    onTestFinished(() => rmSync(root, { recursive: true }));
    const accepted = join(import.meta.dirname, '../settings/fixtures/accepted/Pulumi.argo-cd.yaml');
    cpSync(accepted, join(root, 'Pulumi.prod.yaml'));
    const no = () => Promise.reject(new Error('nothing may be deployed'));
    const byGit = vi.fn(async () => 0);
    const args = ['--stack', 'prod', option, NEW];
    expect(await release(args, { root, outputs: no, up: no, byGit, say: () => {} })).toBe(0);
    expect(byGit).toHaveBeenCalledWith({ stack: 'prod', image: NEW, isBack: option === '--to' });
  });

  it('with --to brings an image of before, and goes nowhere else when it does not work either', async () => {
    const { stack, to } = stackThatRuns(NEW);
    expect(await to(OLD, '--to')).toBe(0);
    expect(stack.runs).toBe(OLD);
    expect(await to(BROKEN, '--to')).toBe(1);
    expect(stack).toMatchObject({ runs: BROKEN, smoked: [OLD, BROKEN] });
    expect(stack.said.at(-1)).toContain('somebody has to look');
  });

  it('is either of a new image or of one before', async () => {
    const { to } = stackThatRuns(OLD);
    await expect(to(NEW, '--to', '--image', NEW)).rejects.toThrow('say --image for a new image, or --to');
  });

  it('takes no image of which EKS would ask a public registry', async () => {
    const { stack, to } = stackThatRuns(OLD);
    await expect(to(`finance-platform/web@sha256:${'a'.repeat(64)}`)).rejects.toThrow(
      'must name its registry',
    );
    expect(stack.runs).toBe(OLD);
  });

  it.each([
    ['finance:1.0.0'],
    ['finance@sha256:abc'],
    [`finance@sha256:${'0'.repeat(64)} --yes`],
  ])('refuses the image "%s", which says not exactly what will run', async (image) => {
    await expect(stackThatRuns(OLD).to(image)).rejects.toThrow('by its digest');
  });
});
