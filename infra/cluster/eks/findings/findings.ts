import { dataFindings } from './check-data-stores.ts';
import { controlPlaneFindings } from './cluster-and-nodes.ts';
import { orderFindings } from './creation-order.ts';
import type { Finding, Recorded } from './filter-registrations-into-findings.ts';
import { networkFindings } from './network.ts';
import { ownerFindings } from './tags-and-provider.ts';

/** All findings on the registrations of a program, as far as they show what it would create in AWS. */
export function findingsOf(all: readonly Recorded[]): readonly Finding[] {
  return [ownerFindings, networkFindings, controlPlaneFindings, orderFindings, dataFindings].flatMap((find) =>
    find(all),
  );
}
