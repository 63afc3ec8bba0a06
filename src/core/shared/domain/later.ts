export const DAY_MS = 24 * 60 * 60 * 1000;

export function later(moment: Date, ms: number): Date {
  return new Date(moment.getTime() + ms);
}
