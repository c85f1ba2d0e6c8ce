import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { builtTool } from './build-tool.ts';
import { secretsIn } from './secret-scan.ts';

const gitleaks = builtTool('gitleaks');
const [why, program] = 'reason' in gitleaks ? [` (skipped: ${gitleaks.reason})`, ''] : ['', gitleaks.path];

/** Secrets in halves, so that gitleaks finds none in this file. */
const TOKEN = ['ghp_', '7hK2mQ9xTz4LwB8vRn3YcJ6sDf1GpA5eXuW0'].join('');
const KEY = ['AKIA', 'Q3EGRZ6TNW5XBYH2'].join('');
const PASSWORD = ['xK9', 'mQ2vLp7RtZw4'].join('');

describe.skipIf(why !== '')(`a secret${why}`, () => {
  it('is found in a commit, also after its file is gone, and is not said', () => {
    const { commit, remove, found } = repository();
    commit('app/mail.ts', `const token = '${TOKEN}';\n`);
    remove('app/mail.ts');
    commit('Pulumi.prod.yaml', `config:\n  finance-platform:secrets:\n    key: ${KEY}\n`);
    const said = found();
    expect(said).toContainEqual(
      expect.stringMatching(/^github-pat: app\/mail\.ts:1 in commit [0-9a-f]{10}$/),
    );
    expect(said).toContainEqual(expect.stringMatching(/^aws-access-token: Pulumi\.prod\.yaml:3 /));
    expect(said.join()).not.toMatch(new RegExp(`${TOKEN}|${KEY}`));
  });

  it('may be a password that a test makes up, and no key', () => {
    const { commit, found } = repository();
    const password = `const password = '${PASSWORD}';\n`;
    commit('app/sign-in.test.ts', password);
    expect(found()).toEqual([]);
    commit('app/sign-in.ts', password);
    commit('app/mail.test.ts', `const token = '${TOKEN}';\n`);
    expect(found().map((line) => line.split(':', 2).join(':'))).toEqual(
      expect.arrayContaining(['generic-api-key: app/sign-in.ts', 'github-pat: app/mail.test.ts']),
    );
  });
});

function repository() {
  const folder = mkdtempSync(join(tmpdir(), 'finance-secrets-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const author = ['-c', 'user.name=Ada', '-c', 'user.email=ada@example.com'];
  const git = (...args: readonly string[]) => execFileSync('git', [...author, ...args], { cwd: folder });
  const committed = (what: string) => {
    git('add', '--all');
    git('commit', '--quiet', '--message', what);
  };
  git('init', '--quiet');
  return {
    commit(file: string, text: string): void {
      mkdirSync(dirname(join(folder, file)), { recursive: true });
      writeFileSync(join(folder, file), text);
      committed(`add ${file}`);
    },
    remove(file: string): void {
      rmSync(join(folder, file));
      committed(`remove ${file}`);
    },
    found: () => secretsIn(program, folder),
  };
}
