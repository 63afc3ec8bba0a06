import { randomUUID } from 'node:crypto';

import { errorAnswer } from './errors.ts';
import type { Answer } from '../provider/answer.ts';
import type { Plan } from './plans.ts';

export interface Account {
  readonly userId: string;
  readonly apiKey: string;
  credits: number;
  plan: Plan;
}

export interface AccountOptions {
  readonly apiKey?: string;
  /** What the account has to begin with; 10,000 unless told otherwise. */
  readonly credits?: number;
  /** `pro` unless told otherwise, which may do everything. */
  readonly plan?: Plan;
}

export function createAccounts() {
  const byKey = new Map<string, Account>();

  function add(options: AccountOptions = {}): Account {
    const account = {
      userId: `user-${randomUUID().slice(0, 8)}`,
      apiKey: options.apiKey ?? `hh_live_${randomUUID().replaceAll('-', '')}`,
      credits: options.credits ?? 10_000,
      plan: options.plan ?? 'pro',
    };
    byKey.set(account.apiKey, account);
    return account;
  }

  function addKey(account: Account): string {
    const apiKey = `hh_live_${randomUUID().replaceAll('-', '')}`;
    byKey.set(apiKey, account);
    return apiKey;
  }

  function deleteKey(apiKey: string): void {
    byKey.delete(apiKey);
  }

  /** Whose key it is, or why it is none. */
  function owner(authorization: string | undefined): Account | Answer {
    const key = /^Bearer\s+(\S+)$/i.exec(authorization ?? '')?.[1];
    if (key === undefined) return errorAnswer('missing_api_key', 'An API key is required.');
    return byKey.get(key) ?? errorAnswer('invalid_api_key', 'The API key is not valid.');
  }

  return { add, addKey, deleteKey, owner };
}
