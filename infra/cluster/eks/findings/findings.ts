import { controlPlaneFindings } from './control-plane.ts';
import { dataFindings } from './data.ts';
import { networkFindings } from './network.ts';
import { orderFindings } from './order.ts';
import { ownerFindings } from './owner.ts';
import type { Finding, Recorded } from './recorded.ts';

/** All that is wrong with what a program would make in AWS, as far as its registrations show it. */
export function findingsOf(all: readonly Recorded[]): readonly Finding[] {
  return [ownerFindings, networkFindings, controlPlaneFindings, orderFindings, dataFindings].flatMap((find) =>
    find(all),
  );
}
