import { expect, it } from 'vitest';
import { namesRegistry, repositoryOf, tagOf } from './parse-image-name.ts';

it.each([
  ['finance:1', 'finance'],
  ['mirror.local:5000/finance/web', 'mirror.local:5000/finance/web'],
  ['mirror.local:5000/finance/web:1.0@sha256:00', 'mirror.local:5000/finance/web'],
])('the repository of %s is %s', (image, repository) => {
  expect(repositoryOf(image)).toBe(repository);
});

it.each([
  ['finance:1', '1'],
  ['mirror.local:5000/finance/web', undefined],
  ['mirror.local:5000/finance/web:1.0@sha256:00', '1.0'],
  ['finance@sha256:00', undefined],
])('the tag of %s is %s', (image, tag) => {
  expect(tagOf(image)).toBe(tag);
});

it.each([
  ['registry.example.com/web:1', true],
  ['docker.io/acme/web:1', true],
  ['registry:5000/web:1', true],
  ['localhost/web:1', true],
  ['acme/web:1', false],
  ['acme/web.example.com:1', false],
  ['web:1', false],
  ['web:5000', false],
  ['web.example.com:1', false],
  ['localhost:1', false],
])('whether %s names its registry: %s', (name, does) => {
  expect(namesRegistry(name)).toBe(does);
});
