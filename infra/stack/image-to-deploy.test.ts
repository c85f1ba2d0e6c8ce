import { describe, expect, it } from 'vitest';
import { releasedImage } from './image-to-deploy.ts';

const [FILE, OTHER, ONE, TWO] = [
  'finance/web:1',
  'finance/web:2',
  'finance/web@sha256:1',
  'finance/web@sha256:2',
];
const released = { image: ONE, over: FILE };

describe('the image of a release', () => {
  it('runs in the place of that of the file', () =>
    expect(releasedImage(FILE, ONE, undefined)).toEqual({ image: ONE, over: FILE }));

  it('stays where nobody says another', () =>
    expect(releasedImage(FILE, undefined, released)).toEqual(released));

  it('goes with the next release, or with another one in the file', () => {
    expect(releasedImage(FILE, TWO, released)).toEqual({ image: TWO, over: FILE });
    expect(releasedImage(OTHER, undefined, released)).toBeUndefined();
  });

  it('is that of the file where a release goes back to it', () =>
    expect(releasedImage(FILE, FILE, released)).toBeUndefined());
});
