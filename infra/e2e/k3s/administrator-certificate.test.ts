import { randomBytes } from 'node:crypto';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as pulumi from '@pulumi/pulumi';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { kubeconfigFor } from '../../cluster/k3s/certificate-kubeconfig.ts';
import { certificateRequest } from '../../cluster/k3s/certificate-request.ts';
import { scriptText } from '../../cluster/k3s/script-with-quoted-variables.ts';
import { kubectl } from '../kubectl.ts';
import { whyNoCluster } from '../needs.ts';
import { requireSuccess, run } from '../run-process.ts';

/** Name of the script's objects here, apart from those of a cluster that the platform made. */
const NAME = `k3s-administrator-${randomBytes(3).toString('hex')}`;

const reason = whyNoCluster();

describe.skipIf(reason)(
  `the administrator of k3s, certified by a real API server${reason ? ` (skipped: ${reason})` : ''}`,
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'k3s-administrator-'));
    const k3s = join(folder, 'k3s');
    let before: string;

    beforeAll(() => {
      writeFileSync(k3s, '#!/bin/sh\nshift\nexec kubectl "$@"\n');
      chmodSync(k3s, 0o755);
    });
    afterAll(async () => {
      rmSync(folder, { recursive: true });
      await kubectl('delete', 'clusterrolebinding', NAME, '--ignore-not-found');
    });

    /** Makes the cluster certify a new key. @returns path of the kubeconfig */
    async function certified(): Promise<string> {
      const { user, request, key } = certificateRequest(randomBytes(32).toString('hex'), 'e2e:administrator');
      const variables = { ADMINISTRATOR: user, REQUEST: Buffer.from(request).toString('base64'), AGAIN: '1' };
      const text = await new Promise<string>((resolve) =>
        pulumi.output(scriptText({ file: 'administrator.sh', variables })).apply(resolve),
      );
      const input = text
        .replaceAll('/usr/local/bin/k3s', k3s)
        .replaceAll('finance-platform-administrator', NAME);
      const ended = await run('sh', ['-s'], { input });
      requireSuccess('administrator.sh', ended);
      const answer = (what: string) => new RegExp(`^${what} (\\S+)$`, 'm').exec(ended.output)?.[1] ?? '';
      const [authority, certificate] = [answer('authority'), answer('certificate')];
      const file = join(folder, `${user}.yaml`);
      const config = kubeconfigFor({ address: '127.0.0.1', authority, certificate, key });
      const server = await kubectl(
        'config',
        'view',
        '--minify',
        '--output',
        'jsonpath={.clusters[0].cluster.server}',
      );
      writeFileSync(file, config.replace(/https:\/\/127\.0\.0\.1:\d+/, server));
      return file;
    }
    const asked = (file: string, ...args: readonly string[]) =>
      run('kubectl', ['--kubeconfig', file, ...args]).then(({ output }) => output.trim());

    it('may do everything, by a binding that can be taken away and not as one of system:masters', async () => {
      before = await certified();
      expect(await asked(before, 'auth', 'can-i', '*', '*', '--all-namespaces')).toContain('yes');
      const who = await asked(before, 'auth', 'whoami', '--output', 'json');
      expect(JSON.parse(who).status.userInfo.groups).toEqual(['system:authenticated']);
    });

    it('leaves no request behind', async () => {
      const requests = await kubectl('get', 'certificatesigningrequests', '--output', 'name');
      expect(requests).not.toContain(NAME);
    });

    it('is so no more once another key was certified', async () => {
      const after = await certified();
      expect(await asked(after, 'auth', 'can-i', '*', '*', '--all-namespaces')).toContain('yes');
      expect(await asked(before, 'auth', 'can-i', '*', '*', '--all-namespaces')).toContain('no');
    });
  },
);
