/** One change of one place in one file. */
export interface Mutant {
  readonly id: number;
  /** From the project's root. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  readonly start: number;
  readonly end: number;
  readonly before: string;
  readonly after: string;
}

/** `noticed`: a test went red, or none came to an end. */
export interface Verdict {
  readonly id: number;
  readonly noticed: boolean;
}

export function mutated(source: string, { start, end, after }: Mutant): string {
  return source.slice(0, start) + after + source.slice(end);
}
