import { Construct } from 'constructs';
import { token } from '../../manifests/placeholder-tokens.ts';
import type { Settings } from '../../settings/schema.ts';
import { SECRETS } from '../defaults/names-and-ports.ts';
import type { Images } from '../defaults/prefix-images-with-registry.ts';
import { Kube } from '../defaults/typed-kubernetes-objects.ts';
import type { FencedNamespace } from '../namespace/fenced-namespace.ts';
import type { DeclaredValue } from '../secrets/declared-value-types.ts';
import { Elasticsearch } from './elasticsearch.ts';
import { ElasticsearchSetup } from './elasticsearch-setup.ts';
import { Fluentd } from './fluentd.ts';
import { Kibana } from './kibana.ts';
import { KibanaSetup } from './kibana-setup.ts';

export interface ElasticProps {
  readonly settings: Settings;
  readonly logs: Extract<Settings['observability']['logs'], { kind: 'elasticsearch' }>;
  readonly images: Images;
  readonly monitoring: FencedNamespace;
  /** Namespace of the collector. */
  readonly logging: FencedNamespace;
}

/** Adds Elasticsearch, its setup Job, Kibana and Fluentd; returns the secret values that they need. */
export function elasticIn({ settings, logs, images, monitoring, logging }: ElasticProps) {
  const { namespace } = settings.observability;
  const round = settings.secrets.rotation.elasticsearch;
  const part = monitoring.part('elasticsearch', 'monitoring');
  new PasswordsOf(part, 'secrets', SECRETS_OF_MONITORING);
  const server = new Elasticsearch(part, 'elasticsearch', { ...logs, image: images.elasticsearch });
  const setup = new ElasticsearchSetup(monitoring.part('elasticsearch-setup', 'monitoring'), 'setup', {
    image: images.elasticsearch,
    retentionDays: logs.retentionDays,
    round,
  });
  const kibana = new Kibana(monitoring.part('kibana', 'monitoring'), 'kibana', { image: images.kibana });
  const view = new KibanaSetup(monitoring.part('kibana-setup', 'monitoring'), 'setup', {
    image: images.elasticsearch,
    round,
  });
  const collecting = logging.part('fluentd', 'monitoring');
  new PasswordsOf(collecting, 'secrets', SECRETS_OF_LOGGING);
  const watched = [settings.namespace, namespace];
  const fluentd = new Fluentd(collecting, 'fluentd', {
    image: images.fluentd,
    watched,
    monitoring: namespace,
  });

  setup.node.addDependency(server);
  kibana.node.addDependency(setup);
  view.node.addDependency(kibana);
  fluentd.node.addDependency(setup);
  return Object.entries(VALUES).map(
    ([name, rotated]): DeclaredValue => ({
      token: name,
      made: { by: 'random', length: 32, rotation: rotated ? round : 1 },
    }),
  );
}

/** True for values that are rotated: with a new encryption key, Kibana could not decrypt its saved objects. */
const VALUES = {
  'elasticsearch.password': true,
  'fluentd.password': true,
  'kibana.password': true,
  'kibana.encryption-key': false,
};

type Contents = Readonly<Record<string, Readonly<Record<string, keyof typeof VALUES>>>>;

const SECRETS_OF_MONITORING: Contents = {
  [SECRETS.elasticsearch]: { ELASTIC_PASSWORD: 'elasticsearch.password' },
  [SECRETS.elasticsearchUsers]: {
    FLUENTD_PASSWORD: 'fluentd.password',
    KIBANA_PASSWORD: 'kibana.password',
  },
  [SECRETS.kibana]: {
    ELASTICSEARCH_PASSWORD: 'kibana.password',
    XPACK_ENCRYPTEDSAVEDOBJECTS_ENCRYPTIONKEY: 'kibana.encryption-key',
    XPACK_SECURITY_ENCRYPTIONKEY: 'kibana.encryption-key',
  },
};
const SECRETS_OF_LOGGING: Contents = { [SECRETS.fluentd]: { FLUENTD_PASSWORD: 'fluentd.password' } };

class PasswordsOf extends Construct {
  constructor(scope: Construct, id: string, secrets: Contents) {
    super(scope, id);
    for (const [name, contents] of Object.entries(secrets)) {
      const stringData = Object.fromEntries(
        Object.entries(contents).map(([key, value]) => [key, token(value)]),
      );
      new Kube(this, name, 'Secret', { metadata: { name }, type: 'Opaque', stringData });
    }
  }
}
