import { expect, it } from 'vitest';
import { IMAGE_GENERATION, imagesBefore, isOfBefore } from './refuse-image-of-earlier-manifests.ts';

const image = `finance/web@sha256:${'0'.repeat(64)}`;

it('an image that a program of before brought is of before, and stays known', () => {
  expect(imagesBefore({ image })).toEqual([image]);
  expect(
    imagesBefore({ image: 'other@sha256:1', imageGeneration: IMAGE_GENERATION, earlierImages: [image] }),
  ).toEqual([image]);
  expect(imagesBefore({ image, earlierImages: [image] })).toEqual([image]);
});

it('no image of a new stack is, nor what this program brought', () => {
  expect(imagesBefore({})).toEqual([]);
  expect(isOfBefore({})).toBe(false);
  expect(isOfBefore({ image, imageGeneration: IMAGE_GENERATION })).toBe(false);
});

it('a tag is not known by what it was', () => {
  expect(imagesBefore({ image: 'finance/web:1.0.0' })).toEqual([]);
  expect(isOfBefore({ image: 'finance/web:1.0.0' })).toBe(true);
});
