import { describe, expect, it } from 'vitest';
import { check } from '../../manifests/check.ts';
import type { KubeObject } from '../../manifests/object.ts';
import { objectsIn } from '../defaults/objects-in-scope.ts';
import { platform } from '../platform.ts';
import { settingsWith } from '../testing/smallest-settings.ts';
import type { Loose } from '../testing/synthesize-chart.ts';

const host = 'money.example.com';
const tls = { from: 'cert-manager', issuer: { kind: 'acme', email: 'a@example.com' } };
const gateway = { kind: 'gateway', host, gateway: { kind: 'own', className: 'traefik' }, tls };
const ingress = { kind: 'ingress', host, tls };

/** Findings in a platform with an exposure, after `breakIt` changed an object, or removed it by returning REMOVED. */
function found(exposure: object, kind: string, name: string, breakIt: (object: Loose) => unknown) {
  const objects = structuredClone([...objectsIn(platform(settingsWith({ exposure })).app)]);
  const object = objects.find((it) => it.kind === kind && it.metadata.name === name);
  if (!object) throw new Error(`no ${kind} ${name} to break`);
  const left = breakIt(object as Loose) === REMOVED ? objects.filter((it) => it !== object) : objects;
  return check(left as KubeObject[]).map(({ check: by, object: at, problem }) => `${by}: ${at}: ${problem}`);
}
const REMOVED = Symbol('removed');
const remove = () => REMOVED;

describe('the checks find', () => {
  it('nothing in what nobody broke', () => {
    expect(found(gateway, 'Gateway', 'web', () => undefined)).toEqual([]);
    expect(found(ingress, 'Ingress', 'web', () => undefined)).toEqual([]);
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
    expect(found(ingress, 'Middleware', 'redirect', remove)).toEqual([
      expect.stringContaining(
        'Ingress finance/web-redirect: traefik.ingress.kubernetes.io/router.middlewares[0] names',
      ),
    ]);
  });

  it('a certificate whose issuer is gone', () => {
    expect(found(ingress, 'Issuer', 'acme', remove)).toEqual([
      'referenced: Certificate finance/web: spec.issuerRef names Issuer acme, which is not there',
    ]);
  });

  it('a way to the pods of cert-manager that nobody makes', () => {
    expect(found(ingress, 'Certificate', 'web', remove)).toEqual([
      'selectors: NetworkPolicy finance/acme-solver-from-controller: its selector matches no pod',
    ]);
  });
});
