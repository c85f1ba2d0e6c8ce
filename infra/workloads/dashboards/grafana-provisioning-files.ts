import type { DataSource } from './dashboard-types-and-panel-makers.ts';

/** Provisioning file of Grafana's data sources. */
export function dataSourcesFile(sources: readonly DataSource[]): object {
  return {
    apiVersion: 1,
    // Data sources removed from the settings are removed from Grafana too.
    prune: true,
    datasources: sources.map(({ uid, name, url, jsonData }) => ({
      uid,
      name,
      type: uid,
      access: 'proxy',
      url,
      isDefault: uid === 'prometheus',
      editable: false,
      ...(jsonData && { jsonData }),
    })),
  };
}

/** Provisioning file that tells Grafana where the dashboards are. */
export function providersFile(path: string): object {
  return {
    apiVersion: 1,
    providers: [
      {
        name: 'finance-platform',
        type: 'file',
        folder: 'Finance',
        disableDeletion: true,
        allowUiUpdates: false,
        options: { path },
      },
    ],
  };
}
