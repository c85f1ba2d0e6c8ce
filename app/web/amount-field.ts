import { type Field, field } from './forms.ts';
import type { Markup } from './html.ts';

export interface AmountField extends Omit<Field, 'value' | 'type' | 'inputMode' | 'maxLength'> {
  readonly value: string;
  /**
   * Accepts a minus sign, which decimal keypads of phones lack. Not needed where amounts are never negative, or a
   * choice next to the field sets the sign.
   * @default false
   */
  readonly takesMinus?: boolean;
}

/** Renders a field for an amount, or for a sum to be evaluated. */
export function amountField({ takesMinus = false, ...options }: AmountField): Markup {
  return field({ ...options, inputMode: takesMinus ? 'text' : 'decimal', maxLength: 40 });
}
