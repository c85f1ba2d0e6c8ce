import { describe, expect, it } from 'vitest';
import { objectsIn } from '../../manifests/render-objects-of-app-or-chart.ts';
import { platform } from '../platform.ts';
import { findingsAdded, findingsBeyondDev, remove } from '../testing/added-findings.ts';
import { settingsWith } from '../testing/settings-with.ts';
import type { Loose } from '../testing/synthesize-chart.ts';

const host = 'money.example.com';
const tls = { from: 'cert-manager', issuer: { kind: 'acme', email: 'a@example.com' } };
const gateway = { kind: 'gateway', host, gateway: { kind: 'own', className: 'traefik' }, tls };
const ingress = { kind: 'ingress', host, tls };

const objectsWith = (exposure: object) => objectsIn(platform(settingsWith({ exposure })).app);

/** Findings that a platform with an exposure shows when `breakIt` changed an object. */
function found(exposure: object, kind: string, name: string, breakIt: (object: Loose) => unknown) {
  return findingsAdded(objectsWith(exposure), (get) => void breakIt(get(kind, name)));
}

/** Findings that it shows without an object. */
function foundWithout(exposure: object, kind: string, name: string) {
  return findingsAdded(objectsWith(exposure), (_get, objects) => remove(objects, kind, name));
}

describe('the checks find', () => {
  it('nothing in what nobody broke', () => {
    expect(findingsBeyondDev(objectsWith(gateway))).toEqual([]);
    expect(findingsBeyondDev(objectsWith(ingress))).toEqual([]);
  });

  it('a route to a port that its Service does not have', () => {
    const broken = found(gateway, 'HTTPRoute', 'web', ({ spec }) => {
      spec.rules[0].backendRefs[0].port = 8080;
    });
    expect(broken).toEqual(['routePorts: HTTPRoute finance/web: Service web has no port 8080']);
  });

  it('a route at a listener that its Gateway does not have', () => {
    const broken = found(gateway, 'Gateway', 'web', ({ spec }) => spec.listeners.pop());
    expect(broken).toEqual(['routePorts: HTTPRoute finance/web: Gateway web has no listener https']);
  });

  it('an Ingress whose middleware is gone: Traefik would answer 404', () => {
    expect(foundWithout(ingress, 'Middleware', 'redirect')).toEqual([
      expect.stringContaining(
        'Ingress finance/web-redirect: traefik.ingress.kubernetes.io/router.middlewares[0] names',
      ),
    ]);
  });

  it('a certificate whose issuer is gone', () => {
    expect(foundWithout(ingress, 'Issuer', 'acme')).toEqual([
      'referenced: Certificate finance/web: spec.issuerRef names Issuer acme, which is not there',
    ]);
  });

  it('a way to the pods of cert-manager that nobody makes', () => {
    expect(foundWithout(ingress, 'Certificate', 'web')).toEqual([
      'selectors: NetworkPolicy finance/acme-solver-from-controller: its selector matches no pod',
    ]);
  });
});
