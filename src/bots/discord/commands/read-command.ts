import type { Reply } from '../../../core/messages/domain/reply.ts';
import type { Command } from '../../../core/chat/domain/command.ts';
import { jobId } from '../../../core/shared/domain/ids.ts';
import { readConfirmOver } from './confirm-over.ts';
import type { Typed } from '../interactions/interaction-data.ts';
import type { Options } from '../interactions/options.ts';
import { readAct } from './quota-command.ts';
import { choicesOf, MAKING, readDraft } from './video-draft.ts';

type TypedCommand = Typed & { readonly guildId: string | null };

/** A sentence for somebody whose request cannot be started as it is. */
export function wrongReply(words: string): Reply {
  return { tone: 'refused', headline: [words], lines: [['Nothing was charged.']] };
}

/** The same where there was something to change. */
export function unchangedReply(words: string): Reply {
  return { tone: 'refused', headline: [words], lines: [['Nothing was changed.']] };
}

/** Null for a command that is none of ours, or not any more. */
export function commandOf({
  name,
  subcommand,
  options,
  guildId,
}: TypedCommand): Command | Reply | null {
  if (name === 'credits') return { type: 'credits' };
  if (name === 'video') return videoCommand(subcommand, options);
  if (name !== 'quota') return null;
  // The role that everybody has goes by the id of the server.
  const read = readAct(subcommand, options, guildId);
  if (read === null) return null;
  return read.status === 'wrong' ? unchangedReply(read.words) : { type: 'admin', act: read.act };
}

function videoCommand(name: string, options: Options): Command | Reply | null {
  const making = MAKING.find((it) => it === name);
  if (making !== undefined) {
    const read = readDraft(making, options);
    return read.status === 'wrong' ? wrongReply(read.words) : { type: 'create', wish: read.draft };
  }
  switch (name) {
    case 'settings':
      return settingsCommand(options);
    case 'status':
      return { type: 'status' };
    case 'history':
      return { type: 'history' };
    case 'help':
      return { type: 'help' };
    case 'link':
      return { type: 'link', code: filled(options.text('code')) };
    case 'unlink':
      return { type: 'unlink' };
    case 'forget me':
      return { type: 'forget', sure: false };
    case 'cancel': {
      const job = filled(options.text('job'));
      return { type: 'cancel', job: job === null ? null : jobId(job) };
    }
    default:
      return null;
  }
}

/** Usual settings say all of them at once, so that they cannot be mixed with what changes one thing. */
function settingsCommand(options: Options): Command | Reply | null {
  const settings = choicesOf(options)?.settings;
  if (settings === undefined) return null;
  const confirmOver = options.text('confirm_over');
  if (confirmOver === null) return { type: 'prefer', settings };
  if (Object.values(settings).some((it) => it !== null)) {
    return unchangedReply(
      'Please set confirm_over by itself: first one /video settings, then another.',
    );
  }
  const read = readConfirmOver(confirmOver);
  return read.status === 'wrong'
    ? unchangedReply(read.words)
    : { type: 'confirm-over', credits: read.credits };
}

function filled(typed: string | null): string | null {
  const text = typed?.trim() ?? '';
  return text === '' ? null : text;
}
