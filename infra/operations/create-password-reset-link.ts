import { OUTCOME } from '../../app/database/reset-link.ts';
import { newToken, tokenHash } from '../../app/secret-token.ts';
import { Problem } from '../command/problem.ts';
import { findRunningApp } from '../local/find-running-app.ts';
import { readStackFile } from '../settings/read-settings-from-stack-file-or-pulumi.ts';
import { RESET_LINK } from '../workloads/defaults/names-and-ports.ts';
import { publicUrl } from '../workloads/exposure/exposure.ts';
import { followJob, jobName } from './follow-job-state.ts';
import { kubectlFor } from './kubectl.ts';
import { passwordResetJob } from './password-reset-link-job-manifest.ts';

/** The app of a stack, or that of `npm start` on a folder. */
export type Where = { readonly stack: string } | { readonly folder: string };

/**
 * Creates a link with which the person with this address sets a new password, once and within the hour, and ends their
 * sessions. The token is made here: the app, its database and its cluster get only its hash.
 *
 * @throws Problem when nobody has the address, or the app does not run
 */
export async function resetPassword(
  address: string,
  where: Where,
  say: (line: string) => void,
): Promise<void> {
  const token = newToken();
  const hash = tokenHash(token).toString('hex');
  const { url, output } =
    'stack' in where
      ? await makeInStack(where.stack, address, hash, say)
      : await makeHere(where.folder, address, hash);
  if (output.includes(OUTCOME.unknown)) throw new Problem(`nobody has signed up with ${address}`);
  if (!output.includes(OUTCOME.made)) throw new Problem(`the link could not be made:\n${output.trim()}`);
  say(
    `${address} is signed out everywhere. Who opens this link sets a new password, once and within the hour:`,
  );
  say(`${url}/reset-password?token=${token}`);
}

interface Made {
  /** Public URL of the app. */
  readonly url: string;
  /** Output of reset-link.ts. */
  readonly output: string;
}

async function makeHere(folder: string, address: string, hash: string): Promise<Made> {
  const app = findRunningApp(folder);
  const { output } = await app.run(RESET_LINK.name, [address, hash]);
  return { url: app.url, output };
}

async function makeInStack(
  stack: string,
  address: string,
  hash: string,
  say: (line: string) => void,
): Promise<Made> {
  const settings = readStackFile(stack, process.cwd());
  const kubectl = kubectlFor(settings, say);
  const cronJob = JSON.parse(
    kubectl(['get', 'cronjob', RESET_LINK.name, '--output', 'json'], { quiet: true }),
  );
  const name = jobName(RESET_LINK.name);
  const input = JSON.stringify(passwordResetJob(cronJob, name, address, hash));
  kubectl(['create', '--filename', '-'], { input });
  await followJob(kubectl, name, say)();
  return { url: publicUrl(settings.exposure), output: kubectl(['logs', `job/${name}`]) };
}
