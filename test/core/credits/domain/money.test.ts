import { describe, expect, it } from 'vitest';
import {
  moneyNumber,
  readCreditPrice,
  withMoney,
} from '../../../../src/core/credits/domain/money.ts';
import type { CreditPrice } from '../../../../src/core/credits/domain/money.ts';
import { msg } from '../../../../src/core/messages/domain/message.ts';
import { plain } from '../../messages/domain/plain-text.ts';

describe('the price of a credit', () => {
  it('is read as an amount and a currency', () => {
    expect(readCreditPrice('0.01 USD')).toEqual({ each: 0.01, currency: 'USD' });
    expect(readCreditPrice(' 2eur ')).toEqual({ each: 2, currency: 'EUR' });
  });

  it.each(['', '0.01', 'USD', '0 USD', '-1 USD', '0,01 USD', '1 DOLLAR', '1 $', '1e3 USD'])(
    'is not %j',
    (text) => {
      expect(readCreditPrice(text)).toBeNull();
    },
  );

  it('tells credits in money, in the decimals of its currency', () => {
    const told = (amount: number, price: CreditPrice | null) =>
      plain(withMoney(msg('credits.amount', { amount }), amount, price));
    expect(told(123_450, { each: 0.01, currency: 'USD' })).toBe('123,450 credits ($1,234.50)');
    expect(told(333, { each: 1.5, currency: 'JPY' })).toBe('333 credits (¥500)');
    expect(told(333, null)).toBe('333 credits');
  });

  it('is a plain number in tables, exact enough to be added up', () => {
    expect(moneyNumber(300, { each: 0.01, currency: 'USD' })).toBe('3.00');
    expect(moneyNumber(7, { each: 0.0015, currency: 'USD' })).toBe('0.0105');
    expect(moneyNumber(7, { each: 0.000_000_001, currency: 'USD' })).toBe('0.000000007');
    expect(moneyNumber(1_000_000, { each: 2, currency: 'JPY' })).toBe('2000000');
  });
});
