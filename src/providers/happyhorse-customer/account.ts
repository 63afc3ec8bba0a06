import type { ProviderAccount } from '../../core/providers/ports/video-provider.ts';
import { acceptedAccount, refusedAccount, unknownAccount } from '../shared/account.ts';
import type { ProviderAnswer } from '../shared/http.ts';
import { readError } from './wire.ts';

/** Of the documented form, and nobody's: nothing is looked up or created with it. */
export const NO_VIDEO = '018f3f1d-0000-7000-8000-000000000000';

/** Said only to a key that is known. */
const KNOWN: readonly (string | null)[] = ['not_found', 'insufficient_credits'];

/** What the answer to a question about no video says of the key. */
export function readAccount({ httpStatus, json }: ProviderAnswer): ProviderAccount {
  const { name } = readError(json);
  if (KNOWN.includes(name)) return acceptedAccount();
  if (httpStatus === 401 || name === 'missing_api_key' || name === 'invalid_api_key') {
    return refusedAccount;
  }
  return unknownAccount(`GET /api/v1/videos/{id}: HTTP ${httpStatus}, ${name ?? 'no code'}`);
}
