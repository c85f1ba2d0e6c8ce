import * as pulumi from '@pulumi/pulumi';
import { RandomPassword } from '@pulumi/random/randomPassword.js';
import { kubeconfigFor } from './certificate-kubeconfig.ts';
import { certificateRequest } from './certificate-request.ts';
import type { Machine } from './run-scripts-locally-or-by-ssh.ts';
import { scriptText } from './script-with-quoted-variables.ts';

export interface AdministratorProps {
  /** Machine of the server. */
  readonly machine: Machine;
  /** Host of the API server, as in its certificate. */
  readonly address: string;
  /** Fingerprint that changes when k3s restarts. */
  readonly state: string;
  readonly installed: pulumi.Resource;
  readonly parent: pulumi.Resource;
}

/**
 * Issues the administrator's kubeconfig. The key is generated here, and only the certificate request goes to the server, so
 * that no answer is secret: Pulumi shows the output of a command when it fails.
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
    // Earlier versions read the kubeconfig that k3s had written.
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

/**
 * Renewal period. A certificate lasts for a year (`--cluster-signing-duration`), so an `up` every nine months keeps it
 * valid.
 */
const TERM_DAYS = 90;

/** Number of the renewal period at a time; the first `up` in each has a new certificate issued. */
export function term(now: Date): number {
  return Math.floor(now.getTime() / (TERM_DAYS * 24 * 60 * 60 * 1000));
}

function answerOf(said: string, what: string): string {
  const [, answer] = new RegExp(`^${what} (\\S+)$`, 'm').exec(said) ?? [];
  if (answer === undefined) throw new Error(`the server of k3s did not say its ${what}`);
  return answer;
}
