/** What one credit of a team is in money, where whoever runs the service says so. */
export interface CreditPrice {
  readonly each: number;
  /** Three letters: EUR, USD. */
  readonly currency: string;
}

/** Reads "0.01 USD"; null when it is no price. */
export function readCreditPrice(text: string): CreditPrice | null {
  const [, amount, currency] = /^(\d{1,9}(?:\.\d{1,9})?)\s*([a-z]{3})$/i.exec(text.trim()) ?? [];
  if (amount === undefined || currency === undefined || Number(amount) === 0) return null;
  return { each: Number(amount), currency: currency.toUpperCase() };
}

/** 1,234.50 USD */
export function moneyWords(credits: number, { each, currency }: CreditPrice): string {
  const digits = usualDigits(currency);
  const amount = new Intl.NumberFormat('en', {
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  }).format(credits * each);
  return `${amount} ${currency}`;
}

/** A plain number, with as many decimals as it takes for sums of it to come out. */
export function moneyNumber(credits: number, { each, currency }: CreditPrice): string {
  const decimals = /\.(\d+)$/.exec(each.toFixed(9).replace(/0+$/, ''))?.[1]?.length ?? 0;
  return (credits * each).toFixed(Math.max(usualDigits(currency), decimals));
}

function usualDigits(currency: string): number {
  const format = new Intl.NumberFormat('en', { style: 'currency', currency });
  return format.resolvedOptions().maximumFractionDigits ?? 2;
}
