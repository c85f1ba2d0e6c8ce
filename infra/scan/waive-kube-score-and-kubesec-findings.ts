import type { Finding } from './kube-score-or-kubesec-finding-type.ts';

/** A finding that is accepted, and why. */
export interface Waiver {
  readonly scanner: Finding['scanner'];
  readonly check: string;
  /** Objects as `Kind name`, where `*` matches any text. @default every object */
  readonly objects?: readonly string[];
  readonly reason: string;
  /** Manifests to which it applies. @default those of the stacks and of the fixtures */
  readonly only?: 'fixtures';
}

export interface Judged {
  readonly unwaived: readonly Finding[];
  /** Waivers, or objects named in them, that no finding matches any more. */
  readonly unused: readonly string[];
}

/** Waivers that also apply to the manifests of the stacks. */
export function inStacks(waivers: readonly Waiver[]): readonly Waiver[] {
  return waivers.filter(({ only }) => only === undefined);
}

/**
 * Matches findings against waivers.
 *
 * @throws Error for a waiver without a reason.
 */
export function judge(findings: readonly Finding[], waivers: readonly Waiver[]): Judged {
  const unjustified = waivers.find(({ reason }) => !reason?.trim());
  if (unjustified) throw new Error(`${nameOf(unjustified)} is waived without a reason`);
  return {
    unwaived: findings.filter((finding) => !waivers.some((waiver) => isWaived(finding, waiver))),
    unused: waivers.flatMap((waiver) =>
      (waiver.objects ?? ['*'])
        .filter((object) => !findings.some((finding) => isWaived(finding, { ...waiver, objects: [object] })))
        .map((object) => `${nameOf(waiver)} of ${object}`),
    ),
  };
}

function isWaived({ scanner, check, object }: Finding, waiver: Waiver): boolean {
  const { objects = ['*'] } = waiver;
  return (
    scanner === waiver.scanner && check === waiver.check && objects.some((pattern) => fits(pattern, object))
  );
}

function fits(pattern: string, text: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(text);
}

function nameOf({ scanner, check }: Waiver): string {
  return `${scanner} ${check}`;
}
