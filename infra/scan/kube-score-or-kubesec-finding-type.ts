/** One complaint of a scanner about an object. */
export interface Finding {
  readonly scanner: 'kube-score' | 'kubesec';
  /** Id of the scanner's rule. */
  readonly check: string;
  /** `Kind name` */
  readonly object: string;
  readonly problem: string;
}
