import { address, type KubeObject } from '../object.ts';

/** A problem of one object in a set. */
export interface Finding {
  /** Address of the object, `Kind namespace/name`. */
  readonly object: string;
  readonly problem: string;
}

export function finding(object: KubeObject, problem: string): Finding {
  return { object: address(object), problem };
}
