import * as pulumi from '@pulumi/pulumi';
import { RandomPassword } from '@pulumi/random/randomPassword.js';
import { certificateRequest } from './certificate-request.ts';
import { kubeconfigFor } from './kubeconfig.ts';
import type { Machine } from './machine.ts';
import { scriptText } from './script.ts';

export interface AdministratorProps {
  /** The server. */
  readonly machine: Machine;
  /** Host of the API server, as its certificate knows it. */
  readonly address: string;
  /** Another one when k3s restarts. */
  readonly state: string;
  readonly installed: pulumi.Resource;
  readonly parent: pulumi.Resource;
}

/**
 * The administrator of a cluster. The key is made here, and only the request to certify it goes to the server, so that
 * nothing which comes back is secret: whatever a command prints, Pulumi shows when it fails.
 *
 * @returns kubeconfig, a secret
 */
export function administratorOf(name: string, props: AdministratorProps): pulumi.Output<string> {
  const { machine, address, state, installed, parent } = props;
  const secret = new RandomPassword(`${name}/administrator-key`, { length: 48, special: false }, { parent });
  const wanted = pulumi.secret(secret.result).apply((text) => certificateRequest(text, USER));
  const variables = {
    ADMINISTRATOR: wanted.user,
    REQUEST: wanted.request.apply((text) => Buffer.from(text).toString('base64')),
    AGAIN: `${state} ${term(new Date())}`,
  };
  const { stdout } = machine.run(
    `${name}/administrator`,
    { input: scriptText({ file: 'administrator.sh', variables }), create: 'sh -s', answers: true },
    // Once it was the kubeconfig that k3s had written.
    { parent, dependsOn: installed, aliases: [{ name: `${name}/kubeconfig` }] },
  );
  return pulumi.secret(
    pulumi.all([stdout, wanted.key]).apply(([said, key]) =>
      kubeconfigFor({
        address,
        authority: answerOf(said, 'authority'),
        certificate: answerOf(said, 'certificate'),
        key,
      }),
    ),
  );
}

const USER = 'finance-platform:administrator';

/** A certificate lasts for a year (`--cluster-signing-duration`), so whoever runs `up` once in nine months has a good one. */
const TERM_DAYS = 90;

/** Number of the term that a moment is in; the first `up` of each has another certificate made. */
export function term(now: Date): number {
  return Math.floor(now.getTime() / (TERM_DAYS * 24 * 60 * 60 * 1000));
}

function answerOf(said: string, what: string): string {
  const [, answer] = new RegExp(`^${what} (\\S+)$`, 'm').exec(said) ?? [];
  if (answer === undefined) throw new Error(`the server of k3s did not say its ${what}`);
  return answer;
}
