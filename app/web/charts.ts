import { html, type Markup } from './html.ts';

/*
 * Charts are rendered on the server as plain SVG, without style attributes (the CSP forbids them) and without a chart
 * library: two shapes need a dozen lines of arithmetic. The numbers here are geometry only; every figure is also in a
 * table.
 */

export interface Slice {
  readonly name: string;
  /** Value of the slice, at least 0. */
  readonly value: number;
}

/** Number of slices with their own colour; the caller sums up the rest under one name. */
export const sliceColours = 6;

/** Renders a ring chart, clockwise from the top; slice n has the class `c<n>` for its colour. */
export function ring(slices: readonly Slice[], label: string): Markup {
  const total = slices.reduce((sum, slice) => sum + slice.value, 0);
  const gap = slices.length > 1 ? 0.6 : 0;
  let from = 0;
  const arcs = slices.map(({ value }, index) => {
    const share = total === 0 ? 0 : (value / total) * 100;
    const drawn = Math.max(share - gap, 0.2);
    // pathLength makes a dash of 1 one hundredth of the circumference.
    const arc = html`<circle class="c${index + 1}" cx="60" cy="60" r="48" pathLength="100" stroke-dasharray="${round(drawn)} ${round(100 - drawn)}" stroke-dashoffset="${round(-from)}"/>`;
    from += share;
    return arc;
  });
  return html`<svg class="ring" viewBox="0 0 120 120" role="img" aria-label="${label}"><circle class="track" cx="60" cy="60" r="48"/>!${arcs}</svg>`;
}

/** Renders a share as a bar next to a table's figure. */
export function shareBar(share: number, colour: number): Markup {
  const width = round(Math.min(Math.max(share, 0), 1) * 100);
  return html`<svg class="share" viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true" focusable="false"><rect class="track" width="100" height="4"/><rect class="c${colour}" width="${width}" height="4"/></svg>`;
}

/**
 * Renders a line over equal steps, with the area below it tinted. It stretches to its box, so all text is HTML around
 * it.
 */
export function line(values: readonly number[], label: string): Markup {
  const low = Math.min(...values, 0);
  const high = Math.max(...values, 0);
  const span = high - low || 1;
  const x = (index: number) => round(values.length < 2 ? 50 : (index / (values.length - 1)) * 100);
  const y = (value: number) => round(5 + ((high - value) / span) * 90);
  const points = values.map((value, index) => `${x(index)} ${y(value)}`);
  const path = `M${points.join('L')}`;
  const ground = `${path}L${x(values.length - 1)} ${y(0)}L${x(0)} ${y(0)}Z`;
  const last = points.at(-1) ?? '50 95';
  return html`<svg class="line" viewBox="0 0 100 100" preserveAspectRatio="none" role="img" aria-label="${label}">
<path class="ground" d="${ground}"/><path class="zero" d="M0 ${y(0)}H100"/><path class="stroke" d="${path}"/><path class="dot" d="M${last}h0"/></svg>`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
