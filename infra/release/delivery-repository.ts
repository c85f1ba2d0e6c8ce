import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Problem } from '../command/problem.ts';

/** A release that the history of the repository tells of. */
export interface FormerRelease {
  readonly image: string;
  /** Generation of the manifests that came with it. */
  readonly generation: number;
}

/**
 * A copy of the Git repository that Argo CD follows, in a folder of its own: what people have not committed in theirs takes no
 * part. Credentials are Git's own, which never asks here.
 */
export class DeliveryRepository {
  readonly folder = mkdtempSync(join(tmpdir(), 'finance-delivery-'));
  readonly #repository: string;
  readonly #branch: string;

  /** @throws Problem when the repository cannot be read, or follows a tag or a commit, which no release can add to */
  constructor(repository: string, branch: string) {
    this.#repository = repository;
    this.#branch = branch;
    if (run(['ls-remote', '--heads', '--', repository, `refs/heads/${branch}`]).trim() === '')
      throw new Problem(
        `${repository} has no branch "${branch}": a release is a commit on a branch, so delivery.revision has to name one`,
      );
    run([
      'clone',
      '--quiet',
      '--single-branch',
      '--no-tags',
      '--branch',
      branch,
      '--',
      repository,
      this.folder,
    ]);
  }

  /** Latest release among its commits, or the latest of an image. */
  formerRelease(image = ''): FormerRelease | undefined {
    const format = `%(trailers:key=${IMAGE},valueonly,separator=)%x09%(trailers:key=${GENERATION},valueonly,separator=)`;
    const found = this.#git(
      'log',
      '-1',
      '--fixed-strings',
      `--grep=${IMAGE}: ${image}`,
      `--format=${format}`,
    );
    const [name = '', generation = ''] = found.trim().split('\t');
    return name === '' ? undefined : { image: name, generation: Number(generation) };
  }

  /**
   * Commits all changes of the folder as a release, and pushes it.
   *
   * @returns the commit; that of today where nothing changed
   * @throws Problem when somebody else pushed meanwhile, or the branch takes no push
   */
  release(subject: string, { image, generation }: FormerRelease): string {
    this.#git('add', '--all');
    if (this.#git('status', '--porcelain').trim() !== '') {
      const message = `${subject}\n\n${IMAGE}: ${image}\n${GENERATION}: ${generation}\n`;
      this.#git(...this.#author(), 'commit', '--quiet', '--no-verify', '--message', message);
      this.#push();
    }
    return this.#git('rev-parse', 'HEAD').trim();
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #push(): void {
    try {
      this.#git('push', '--quiet', 'origin', `HEAD:refs/heads/${this.#branch}`);
    } catch (error) {
      const { message } = error as Error;
      throw /fetch first|non-fast-forward/.test(message)
        ? new Problem(
            `somebody else pushed to ${this.#branch} of ${this.#repository} meanwhile: run this again`,
          )
        : error;
    }
  }

  /** Options that name an author where Git knows none, as in a pipeline. */
  #author(): readonly string[] {
    const { status } = spawnSync('git', ['config', 'user.email'], { cwd: this.folder });
    return status === 0
      ? []
      : ['-c', 'user.name=finance-platform release', '-c', 'user.email=release@finance-platform.invalid'];
  }

  #git(...args: readonly string[]): string {
    return run(args, this.folder);
  }
}

const IMAGE = 'Released-Image';
const GENERATION = 'Image-Generation';

function run(args: readonly string[], cwd?: string): string {
  const { status, stdout, stderr, error } = spawnSync('git', args, {
    encoding: 'utf8',
    env: { ...process.env, GIT_TERMINAL_PROMPT: '0' },
    ...(cwd !== undefined && { cwd }),
  });
  if (error || status !== 0)
    throw new Problem(`git ${args.find((arg) => !arg.startsWith('-'))}: ${stderr?.trim() || error?.message}`);
  return stdout;
}
