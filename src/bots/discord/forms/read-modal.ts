import type {
  VideoField,
  VideoValue,
  VideoValues,
} from '../../../core/commands/domain/catalogue/video-field.ts';
import { labelOf } from '../../../core/commands/domain/catalogue/video-field.ts';
import type { Attachment } from '../../../core/media/domain/media.ts';
import { msg } from '../../../core/messages/domain/message.ts';
import { refusedReply } from '../../../core/messages/domain/reply.ts';
import type { Reply } from '../../../core/messages/domain/reply.ts';
import { wholeNumber } from '../../../core/shared/domain/whole-number.ts';
import type { VideoDraft } from '../../../core/video/domain/video-request.ts';
import { wrongReply } from '../../shared/replies.ts';
import type { Filled } from '../interactions/form-values.ts';
import { readMadeWith } from './model-choice.ts';
import { FORMS } from './video-modal.ts';
import type { FormKind, FormSubject } from './video-modal.ts';

export type FormRead =
  | { readonly status: 'read'; readonly draft: VideoDraft }
  /** For whoever sent it off. */
  | { readonly status: 'wrong'; readonly reply: Reply };

/** A form of another process, or one that was changed on the way. */
export const OUTDATED = {
  status: 'wrong',
  reply: refusedReply(
    msg('chat.outdated'),
    msg('chat.open-form-again'),
    msg('credits.not-charged'),
  ),
} as const;

/** What a filled form asks for; or what is wrong with it, since a client can be made to send anything. */
export function readModal(filled: Filled, { kind, files, given }: FormSubject): FormRead {
  const { command, fields }: FormKind = FORMS[kind];
  const made = readMadeWith(filled);
  if (made === null) return OUTDATED;
  const values: Record<string, VideoValue> = {};
  for (const name of fields) {
    const field = command.fields[name];
    const value = field === undefined ? undefined : valueOf(name, field, { filled, files });
    if (field === undefined || value === undefined) return OUTDATED;
    if (field.kind === 'number' && Number.isNaN(value)) {
      const words = { field: labelOf(field), example: field.example };
      return { status: 'wrong', reply: wrongReply(msg('commands.whole-number', words)) };
    }
    values[name] = value;
  }
  const all: VideoValues = { ...given, ...values, ...(fields.includes('quality') ? made : {}) };
  const draft = command.draft(all);
  return 'words' in draft
    ? { status: 'wrong', reply: wrongReply(draft.words) }
    : { status: 'read', draft };
}

/** Undefined for what is no choice at all; not a number for what should be one. */
function valueOf(
  name: string,
  field: VideoField,
  { filled, files }: { readonly filled: Filled; readonly files: readonly Attachment[] },
): VideoValue | undefined {
  const text = filled.text(name);
  switch (field.kind) {
    case 'number':
      return text === null ? null : (wholeNumber(text) ?? Number.NaN);
    case 'choice':
      // The quality comes with a model.
      return text === null || Object.hasOwn(field.choices, text) || name === 'quality'
        ? text
        : undefined;
    case 'flag':
      return text === null || text === 'yes' || text === 'no' ? text === 'yes' : undefined;
    case 'file': {
      if (field.names.length > 1) return filled.files(name);
      const file = chosenOf(files, text);
      return file === null ? undefined : [file];
    }
    case 'shot':
      return shotOf(text ?? '');
    case 'prompt':
    case 'text':
    case 'element':
    case 'model':
    case 'visibility':
    case 'confirm-over':
    case 'language':
    case 'id':
      return text;
  }
}

/** The file that was chosen among several, or the only one. */
function chosenOf(files: readonly Attachment[], chosen: string | null): Attachment | null {
  const index = chosen ?? '0';
  return /^\d{1,2}$/.test(index) ? (files[Number(index)] ?? null) : null;
}

/** A shot as people write it, "4s: a horse"; null where there is nothing. */
function shotOf(text: string): VideoValue {
  const match = /^\s*(\d{1,4})\s*(?:s|sec|secs|seconds?)?\s*:\s*/iu.exec(text);
  const prompt = text.slice(match?.[0].length ?? 0).trim();
  if (match === null && prompt === '') return null;
  return { prompt, seconds: match === null ? null : Number(match[1]) };
}
