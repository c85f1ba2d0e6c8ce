import { expect, it } from 'vitest';
import { plan } from '../bridge/plan-objects.ts';
import { address } from '../manifests/object.ts';
import { addOnsOf } from '../workloads/add-ons/list-wanted-helm-releases.ts';
import { platform } from '../workloads/platform.ts';
import { settingsWith } from '../workloads/testing/settings-with.ts';
import { aroundAddOns } from './split-around-add-ons.ts';

const planWith = (addOns: object) => {
  const settings = settingsWith({ addOns });
  return { planned: plan(platform(settings).app), addOns: addOnsOf(settings) };
};

it('closes the namespaces of add-ons before those run, and brings all else after them', () => {
  const { planned, addOns } = planWith({ certManager: { repository: 'https://charts.example.org/them' } });
  const { before, after } = aroundAddOns(planned, addOns);
  const there = before.objects.map(({ manifest }) => address(manifest));
  expect(there[0]).toBe('Namespace cert-manager');
  expect(there).toContain('NetworkPolicy cert-manager/deny-all');
  expect(before.objects.length + after.objects.length).toBe(planned.objects.length);
  const names = before.objects.map(({ name }) => name);
  for (const object of before.objects)
    for (const { to } of object.after) expect(names, 'nothing that comes later is needed').toContain(to);
});

it('leaves what the cluster has in a shared namespace alone', () => {
  const { planned, addOns } = planWith({ metricsServer: { repository: 'https://charts.example.org/them' } });
  const there = aroundAddOns(planned, addOns).before.objects.map(({ manifest }) => address(manifest));
  expect(there).toContain('NetworkPolicy kube-system/deny-all-add-ons');
  expect(there.filter((one) => one.startsWith('Namespace'))).toEqual([]);
});

it('brings nothing first where there are no add-ons', () => {
  const { planned, addOns } = planWith({});
  expect(aroundAddOns(planned, addOns).before.objects).toEqual([]);
});
