import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, it, onTestFinished } from 'vitest';
import { authenticationConfig } from '../cluster/k3s/authentication-config.ts';
import { settingsWith } from '../workloads/testing/settings-with.ts';
import { signInUser } from './oidc-kubeconfig-user.ts';

const access = {
  signIn: { issuer: 'https://id.example.com', clientId: 'kubernetes' },
  developer: { groups: ['oidc:developers'] },
  pipelines: { audience: 'finance lab' },
  ciCd: { users: ['ci:repo:acme/finance:environment:prod'] },
};

describe('who signs in', () => {
  const settings = settingsWith({ access });

  it('as a person goes to the provider, by the plug-in of kubectl', () => {
    const { exec } = signInUser('developer', settings) as { exec: { command: string; args: string[] } };
    expect(exec.command).toBe('kubectl');
    expect(exec.args).toEqual(
      expect.arrayContaining([
        'oidc-login',
        '--oidc-issuer-url=https://id.example.com',
        '--oidc-client-id=kubernetes',
      ]),
    );
  });

  it('as a pipeline gets a token of its run', () => {
    const { exec } = signInUser('ci-cd', settings) as { exec: { command: string; args: string[] } };
    const folder = mkdtempSync(join(tmpdir(), 'finance-pipeline-'));
    onTestFinished(() => rmSync(folder, { recursive: true }));
    const curl = '#!/bin/sh\nprintf "%s\\n" "$@" > "$SAID"\necho \'{"count":1, "value": "a.b-c_d.e"}\'\n';
    writeFileSync(join(folder, 'curl'), curl, { mode: 0o755 });
    const env = {
      PATH: `${folder}:${process.env['PATH']}`,
      SAID: join(folder, 'said'),
      ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'of-the-run',
      ACTIONS_ID_TOKEN_REQUEST_URL: 'https://runner.example.com/token?a=b',
    };
    const { stdout } = spawnSync(exec.command, exec.args, { env, encoding: 'utf8' });
    expect(JSON.parse(stdout)).toMatchObject({ kind: 'ExecCredential', status: { token: 'a.b-c_d.e' } });
    const { stdout: said } = spawnSync('cat', [env.SAID], { encoding: 'utf8' });
    expect(said).toContain('https://runner.example.com/token?a=b&audience=finance%20lab');
    expect(said).toContain('Authorization: bearer of-the-run');
    writeFileSync(join(folder, 'curl'), '#!/bin/sh\nexit 22\n', { mode: 0o755 });
    expect(spawnSync(exec.command, exec.args, { env }).status).not.toBe(0);
  });

  it('has to hold the role, and needs a provider', () => {
    expect(() => signInUser('viewer', settings)).toThrow(
      'add one to access.viewer, whose name begins with oidc:',
    );
    expect(() => signInUser('backup-operator', settings)).toThrow('access.backupOperator');
    expect(() => signInUser('developer', settingsWith())).toThrow('set access.signIn');
    expect(() => signInUser('ci-cd', settingsWith())).toThrow('set access.pipelines');
  });

  it('is taken by the API server of k3s, as nobody else of the cluster', () => {
    expect(load(authenticationConfig(settings.access) ?? '')).toEqual({
      apiVersion: 'apiserver.config.k8s.io/v1',
      kind: 'AuthenticationConfiguration',
      jwt: [
        {
          issuer: { url: 'https://id.example.com', audiences: ['kubernetes'] },
          claimMappings: {
            username: { claim: 'email', prefix: 'oidc:' },
            groups: { claim: 'groups', prefix: 'oidc:' },
          },
        },
        {
          issuer: { url: 'https://token.actions.githubusercontent.com', audiences: ['finance lab'] },
          claimMappings: { username: { claim: 'sub', prefix: 'ci:' } },
        },
      ],
    });
    expect(authenticationConfig(settingsWith().access)).toBeUndefined();
  });
});
