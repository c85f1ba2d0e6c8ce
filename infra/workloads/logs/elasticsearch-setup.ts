import { readFileSync } from 'node:fs';
import { Construct } from 'constructs';
import { CONFIG_CHECKSUM, checksum } from '../../manifests/checksum.ts';
import { Kube } from '../defaults/kube-object.ts';
import { ELASTICSEARCH, ELASTICSEARCH_SETUP, SECRETS } from '../defaults/names.ts';
import { restrictedPod, scratch } from '../defaults/pod.ts';

export interface ElasticsearchSetupProps {
  /** Image of Elasticsearch. */
  readonly image: string;
  readonly retentionDays: number;
  /** Rotation number of the passwords that the Job sets: each has a Job of its own. */
  readonly round: number;
}

/** Prefix of the names of the indices; there is one per day. */
export const INDEX = 'finance-logs';

/** Job that configures Elasticsearch once it is up. Jobs are immutable, so a changed one has another name. */
export class ElasticsearchSetup extends Construct {
  constructor(scope: Construct, id: string, { image, retentionDays, round }: ElasticsearchSetupProps) {
    super(scope, id);
    const { name } = ELASTICSEARCH_SETUP;
    const script = readFileSync(new URL('elasticsearch-setup.sh', import.meta.url), 'utf8');
    const files = { 'setup.sh': script, ...bodiesOf(retentionDays) };
    const template = restrictedPod({
      name,
      user: 1000,
      graceSeconds: 5,
      restartPolicy: 'Never',
      annotations: { [CONFIG_CHECKSUM]: checksum([files]) },
      containers: [
        {
          name: 'setup',
          image,
          command: ['sh', `${SETUP}/setup.sh`],
          env: [
            { name: 'ELASTICSEARCH', value: `http://${ELASTICSEARCH.name}:${ELASTICSEARCH.port}` },
            { name: 'INDEX', value: INDEX },
            { name: 'SETUP', value: SETUP },
          ],
          envFrom: [SECRETS.elasticsearch, SECRETS.elasticsearchUsers].map((secret) => ({
            secretRef: { name: secret },
          })),
          resources: { requests: { cpu: '20m', memory: '32Mi' }, limits: { cpu: '200m', memory: '64Mi' } },
          volumeMounts: [
            { name: 'setup', mountPath: SETUP, readOnly: true },
            { name: 'tmp', mountPath: '/tmp' },
          ],
        },
      ],
      volumes: [{ name: 'setup', configMap: { name } }, scratch('tmp', '16Mi')],
    });
    new Kube(this, 'account', 'ServiceAccount', { metadata: { name }, automountServiceAccountToken: false });
    new Kube(this, 'files', 'ConfigMap', { metadata: { name }, data: files });
    new Kube(this, 'job', 'Job', {
      metadata: { name: `${name}-${checksum([template, round]).slice(0, 8)}` },
      spec: { backoffLimit: 3, activeDeadlineSeconds: 600, template },
    });
  }
}

const SETUP = '/setup';

function bodiesOf(retentionDays: number): Record<string, string> {
  const json = (body: object) => `${JSON.stringify(body, null, 1)}\n`;
  const keyword = { type: 'keyword' };
  return {
    'policy.json': json({
      policy: {
        phases: {
          hot: { actions: {} },
          delete: { min_age: `${retentionDays}d`, actions: { delete: {} } },
        },
      },
    }),
    'template.json': json({
      index_patterns: [`${INDEX}-*`],
      template: {
        settings: { 'index.lifecycle.name': INDEX, number_of_shards: 1, number_of_replicas: 0 },
        mappings: {
          // Log lines contain arbitrary fields: with one mapping each, the mapping would grow without limit.
          dynamic: false,
          properties: {
            '@timestamp': { type: 'date_nanos' },
            namespace: keyword,
            pod: keyword,
            container: keyword,
            stream: keyword,
            message: { type: 'text' },
            json: { type: 'flattened', ignore_above: 8191 },
          },
        },
      },
    }),
    'role.json': json({
      cluster: ['monitor'],
      // A line that is sent again keeps its id and replaces itself, which takes privilege `index`.
      indices: [{ names: [`${INDEX}-*`], privileges: ['auto_configure', 'create_index', 'index'] }],
    }),
  };
}
