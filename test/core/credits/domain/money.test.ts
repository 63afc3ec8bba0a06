import { describe, expect, it } from 'vitest';
import {
  moneyNumber,
  moneyWords,
  readCreditPrice,
} from '../../../../src/core/credits/domain/money.ts';

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

  it('is worded in the decimals of its currency', () => {
    expect(moneyWords(123_450, { each: 0.01, currency: 'USD' })).toBe('1,234.50 USD');
    expect(moneyWords(333, { each: 1.5, currency: 'JPY' })).toBe('500 JPY');
  });

  it('is a plain number in tables, exact enough to be added up', () => {
    expect(moneyNumber(300, { each: 0.01, currency: 'USD' })).toBe('3.00');
    expect(moneyNumber(7, { each: 0.0015, currency: 'USD' })).toBe('0.0105');
    expect(moneyNumber(7, { each: 0.000_000_001, currency: 'USD' })).toBe('0.000000007');
    expect(moneyNumber(1_000_000, { each: 2, currency: 'JPY' })).toBe('2000000');
  });
});
