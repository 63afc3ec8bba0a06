export function later(moment: Date, ms: number): Date {
  return new Date(moment.getTime() + ms);
}
