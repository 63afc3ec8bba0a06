import type { ProviderAccount } from '../../core/providers/ports/video-provider.ts';
import { acceptedAccount, refusedAccount, unknownAccount } from '../shared/account.ts';
import type { ProviderAnswer } from '../shared/http.ts';
import { readBalance, readEnvelope } from './wire.ts';

export const BALANCE = '/api/v1/client/account/balance';

/** What the answer to the balance call says. */
export function readAccount({ httpStatus, json }: ProviderAnswer): ProviderAccount {
  const envelope = readEnvelope(json);
  const code = envelope?.code ?? httpStatus;
  // In the words of the API alone: before it any web server answers 200, 402 or 403.
  const own = envelope !== null;
  if (code === 200 && own) return acceptedAccount(readBalance(envelope.data));
  if (code === 401 || (code === 403 && own)) return refusedAccount;
  // An account that is known to be short of credit is known.
  if (code === 402 && own) return acceptedAccount();
  return unknownAccount(`GET account/balance: HTTP ${httpStatus}, ${codeText(envelope?.code)}`);
}

function codeText(code: number | null | undefined): string {
  return code == null ? 'no code' : `code ${code}`;
}
