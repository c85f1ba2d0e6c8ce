import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { settingsWith } from '../testing/settings-with.ts';
import type { Loose } from '../testing/synthesize-chart.ts';
import { addOnsOf } from './list-wanted-helm-releases.ts';

describe('sign-in to Argo CD', () => {
  it('is closed unless the settings say how', () => {
    const { configs } = valuesWith({}) as Loose;
    expect(configs.cm).toMatchObject({ 'admin.enabled': false, 'users.anonymous.enabled': false });
    expect(configs).not.toHaveProperty('rbac');
    expect(valuesWith({})['dex']).toEqual({ enabled: false });
  });

  it('is that of the user admin where its generated password is asked for', () => {
    const { configs } = valuesWith({ signIn: { kind: 'generated-password' } }) as Loose;
    expect(configs.cm).toMatchObject({ 'admin.enabled': true, 'users.anonymous.enabled': false });
    expect(configs).not.toHaveProperty('secret'); // a password in the values would be in the state, and in Helm's Secret
  });

  it('is by a provider, whose groups say who may do what, and all others see nothing', () => {
    const { configs } = valuesWith({
      signIn: {
        kind: 'oidc',
        issuer: 'https://id.example.com/realms/finance',
        clientId: 'argo: "cd"',
        administrators: ['platform'],
        readers: ['App Team'],
      },
    }) as Loose;
    expect(configs.cm).toMatchObject({ 'admin.enabled': false, url: 'https://127.0.0.1:8443' });
    expect(load(configs.cm['oidc.config'])).toMatchObject({
      issuer: 'https://id.example.com/realms/finance',
      clientID: 'argo: "cd"',
      enablePKCEAuthentication: true,
    });
    expect(configs.rbac).toEqual({
      'policy.default': '',
      'policy.csv': 'g, platform, role:admin\ng, App Team, role:readonly',
      scopes: '[groups]',
    });
  });
});

it('has one pod of each part in a lab, and two of what answers otherwise', () => {
  expect(valuesWith({}, false)).toMatchObject({ server: { replicas: 1 }, repoServer: { replicas: 1 } });
  expect(valuesWith({}, true)).toMatchObject({ server: { replicas: 2 }, repoServer: { replicas: 2 } });
});

function valuesWith(more: object, highlyAvailable = true): Readonly<Record<string, unknown>> {
  const repository = 'https://git.example.com/finance.git';
  const settings = settingsWith({
    addOns: { argoCd: { repository: 'https://charts.example.org/argo', highlyAvailable } },
    delivery: { kind: 'argo-cd', repository, path: 'charts-out/prod', ...more },
  });
  const [argoCd] = addOnsOf(settings);
  if (argoCd === undefined) throw new Error('no add-on');
  return argoCd.values;
}

it('Argo CD writes down which objects are not healthy, so that a release can say what it waits for', () => {
  const { configs } = valuesWith({}) as Loose;
  expect(configs.params).toMatchObject({ 'controller.resource.health.persist': true });
});

it('no sync of Argo CD waits for a claim that nobody mounts, or for an address that nobody writes', () => {
  const { cm } = (valuesWith({}) as Loose)['configs'];
  const kinds = Object.keys(cm).filter((key) => key.startsWith('resource.customizations.health.'));
  expect(kinds.map((key) => key.split('.').slice(3).join('.'))).toEqual([
    'PersistentVolumeClaim',
    'networking.k8s.io_Ingress',
  ]);
});
