import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Kubectl } from '../operations/kubectl.ts';
import { readStackFile } from '../settings/read-settings-from-stack-file-or-pulumi.ts';
import { IMAGE_GENERATION } from '../stack/refuse-image-of-earlier-manifests.ts';
import { write } from '../synth/compare-and-write-folder.ts';
import { render } from '../synth/render-manifest-files.ts';
import { platform } from '../workloads/platform.ts';
import { releaseByGit } from './deploy-image-through-argo-cd-or-roll-back.ts';

const digest = (letter: string) => `example.test/web@sha256:${letter.repeat(64)}`;
const [OLD, NEW, BROKEN] = [digest('0'), digest('a'), digest('b')];
const REPOSITORY = 'https://git.example.test/finance.git';

describe('a release where Argo CD delivers', () => {
  it('commits the digest and the manifests, and waits until they are in the cluster', async () => {
    const lab = theLab();
    expect(await lab.release(NEW)).toBe(0);
    expect(lab.file('Pulumi.lab.yaml')).toBe(stackFile(NEW));
    expect(lab.file('charts-out/lab/40-web.yaml')).toContain(`image: ${NEW}`);
    expect(lab.file('charts-out/lab/40-web.yaml')).not.toContain(OLD);
    expect(lab.log()).toMatchObject([`lab: release ${NEW}`, 'first']);
    expect(lab.git('log', '-1', '--format=%B')).toContain(
      `Released-Image: ${NEW}\nImage-Generation: ${IMAGE_GENERATION}`,
    );
    expect(lab.smoked).toEqual([NEW]);
    expect(lab.said).toContain('Argo CD: synced and healthy');
    // The manifests in the repository are those that the check of synth expects.
    expect(lab.isAsSynthesized()).toBe(true);
  });

  it('goes back by another commit when the app does not answer as it should, and fails', async () => {
    const lab = theLab();
    expect(await lab.release(BROKEN)).toBe(1);
    expect(lab.log()).toEqual([`lab: release ${OLD}`, `lab: release ${BROKEN}`, 'first']);
    expect(lab.smoked).toEqual([BROKEN, OLD]);
    expect(lab.said.at(-1)).toBe(`${OLD} runs again`);
    expect(lab.git('diff', '--stat', 'HEAD', 'HEAD~2')).toBe('');
  });

  it('goes back when Argo CD does not bring it in time, and has it give up the sync that hangs', async () => {
    const lab = theLab({ hangsOn: NEW });
    expect(await lab.release(NEW)).toBe(1);
    expect(lab.file('Pulumi.lab.yaml')).toBe(stackFile(OLD));
    expect(lab.said).toContainEqual(
      expect.stringMatching(/^Argo CD did not deliver [0-9a-f]{40} in 0 seconds$/),
    );
    expect(lab.asked).toContain('{"status":{"operationState":{"phase":"Terminating"}}}');
    expect(lab.said.at(-1)).toBe(`${OLD} runs again`);
  });

  it('with --to goes back to an image of before', async () => {
    const lab = theLab();
    await lab.release(NEW);
    expect(await lab.release(OLD, { isBack: true })).toBe(0);
    expect(lab.file('charts-out/lab/40-web.yaml')).toContain(`image: ${OLD}`);
    expect(lab.log()).toEqual([`lab: release ${OLD}`, `lab: release ${NEW}`, 'first']);
  });

  it('with --to takes nothing back that does not work either', async () => {
    const lab = theLab();
    expect(await lab.release(BROKEN, { isBack: true })).toBe(1);
    expect(lab.log()).toEqual([`lab: release ${BROKEN}`, 'first']);
    expect(lab.said.at(-1)).toContain('somebody has to look');
  });

  it('with --to changes nothing but the image', async () => {
    const lab = theLab({ edited: { 'charts-out/lab/20-redis.yaml': 'kind: List\n' } });
    await expect(lab.release(NEW, { isBack: true })).rejects.toThrow(
      /other manifests than .* has: 20-redis.yaml/,
    );
    expect(lab.log()).toEqual(['first']);
    expect(await lab.release(NEW)).toBe(0);
    expect(lab.said).toContain('besides the image, this changes: 20-redis.yaml');
  });

  it('commits nothing twice, and still looks', async () => {
    const lab = theLab();
    expect(await lab.release(OLD)).toBe(0);
    expect(lab.log()).toEqual(['first']);
    expect(lab.smoked).toEqual([OLD]);
  });

  it('writes the manifests alone into a repository without stack files, and remembers the image by its commit', async () => {
    const lab = theLab({ withStackFile: false });
    expect(await lab.release(NEW)).toBe(0);
    expect(lab.git('ls-tree', '--name-only', 'HEAD').trim()).toBe('charts-out');
    expect(await lab.release(BROKEN)).toBe(1);
    expect(lab.said).toContain(`lab: ${NEW} → ${BROKEN}`);
    expect(lab.file('charts-out/lab/40-web.yaml')).toContain(NEW);
  });

  it('works for who may only look at the Application', async () => {
    const lab = theLab({ mayChange: false });
    expect(await lab.release(NEW)).toBe(0);
    expect(lab.said).toContain('Argo CD looks for commits by itself, within three minutes');
  });
});

describe('nothing is pushed', () => {
  it('for an image of an earlier generation', async () => {
    const lab = theLab({ generation: 1 });
    await expect(lab.release(OLD, { isBack: true })).rejects.toThrow(
      `${OLD} is of a release before these manifests`,
    );
    expect(lab.log()).toEqual(['first']);
  });

  it('where the cluster does not answer', async () => {
    const lab = theLab({ isAway: true });
    await expect(lab.release(NEW)).rejects.toThrow('connection refused');
    expect(lab.log()).toEqual(['first']);
  });

  it('where Argo CD follows no branch', async () => {
    const lab = theLab({ branch: 'other' });
    await expect(lab.release(NEW)).rejects.toThrow('has no branch "main": a release is a commit on a branch');
  });
});

interface Lab {
  readonly hangsOn?: string;
  /** Files that differ from what the code makes. */
  readonly edited?: Readonly<Record<string, string>>;
  readonly withStackFile?: boolean;
  readonly mayChange?: boolean;
  readonly generation?: number;
  readonly isAway?: boolean;
  readonly branch?: string;
}

/** A repository that Git reaches under the address of the settings, and an Argo CD that does what is in it. */
function theLab(lab: Lab = {}) {
  const { hangsOn = '', edited = {}, withStackFile = true, mayChange = true, branch = 'main' } = lab;
  const folder = mkdtempSync(join(tmpdir(), 'finance-git-release-'));
  onTestFinished(() => {
    vi.unstubAllEnvs();
    rmSync(folder, { recursive: true, force: true });
  });
  const [bare, root, first] = ['bare.git', 'project', 'first'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const [name, value] of Object.entries({
    GIT_CONFIG_GLOBAL: '/dev/null',
    GIT_CONFIG_SYSTEM: '/dev/null',
    GIT_CONFIG_COUNT: '1',
    GIT_CONFIG_KEY_0: `url.${bare}.insteadOf`,
    GIT_CONFIG_VALUE_0: REPOSITORY,
  }))
    vi.stubEnv(name, value);
  const gitIn =
    (where: string) =>
    (...args: string[]) =>
      execFileSync('git', args, { cwd: where, encoding: 'utf8' });
  const git = gitIn(bare);

  mkdirSync(root);
  writeFileSync(join(root, 'Pulumi.lab.yaml'), stackFile(OLD));
  execFileSync('git', ['init', '--quiet', '--bare', '--initial-branch', branch, bare]);
  execFileSync('git', ['clone', '--quiet', bare, first], { stdio: 'ignore' });
  if (withStackFile) writeFileSync(join(first, 'Pulumi.lab.yaml'), stackFile(OLD));
  write(makeFolder(join(first, 'charts-out/lab')), manifestsOf(root));
  for (const [file, text] of Object.entries(edited)) writeFileSync(join(first, file), text);
  const inFirst = gitIn(first);
  const me = ['-c', 'user.name=a', '-c', 'user.email=a@example.test'];
  const trailers = lab.generation ? `Released-Image: ${OLD}\nImage-Generation: ${lab.generation}` : '';
  inFirst('add', '--all');
  inFirst(...me, 'commit', '--quiet', '--message', `first\n\n${trailers}`);
  inFirst('push', '--quiet', 'origin', `HEAD:refs/heads/${branch}`);

  const file = (name: string) => git('show', `HEAD:${name}`);
  const image = () => /image: (\S+)/.exec(file('charts-out/lab/40-web.yaml'))?.[1] ?? '';
  const [said, smoked, asked] = [[] as string[], [] as string[], [] as string[]];
  let hung: string | undefined;
  const kubectl: Kubectl = (args) => {
    if (lab.isAway) throw new Error('connection refused');
    asked.push(...args);
    const [verb, ...more] = args;
    if (verb !== 'get') {
      if (!mayChange) throw new Error('forbidden');
      if (verb === 'patch') hung = undefined;
      return '';
    }
    expect(more.slice(0, 2)).toEqual(['application', 'finance']);
    const revision = git('rev-parse', 'HEAD').trim();
    if (image() === hangsOn) hung = revision;
    const operationState = {
      phase: hung ? 'Running' : 'Succeeded',
      syncResult: { revision: hung ?? revision },
    };
    return JSON.stringify({
      status: { sync: { status: 'Synced', revision }, health: { status: 'Healthy' }, operationState },
    });
  };
  const release = (to: string, { isBack = false } = {}) =>
    releaseByGit(
      { stack: 'lab', image: to, isBack },
      {
        root,
        say: (line) => said.push(line),
        kubectl: () => kubectl,
        smoke: async () => {
          smoked.push(image());
          return image() === BROKEN ? 1 : 0;
        },
        patience: hangsOn === '' ? 60 : 0,
        pause: 1,
      },
    );
  const log = () => git('log', '--format=%s').trim().split('\n');
  const isAsSynthesized = () => {
    const clone = join(folder, 'again');
    execFileSync('git', ['clone', '--quiet', bare, clone]);
    return [...manifestsOf(clone)].every(([name, text]) => file(`charts-out/lab/${name}`) === text);
  };
  return { release, said, smoked, asked, git, log, file, isAsSynthesized };
}

function stackFile(image: string): string {
  return `config:
  finance-platform:web:
    image: ${image} # the one of today
  finance-platform:exposure: { kind: node-port, host: lab.example.test }
  finance-platform:delivery:
    kind: argo-cd
    repository: ${REPOSITORY}
    path: charts-out/lab
`;
}

function manifestsOf(root: string): ReadonlyMap<string, string> {
  return render(platform(readStackFile('lab', root)).app);
}

function makeFolder(path: string): string {
  mkdirSync(path, { recursive: true });
  return path;
}
