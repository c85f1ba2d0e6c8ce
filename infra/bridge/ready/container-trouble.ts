import { oneLine } from './one-line.ts';
import { type ContainerStatus, type Event, type Facts, lastSeen, type Pod } from './verdict-fact-types.ts';
import type { Trouble } from './verdict-types-and-hopeless-troubles.ts';
import { wrongUser } from './wrong-user-log-line.ts';

/** Trouble that keeps a container from running, if any. */
export function containerTrouble(
  pod: Pod,
  status: ContainerStatus,
  facts: Facts,
  events: readonly Event[],
): Trouble | undefined {
  if (status.ready) return undefined;
  const { reason = '', message } = status.state?.waiting ?? {};
  const image = containerOf(pod, status)?.image ?? status.image;
  const stale = !events.some((event) => event.reason === 'Failed' && lastSeen(event) >= facts.since);
  switch (reason) {
    case 'ErrImagePull':
    case 'ImagePullBackOff':
    case 'RegistryUnavailable':
      return {
        key: `pull ${status.name}`,
        cause: `image ${image} cannot be pulled: ${refusal(message, events)}`,
        advice: 'look whether the registry has it, and lets these nodes read it (imagePullSecrets)',
        heals: true,
        stale,
      };
    case 'ErrImageNeverPull':
    case 'InvalidImageName':
      return {
        key: `image ${status.name}`,
        cause: `image "${image}" cannot be used: ${oneLine(message ?? reason)}`,
        advice: 'name it as name:tag or name@sha256:digest',
        heals: false,
      };
    case 'CreateContainerConfigError':
    case 'CreateContainerError':
      return {
        key: `create ${status.name}`,
        cause: `container ${status.name} of pod ${pod.metadata.name} cannot be made: ${oneLine(message ?? reason)}`,
        advice: 'create what it names, or correct the name',
        heals: true,
        stale,
      };
    default:
      return crash(pod, status, facts);
  }
}

/** Message of the registry; during kubelet's back-off, only the event of the last attempt has it. */
function refusal(message = '', events: readonly Event[]): string {
  const failed = events.findLast(({ message = '' }) => message.startsWith('Failed to pull image'));
  const words = /^Back-off/.test(message) ? (failed?.message ?? message) : message;
  // Each layer of the runtime repeats the image before its own cause; the innermost cause is last.
  return oneLine(words.replace(/^.*(?=failed to (?:resolve|authorize|do request))/s, ''));
}

function crash(pod: Pod, status: ContainerStatus, { since }: Facts): Trouble | undefined {
  const { state, lastState, restartCount, name } = status;
  const ended = state?.terminated ?? lastState?.terminated;
  if (ended === undefined || ended.exitCode === 0) return undefined;
  const { namespace = 'default', name: podName } = pod.metadata;
  const found = {
    key: `crash ${name}`,
    heals: true,
    stale: Date.parse(ended.finishedAt ?? '') < since,
    trying: state?.running !== undefined,
    log: { namespace, pod: podName, container: name, previous: state?.terminated === undefined },
  };
  if (ended.reason === 'OOMKilled') {
    const limit = containerOf(pod, status)?.resources?.limits?.['memory'] ?? 'its node';
    const cause = `container ${name} of pod ${podName} was killed because it used more memory than its limit of ${limit}`;
    return { ...found, cause, advice: 'give it a higher memory limit' };
  }
  const refused = wrongUser(ended.message);
  if (refused !== undefined)
    return {
      ...found,
      heals: false,
      cause:
        `container ${name} of pod ${podName} runs as a user that its image ${containerOf(pod, status)?.image ?? status.image} or the files on its volume ` +
        `are not made for: ${oneLine(refused)}`,
      advice: 'take an image that runs as the user of the pod (runAsUser), or give the files to that user',
    };
  const often = restartCount === 0 ? '' : `, started ${restartCount + 1} times`;
  const said = ended.message === undefined ? '' : `: ${oneLine(ended.message)}`;
  return {
    ...found,
    cause: `container ${name} of pod ${podName} ends with exit code ${ended.exitCode}${often}${said}`,
    advice: `kubectl -n ${namespace} logs ${podName} -c ${name}${restartCount > 0 ? ' --previous' : ''}`,
  };
}

function containerOf({ spec }: Pod, { name }: ContainerStatus) {
  return [...(spec?.initContainers ?? []), ...(spec?.containers ?? [])].find((one) => one.name === name);
}
