import { Agent, type RequestOptions } from 'node:https';
import { parse } from 'yaml';

/** How to ask the API server of a kubeconfig as its user. */
export interface SignedIn {
  readonly server: string;
  /** Adds what shows who asks; called for each request, since a token may last for minutes only. */
  sign(options: RequestOptions): Promise<RequestOptions>;
}

/**
 * Reads the one cluster and user of a kubeconfig. A key or token that stands in it is used as it stands. Everything else
 * (commands that fetch a token, OIDC, proxies) is left to the official client, which takes seconds to load.
 */
export async function signIn(kubeconfig: string): Promise<SignedIn> {
  const { clusters, users } = parse(kubeconfig) as KubeConfigFile;
  const cluster = clusters?.[0]?.cluster ?? {};
  const user = users?.[0]?.user ?? {};
  const isPlain = has(cluster, CLUSTER_FIELDS) && has(user, USER_FIELDS);
  return isPlain ? asItStands(cluster, user) : byClient(kubeconfig);
}

type Fields = Readonly<Record<string, unknown>>;

interface KubeConfigFile {
  readonly clusters?: ReadonlyArray<{ readonly cluster: Fields }>;
  readonly users?: ReadonlyArray<{ readonly user: Fields }>;
}

const CLUSTER_FIELDS = ['server', 'certificate-authority-data', 'extensions'];
const USER_FIELDS = ['client-certificate-data', 'client-key-data', 'token'];

/** Whether these fields are all that there is, one of them at least. */
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
  return {
    server: config.getCurrentCluster()?.server ?? '',
    async sign(options) {
      const signed = { ...options };
      await config.applyToHTTPSOptions(signed);
      return signed;
    },
  };
}
