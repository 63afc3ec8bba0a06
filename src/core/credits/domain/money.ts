import { msg } from '../../messages/domain/message.ts';
import type { Message } from '../../messages/domain/message.ts';

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

/** What is said of credits, with what they are in money where a price is known. */
export function withMoney(words: Message, credits: number, price: CreditPrice | null): Message {
  if (price === null) return words;
  const detail = { amount: credits * price.each, currency: price.currency };
  return msg('chat.with-detail', { name: words, detail });
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
