import { beforeAll, describe, expect, it } from 'vitest';
import { plan } from '../../bridge/plan-objects.ts';
import { apply } from '../../bridge/register-objects.ts';
import { readStackFile } from '../../settings/read-settings-from-stack-file-or-pulumi.ts';
import { secretValues } from '../../stack/generate-or-take-secret-values.ts';
import { installAddOns } from '../../stack/install-add-ons.ts';
import { addOnsOf } from '../../workloads/add-ons/list-wanted-helm-releases.ts';
import { platform } from '../../workloads/platform.ts';
import { waiting } from './findings/creation-order.ts';
import { keyOf, type Recorded } from './findings/filter-registrations-into-findings.ts';
import { findingsOf } from './findings/findings.ts';
import { type EksRecording, recordEks } from './testing/record-eks.ts';

const settings = readStackFile('prod');

describe('the prod stack, with all that it puts into its cluster,', () => {
  let made: EksRecording;
  beforeAll(async () => {
    made = await recordEks(settings, {
      beside: async (cluster, parent) => {
        const { app, values } = platform(settings);
        const addOns = installAddOns(addOnsOf(settings), cluster, cluster.ready, { parent });
        await apply(plan(app), {
          provider: cluster.provider,
          values: secretValues(values, settings.secrets, cluster.values),
          checksumAnnotation: 'finance-platform/value-checksum',
          after: [...cluster.ready, ...addOns],
          parent,
        });
      },
    });
  });

  it('has nothing that any finding is about', () => {
    expect(made.recorded.length).toBeGreaterThan(200);
    expect(findingsOf(made.recorded)).toEqual([]);
  });

  it('goes in the order that AWS asks for: a load balancer before who makes it, and that before its network', () => {
    const waits = waiting(made.recorded);
    const first = (start: string): Recorded => {
      const found = made.recorded.find((one) => keyOf(one).startsWith(start));
      if (!found) throw new Error(`nothing begins with ${start}`);
      return found;
    };
    const order = [
      'kubernetes:networking.k8s.io/v1:Ingress ',
      'kubernetes:core/v1:Namespace ',
      'kubernetes:helm.sh/v3:Release add-on/aws-load-balancer-controller',
      'aws:eks/addon:Addon finance-coredns',
      'aws:eks/nodeGroup:NodeGroup finance-a',
      'aws:eks/addon:Addon finance-vpc-cni',
      'eks:index:Cluster ',
      'aws:ec2/route:Route finance-private-a',
      'aws:ec2/vpc:Vpc ',
    ].map(first);
    for (const [at, one] of order.entries()) {
      for (const before of order.slice(at + 1)) {
        expect(waits(one, before), `${keyOf(one)} waits for ${keyOf(before)}`).toBe(true);
        expect(waits(before, one)).toBe(false);
      }
    }
  });

  it('destroys claims while what deletes their volumes is there', () => {
    const waits = waiting(made.recorded);
    const claims = made.recorded.filter(({ type }) => type.endsWith(':PersistentVolumeClaim'));
    const drivers = made.recorded.filter(({ name }) => name.endsWith('-csi-driver'));
    expect(claims.length).toBeGreaterThan(1);
    for (const claim of claims) for (const driver of drivers) expect(waits(claim, driver)).toBe(true);
  });

  it('knows its pods of backups in AWS before they start', () => {
    const waits = waiting(made.recorded);
    const job = made.recorded.find((one) => one.type.endsWith(':CronJob') && one.name.includes('dump'));
    const known = made.recorded.filter(({ name }) => name.startsWith('finance-backups-'));
    expect(known.map(({ name }) => name)).toEqual(
      expect.arrayContaining(['finance-backups-backup', 'finance-backups-postgres']),
    );
    for (const one of known) expect(job && waits(job, one)).toBe(true);
  });
});
