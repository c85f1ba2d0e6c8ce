import type { DataSource } from './dashboard.ts';

/** Where Grafana's provisioning finds what it shows. */
export function dataSourcesFile(sources: readonly DataSource[]): object {
  return {
    apiVersion: 1,
    // One that was taken out of the settings goes from Grafana too.
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

/** Where Grafana's provisioning finds the dashboards. */
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
