import { describe, expect, it } from 'vitest';
import { imageIn, withImageIn } from './stack-file-image.ts';

const NEW = `example.test/web@sha256:${'a'.repeat(64)}`;
const TEXT = `# The lab.
config:
  finance-platform:web: { replicas: 2, image: 'example.test/web:1.0.0' } # two
  finance-platform:cache:   {  mode: redis  }
`;

describe('the image in a stack file', () => {
  it('is replaced, and nothing else', () => {
    expect(imageIn(TEXT, 'Pulumi.lab.yaml')).toBe('example.test/web:1.0.0');
    const text = withImageIn(TEXT, NEW, 'Pulumi.lab.yaml');
    expect(text).toBe(TEXT.replace("'example.test/web:1.0.0'", NEW));
    expect(imageIn(text, 'Pulumi.lab.yaml')).toBe(NEW);
    expect(withImageIn(`config:\n  finance-platform:web:\n    image: a:1 # of May\n`, NEW, 'x')).toBe(
      `config:\n  finance-platform:web:\n    image: ${NEW} # of May\n`,
    );
  });

  it('has to be there', () => {
    expect(() => imageIn('config: {}\n', 'Pulumi.lab.yaml')).toThrow('Pulumi.lab.yaml: has no web.image');
  });
});
