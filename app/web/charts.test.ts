import { describe, expect, it } from 'vitest';
import { line, ring, shareBar } from './charts.ts';

describe('a ring', () => {
  it('gives each slice its share of the whole way round', () => {
    const html = ring(
      [
        { name: 'Home', value: 3 },
        { name: 'Food', value: 1 },
      ],
      'Shares',
    );
    expect(html).toContain('stroke-dasharray="74.4 25.6" stroke-dashoffset="0"');
    expect(html).toContain('stroke-dasharray="24.4 75.6" stroke-dashoffset="-75"');
    expect(html).toContain('role="img" aria-label="Shares"');
  });

  it('closes when there is one slice, and draws none of nothing', () => {
    expect(ring([{ name: 'Home', value: 5 }], '')).toContain('stroke-dasharray="100 0"');
    expect(ring([], '').match(/<circle/g)).toHaveLength(1);
    expect(ring([{ name: 'Home', value: 0 }], '')).not.toContain('NaN');
  });
});

describe('a line', () => {
  it('reaches from edge to edge and keeps zero in sight', () => {
    expect(line([0, 50, 100], '')).toContain('M0 95L50 50L100 5');
    expect(line([-100, 100], '')).toContain('class="zero" d="M0 50H100"');
  });

  it.each([[[]], [[0]], [[7]], [[0, 0]]])('draws %j without falling over', (values) => {
    expect(line(values, '')).not.toMatch(/NaN|Infinity|undefined/);
  });
});

it('a bar stays within its box', () => {
  expect(shareBar(1.7, 1)).toContain('class="c1" width="100"');
  expect(shareBar(-0.2, 1)).toContain('class="c1" width="0"');
});
