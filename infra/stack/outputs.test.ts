import { describe, expect, it } from 'vitest';
import { plan } from '../bridge/plan-objects.ts';
import { settingsFrom } from '../settings/read-settings-from-stack-file-or-pulumi.ts';
import { platform } from '../workloads/platform.ts';
import { stackOutputs } from './outputs.ts';

describe('what a stack says after a run', () => {
  it('is where people find it', () => {
    expect(outputs({ exposure: { kind: 'ingress', host: 'money.example.org' } })).toMatchObject({
      url: 'http://money.example.org',
      namespace: 'finance',
    });
  });

  it('is how to open the way, where there is none', () => {
    expect(outputs({ cluster: { context: 'home' } })).toMatchObject({
      url: 'http://localhost:8080',
      portForward: 'kubectl --context home --namespace finance port-forward service/web 8080:80',
    });
    expect(outputs({ exposure: { kind: 'ingress', host: 'a.example.org' } })).not.toHaveProperty(
      'portForward',
    );
  });

  it('is how to see the link of the first person, where people sign up by links, and never the link', () => {
    const at = { exposure: { kind: 'ingress', host: 'money.example.org' }, cluster: { context: 'home' } };
    expect(outputs(at).firstSignUp).toBe(
      'kubectl --context home --namespace finance get secret first-invitation --output ' +
        `go-template='http://money.example.org/sign-up?invitation={{ .data.FIRST_INVITATION | base64decode }}{{ "\\n" }}'`,
    );
    for (const signUp of ['open', 'closed']) {
      const web = { image: 'finance-platform/web:0.1.0', signUp };
      expect(outputs({ ...at, web })).not.toHaveProperty('firstSignUp');
    }
  });

  it('is what a destroy keeps and how to delete that too', () => {
    expect(outputs({}).keptByDestroy).toEqual({
      objects: [
        'Namespace finance',
        'StatefulSet finance/postgres',
        'PersistentVolumeClaim finance/backups',
        'Namespace monitoring',
        'StatefulSet monitoring/prometheus',
      ],
      deletedBy: 'npx pulumi destroy --ignore-protect --stack dev',
    });
  });

  it('is nothing of that where nothing is protected', () => {
    expect(outputs({ database: { protect: false } }, [])).not.toHaveProperty('keptByDestroy');
  });
});

function outputs(groups: Record<string, unknown>, protectedKinds?: string[]) {
  const settings = settingsFrom(
    { web: { image: 'finance-platform/web:0.1.0' }, ...groups },
    'Pulumi.dev.yaml',
  );
  const planned = plan(platform(settings).app, protectedKinds ? { protectedKinds } : {});
  return stackOutputs(settings, planned, 'dev');
}
