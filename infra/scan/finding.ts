/** What a scanner has against an object. */
export interface Finding {
  readonly scanner: 'kube-score' | 'kubesec';
  /** As the scanner calls its rule. */
  readonly check: string;
  /** `Kind name` */
  readonly object: string;
  readonly problem: string;
}
