/** A whole number as people write it, `1,000` too; null for what is none, or longer than any of ours. */
export function wholeNumber(text: string): number | null {
  const digits = withoutGrouping(text.trim());
  return /^\d{1,15}$/.test(digits) ? Number(digits) : null;
}

export function withoutGrouping(text: string): string {
  return text.replace(/(\d),(?=\d{3}(?!\d))/g, '$1');
}
