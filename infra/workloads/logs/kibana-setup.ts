import { readFileSync } from 'node:fs';
import type { Construct } from 'constructs';
import { KIBANA, KIBANA_SETUP, SECRETS } from '../defaults/names-and-ports.ts';
import { SETUP_FOLDER, SETUP_RESOURCES, SetupJob } from '../defaults/setup-job.ts';
import { INDEX } from './elasticsearch-setup.ts';

export interface KibanaSetupProps {
  /** Image with curl: that of Elasticsearch. */
  readonly image: string;
  /** Rotation number of the password that the Job signs in with. */
  readonly round: number;
}

/** Job that makes Kibana's data view of the logs, so that nobody has to. */
export class KibanaSetup extends SetupJob {
  constructor(scope: Construct, id: string, { image, round }: KibanaSetupProps) {
    const script = readFileSync(new URL('kibana-setup.sh', import.meta.url), 'utf8');
    super(scope, id, {
      name: KIBANA_SETUP.name,
      round,
      deadlineSeconds: 900,
      files: { 'setup.sh': script, 'data-view.json': `${JSON.stringify(DATA_VIEW, null, 1)}\n` },
      containers: [
        {
          name: 'setup',
          image,
          command: ['sh', `${SETUP_FOLDER}/setup.sh`],
          env: [
            { name: 'KIBANA', value: `http://${KIBANA.name}:${KIBANA.port}` },
            { name: 'SETUP', value: SETUP_FOLDER },
          ],
          envFrom: [{ secretRef: { name: SECRETS.elasticsearch } }],
          resources: SETUP_RESOURCES,
        },
      ],
    });
  }
}

/** Body of Kibana's `POST /api/data_views/data_view`; with its own id, it replaces itself. */
const DATA_VIEW = {
  override: true,
  data_view: { id: INDEX, name: 'Logs', title: `${INDEX}-*`, timeFieldName: '@timestamp' },
};
