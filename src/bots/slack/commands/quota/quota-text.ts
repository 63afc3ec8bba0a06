import type { AdminAct } from '../../../../core/chat/domain/admin-command.ts';
import { QUOTA_EXAMPLES } from './quota-actions.ts';
import type { QuotaAct } from './quota-actions.ts';

/** What the text after `/quota` asks for. Channels in it are still those of Slack alone. */
export type QuotaTyped =
  | { readonly status: 'asked'; readonly act: AdminAct }
  | { readonly status: 'form'; readonly form: QuotaAct; readonly person: string | null }
  | { readonly status: 'help' }
  /** A sentence for whoever typed it. */
  | { readonly status: 'wrong'; readonly words: string };

/** What was typed after the name of an act. */
export interface QuotaText {
  readonly text: string;
  /** The channel it was typed in; null where that is a direct message. */
  readonly here: string | null;
}

export function asked(act: AdminAct): QuotaTyped {
  return { status: 'asked', act };
}

export function wrong(act: QuotaAct, words: string): QuotaTyped {
  return { status: 'wrong', words: `${words} For example: ${QUOTA_EXAMPLES[act]}` };
}
