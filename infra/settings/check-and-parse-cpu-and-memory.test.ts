import { describe, expect, it } from 'vitest';
import { bytes, cores, isCpu, isMemory } from './check-and-parse-cpu-and-memory.ts';

describe('isCpu', () => {
  it.each(['250m', '2', '0.5', '1.125'])('takes %s', (text) => expect(isCpu(text)).toBe(true));
  it.each(['0', '0m', '-1', '1.5m', '0.0005', '250Mi', '2 ', '', '1e3', '10001'])('refuses "%s"', (text) =>
    expect(isCpu(text)).toBe(false));
});

describe('isMemory', () => {
  it.each(['512Mi', '1.5Gi', '200M', '1024Ki', '4.35G', '1Mi', '1024Ti'])('takes %s', (text) =>
    expect(isMemory(text)).toBe(true));
  it.each([
    '512',
    '0Gi',
    '-5Gi',
    '5GB',
    '5 Gi',
    '5g',
    '',
    'Gi',
    '512k',
    '1023Ki',
    '1.1Gi',
    '1025Ti',
  ])('refuses "%s"', (text) => expect(isMemory(text)).toBe(false));
});

it('compares amounts whatever their units', () => {
  expect(cores('1500m')).toBe(cores('1.5'));
  expect(bytes('1Gi')).toBe(bytes('1024Mi'));
  expect(bytes('1G')).toBeLessThan(bytes('1Gi'));
});
