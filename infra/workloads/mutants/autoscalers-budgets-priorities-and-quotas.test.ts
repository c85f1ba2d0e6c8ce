import { describe, expect, it } from 'vitest';
import { findingsAfter, remove } from '../testing/added-findings.ts';

describe('autoscalers finds', () => {
  it('replicas that somebody states beside it', () => {
    const found = findingsAfter('prod', (get) => {
      get('Deployment', 'web')['spec'].replicas = 3;
    });
    expect(found).toEqual([
      'autoscalers: Deployment finance/web: states replicas, which its autoscaler owns',
    ]);
  });

  it('a container whose share it cannot know', () => {
    const found = findingsAfter('prod', (get) => {
      delete get('Deployment', 'web')['spec'].template.spec.containers[0].resources.requests.cpu;
    });
    expect(found).toEqual([
      'autoscalers: HorizontalPodAutoscaler finance/web: container web requests no cpu, so its share is unknown',
      'resources: Deployment finance/web: web does not state its cpu',
    ]);
  });

  it('bounds that are crossed', () => {
    const found = findingsAfter('prod', (get) => {
      get('HorizontalPodAutoscaler', 'web')['spec'].minReplicas = 11;
    });
    expect(found).toEqual([
      'autoscalers: HorizontalPodAutoscaler finance/web: its least pods are more than its most',
    ]);
  });
});

describe('priorities finds', () => {
  it.each([
    ['Deployment', 'web'],
    ['Deployment', 'redis'],
    ['StatefulSet', 'postgres'],
  ])('a %s %s that names no class', (kind, name) => {
    const found = findingsAfter('dev', (get) => {
      delete get(kind, name)['spec'].template.spec.priorityClassName;
    });
    expect(found).toEqual([`priorities: ${kind} finance/${name}: names no priority class`]);
  });

  it('data that only pods of its own namespace ask', () => {
    const found = findingsAfter('dev', (get, objects) => {
      delete get('StatefulSet', 'postgres')['spec'].template.spec.priorityClassName;
      remove(objects, 'Service', 'postgres');
    });
    expect(found).toContain('priorities: StatefulSet finance/postgres: names no priority class');
  });
});

describe('disruptionBudgets finds', () => {
  it.each([{ maxUnavailable: 0 }, { minAvailable: 2 }])('a budget that never lets a pod go: %j', (budget) => {
    const found = findingsAfter('prod', (get) => {
      const object = get('PodDisruptionBudget', 'web');
      object['spec'] = { selector: object['spec'].selector, ...budget };
    });
    expect(found).toEqual([
      'disruptionBudgets: PodDisruptionBudget finance/web: never lets one of 2 pods go',
    ]);
  });

  it('several pods without a budget', () => {
    const found = findingsAfter('prod', (_get, objects) => remove(objects, 'PodDisruptionBudget', 'web'));
    expect(found).toEqual([
      'disruptionBudgets: Deployment finance/web: has several pods and no disruption budget',
    ]);
  });
});

describe('quotas finds', () => {
  it.each([
    ['limits.cpu', '8', /allows 8 of limits\.cpu, but the largest sum is [\d.]+$/],
    ['limits.memory', '4Gi', /allows 4Gi of limits\.memory, but the largest sum is \d+Mi$/],
    ['pods', 13, /allows 13 of pods, but the largest sum is \d+$/],
    ['requests.storage', '29Gi', /allows 29Gi of requests\.storage, but the largest sum is \d+Mi$/],
    ['count/secrets', 1, /limits count\/secrets, which is not summed up$/],
  ])('too little %s', (resource, hard, expected) => {
    const found = findingsAfter('prod', (get) => {
      get('ResourceQuota', 'quota')['spec'].hard[resource] = hard;
    });
    expect(found).toEqual([expect.stringMatching(expected)]);
    expect(found[0]).toMatch(/^quotas: ResourceQuota finance\/quota: /);
  });

  it('an autoscaler that was allowed more pods', () => {
    const found = findingsAfter('dev', (get) => {
      get('HorizontalPodAutoscaler', 'web')['spec'].maxReplicas = 40;
    });
    const resources = found.map((line) => /finance\/quota: allows \S+ of (\S+), but/.exec(line)?.[1]);
    expect(resources).toEqual(['limits.cpu', 'limits.memory', 'pods']);
  });
});
