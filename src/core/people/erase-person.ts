import type { Ask } from '../chat/domain/interaction.ts';
import type { Note } from '../messages/domain/reply.ts';
import { askForgetNote, forgottenNote, notYetNote } from './domain/erasure-replies.ts';
import type { Core } from '../core.ts';
import { putAside } from '../chat/pending-actions.ts';

/** Removes a person's prompts and media; what they cost stays in the books. */
export async function forgetPerson(core: Core, ask: Ask, sure: boolean): Promise<Note> {
  const who = await core.wallet.whoIs(ask.asker);
  if (!sure) {
    const has = await core.forgetting.whatIs(who);
    if (has.open > 0) return notYetNote(has);
    const [forget, keep] = await Promise.all([
      putAside(core, ask, { type: 'forget', sure: true }),
      putAside(core, ask, { type: 'dismiss', of: 'forget' }),
    ]);
    return askForgetNote(has, { forget, keep });
  }
  const { personId } = who;
  const at = core.clock.now();
  const entry = { at, actor: personId, action: 'forget', target: personId, reason: '' };
  // Done again after a crash it finds nothing more, and says the same.
  const outcome = await core.forgetting.forget(who, entry);
  return outcome.status === 'forgotten' ? forgottenNote() : notYetNote(outcome.has);
}
