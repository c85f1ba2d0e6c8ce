import { type Application, progressOf } from '../../release/judge-application-progress.ts';
import { get, kubectl } from '../kubectl.ts';
import { forget } from '../name-and-delete-test-namespaces.ts';
import { eventually } from '../wait-until.ts';

/** Namespace of Argo CD by default. */
export const ARGO_CD = 'argocd';
const IN_ARGO_CD = ['--namespace', ARGO_CD] as const;

/** The Application with a name. */
export function application(name: string) {
  return get('application', name, ...IN_ARGO_CD);
}

/** Has Argo CD look at the repository, and waits until it has. */
export async function refreshed(name: string): Promise<void> {
  const annotation = 'argocd.argoproj.io/refresh';
  await kubectl('annotate', 'application', name, ...IN_ARGO_CD, `${annotation}=normal`, '--overwrite');
  await eventually('a look of Argo CD', async () => {
    const { metadata } = await application(name);
    return metadata.annotations?.[annotation] === undefined;
  });
}

/**
 * Waits until a commit is delivered, and prints what is waited for.
 *
 * @param commit of the Application with this name
 */
export async function delivered(name: string, commit: string, { seconds = 600 } = {}): Promise<void> {
  await refreshed(name);
  let said = '';
  await eventually(
    `Argo CD to deliver ${name}`,
    async () => {
      const { state, text } = progressOf((await application(name)) as Application, commit);
      if (text !== said) console.log(`${name}, ${state}: ${text}`);
      said = text;
      if (state === 'failed') throw new Error(text);
      return state === 'delivered';
    },
    { seconds },
  );
}

/** Deletes Argo CD and what its chart brings outside of namespaces; first the Applications, which would bring everything back. */
export async function forgetArgoCd(): Promise<void> {
  const all = ['delete', 'applications.argoproj.io', '--all', ...IN_ARGO_CD, '--ignore-not-found'];
  await kubectl(...all).catch(() => ''); // without its kinds, none is there
  await forget(ARGO_CD);
  await kubectl('delete', '--ignore-not-found', ...CLUSTER_WIDE);
}

const CLUSTER_WIDE = [
  ...['applications', 'applicationsets', 'appprojects'].map((name) => `crd/${name}.argoproj.io`),
  ...['application-controller', 'server'].flatMap((name) => [
    `clusterrole/argocd-${name}`,
    `clusterrolebinding/argocd-${name}`,
  ]),
];
