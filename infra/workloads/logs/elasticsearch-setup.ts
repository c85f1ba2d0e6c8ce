import { readFileSync } from 'node:fs';
import type { Construct } from 'constructs';
import { ELASTICSEARCH, ELASTICSEARCH_SETUP, SECRETS } from '../defaults/names-and-ports.ts';
import { SETUP_FOLDER, SETUP_RESOURCES, SetupJob } from '../defaults/setup-job.ts';

export interface ElasticsearchSetupProps {
  /** Image of Elasticsearch. */
  readonly image: string;
  readonly retentionDays: number;
  /** Rotation number of the passwords that the Job sets: each has a Job of its own. */
  readonly round: number;
}

/** Prefix of the names of the indices; there is one per day. */
export const INDEX = 'finance-logs';

/** Job that configures Elasticsearch once it is up. */
export class ElasticsearchSetup extends SetupJob {
  constructor(scope: Construct, id: string, { image, retentionDays, round }: ElasticsearchSetupProps) {
    const script = readFileSync(new URL('elasticsearch-setup.sh', import.meta.url), 'utf8');
    super(scope, id, {
      name: ELASTICSEARCH_SETUP.name,
      round,
      deadlineSeconds: 600,
      files: { 'setup.sh': script, ...bodiesOf(retentionDays) },
      containers: [
        {
          name: 'setup',
          image,
          command: ['sh', `${SETUP_FOLDER}/setup.sh`],
          env: [
            { name: 'ELASTICSEARCH', value: `http://${ELASTICSEARCH.name}:${ELASTICSEARCH.port}` },
            { name: 'INDEX', value: INDEX },
            { name: 'SETUP', value: SETUP_FOLDER },
          ],
          envFrom: [SECRETS.elasticsearch, SECRETS.elasticsearchUsers].map((secret) => ({
            secretRef: { name: secret },
          })),
          resources: SETUP_RESOURCES,
        },
      ],
    });
  }
}

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
