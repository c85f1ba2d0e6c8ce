import { Agent, type RequestOptions } from 'node:https';
import { Problem } from '../../command/problem.ts';
import { parseSecretYaml } from '../parse-yaml-without-quoting-secrets.ts';

/** Access to the API server of a kubeconfig as its user. */
export interface SignedIn {
  readonly server: string;
  /** Adds the credentials; called for each request, since a token may last for minutes only. */
  sign(options: RequestOptions): Promise<RequestOptions>;
}

/**
 * Reads the cluster and user of a kubeconfig. Where they are the only ones, a client key or token in the file is used
 * directly. Everything else (commands that fetch a token, OIDC, proxies) is left to the official client, which takes seconds
 * to load.
 *
 * @throws Problem when it names no cluster
 */
export async function signIn(kubeconfig: string): Promise<SignedIn> {
  const { clusters = [], users = [] } = parseSecretYaml(
    kubeconfig,
    'the kubeconfig of the stack',
  ) as KubeConfigFile;
  const [{ cluster = {} } = {}, { user = {} } = {}] = [clusters[0], users[0]];
  const isOne = clusters.length === 1 && users.length === 1;
  const isPlain = isOne && has(cluster, CLUSTER_FIELDS) && has(user, USER_FIELDS);
  return isPlain ? asItStands(cluster, user) : byClient(kubeconfig);
}

type Fields = Readonly<Record<string, unknown>>;

interface KubeConfigFile {
  readonly clusters?: ReadonlyArray<{ readonly cluster: Fields }>;
  readonly users?: ReadonlyArray<{ readonly user: Fields }>;
}

const CLUSTER_FIELDS = ['server', 'certificate-authority-data', 'extensions'];
const USER_FIELDS = ['client-certificate-data', 'client-key-data', 'token'];

/** True when there is at least one field and all of them are known. */
function has(fields: Fields, known: readonly string[]): boolean {
  const keys = Object.keys(fields);
  return keys.length > 0 && keys.every((key) => known.includes(key));
}

function asItStands(cluster: Fields, user: Fields): SignedIn {
  const decoded = (text: unknown) => (text === undefined ? undefined : Buffer.from(String(text), 'base64'));
  const agent = new Agent({
    keepAlive: true,
    ca: decoded(cluster['certificate-authority-data']),
    cert: decoded(user['client-certificate-data']),
    key: decoded(user['client-key-data']),
  });
  const authorization = user['token'] === undefined ? {} : { authorization: `Bearer ${user['token']}` };
  return {
    server: String(cluster['server']),
    sign: async (options) => ({ ...options, agent, headers: { ...options.headers, ...authorization } }),
  };
}

async function byClient(kubeconfig: string): Promise<SignedIn> {
  const { KubeConfig } = await import('@kubernetes/client-node/dist/config.js');
  const config = new KubeConfig();
  config.loadFromString(kubeconfig);
  const server = config.getCurrentCluster()?.server;
  if (server === undefined) throw new Problem('the kubeconfig of the stack names no cluster');
  let last: Promise<unknown> = Promise.resolve();
  return {
    server,
    async sign(options) {
      const signed = { ...options };
      // One at a time, so that a command which fetches a token runs once, and not once a request.
      const signing = last.then(() => config.applyToHTTPSOptions(signed));
      last = signing.catch(() => {});
      await signing;
      return signed;
    },
  };
}
