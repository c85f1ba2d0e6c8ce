import { describe, expect, it } from 'vitest';
import { objectsIn } from '../../manifests/render-objects-of-app-or-chart.ts';
import { platform } from '../platform.ts';
import { settingsWith } from '../testing/settings-with.ts';
import type { Loose } from '../testing/synthesize-chart.ts';

const DIGEST = `sha256:${'0123456789abcdef'.repeat(4)}`;
const SUBJECT = 'https://github.com/acme/finance/.github/workflows/release.yml@refs/tags/v*';
const PEM = '-----BEGIN PUBLIC KEY-----\nMFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAE\n-----END PUBLIC KEY-----\n';

function policyWith(verifyImages: object | undefined, more: object = {}): Loose | undefined {
  const web = { image: `registry.example.com/finance/web@${DIGEST}` };
  const policies = verifyImages ? { verifyImages } : {};
  const found: readonly Loose[] = objectsIn(platform(settingsWith({ web, policies, ...more })).app);
  return found.find(({ kind }) => kind === 'NamespacedImageValidatingPolicy');
}

const specWith = (verifyImages: object, more: object = {}) => policyWith(verifyImages, more)?.['spec'];

/** True when the policy accepts signer `by` for a subject from the settings. */
function isTaken(subject: string, by: string): boolean {
  const [identity] = specWith({ kind: 'keyless', subject }).attestors[0].cosign.keyless.identities;
  return 'subject' in identity ? identity.subject === by : new RegExp(identity.subjectRegExp).test(by);
}

describe('signed images', () => {
  it('are asked for only where the settings name a signer', () => {
    expect(policyWith(undefined)).toBeUndefined();
    expect(policyWith({ kind: 'keyless', subject: SUBJECT })?.['metadata']).toMatchObject({
      name: 'signed-images',
      namespace: 'finance',
    });
  });

  it('are those of the app, in every container, and none passes while nobody can tell', () => {
    const spec = specWith({ kind: 'keyless', subject: SUBJECT });
    expect(spec).toMatchObject({
      validationActions: ['Deny'],
      failurePolicy: 'Fail',
      validationConfigurations: { mutateDigest: false, verifyDigest: true, required: true },
    });
    expect(spec.matchImageReferences.map(({ glob }: Loose) => glob)).toEqual([
      'registry.example.com/finance/web@*',
      'registry.example.com/finance/web:*',
      'registry.example.com/finance/web',
    ]);
    for (const list of ['containers', 'initContainers', 'ephemeralContainers'])
      expect(spec.validations[0].expression).toContain(`images.${list}.all(`);
  });

  it('are looked for in the mirror, which is where they come from', () => {
    const spec = specWith(
      { kind: 'keyless', subject: SUBJECT },
      { images: { registry: 'mirror.local:5000' } },
    );
    expect(spec.matchImageReferences[0].glob).toBe('mirror.local:5000/registry.example.com/finance/web@*');
  });

  it('of a workflow may be of any of its tags, and of nobody who only looks like it', () => {
    const by = (tag: string) => SUBJECT.replace('v*', tag);
    expect(isTaken(SUBJECT, by('v1.2.3'))).toBe(true);
    expect(isTaken(SUBJECT, by('main'))).toBe(false);
    expect(isTaken(SUBJECT, by('v1/evil'))).toBe(false);
    expect(isTaken(SUBJECT, `https://evil.example/${by('v1')}`)).toBe(false);
    expect(isTaken(SUBJECT, by('v1').replace('github.com', 'githubXcom'))).toBe(false);
    expect(isTaken('ann@example.com', 'ann@example.com')).toBe(true);
    expect(isTaken('ann@example.com', 'joann@example.com')).toBe(false);
  });

  it('by a key are in the public log too, unless the settings say otherwise', () => {
    const cosign = (more: object) => specWith({ kind: 'key', publicKey: PEM, ...more }).attestors[0].cosign;
    expect(cosign({})).toEqual({ key: { data: PEM }, ctlog: { url: 'https://rekor.sigstore.dev' } });
    expect(cosign({ transparencyLog: false }).ctlog).toHaveProperty('insecureIgnoreTlog', true);
  });

  it('are fetched with the credentials of the cloud where it says which', () => {
    const keyless = { kind: 'keyless', subject: SUBJECT };
    expect(specWith(keyless)).not.toHaveProperty('credentials');
    expect(specWith({ ...keyless, credentials: ['amazon'] }).credentials).toEqual({ providers: ['amazon'] });
  });
});
