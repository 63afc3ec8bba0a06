import { ProviderError } from '../../core/shared/domain/errors.ts';
import type { ProviderAccount } from '../../core/providers/ports/video-provider.ts';
import type { ProviderAnswer } from './http.ts';

/** Makes the one call that tells of an account, and reads its answer; no answer is one as well. */
export async function askAccount(
  ask: () => Promise<ProviderAnswer>,
  read: (answer: ProviderAnswer) => ProviderAccount,
): Promise<ProviderAccount> {
  try {
    return read(await ask());
  } catch (error) {
    if (error instanceof ProviderError) return unknownAccount(error.detail ?? error.message);
    throw error;
  }
}

export function unknownAccount(why: string): ProviderAccount {
  return { key: 'unknown', credits: null, why };
}

export const acceptedAccount = (credits: number | null = null): ProviderAccount => ({
  key: 'accepted',
  credits,
});

export const refusedAccount: ProviderAccount = { key: 'refused', credits: null };
