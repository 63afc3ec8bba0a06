import type { Problem } from '../../../core/commands/domain/catalogue/field.ts';
import type {
  VideoField,
  VideoFields,
  VideoValue,
  VideoValues,
} from '../../../core/commands/domain/catalogue/video-field.ts';
import type { Attachment } from '../../../core/media/domain/media.ts';
import { msg } from '../../../core/messages/domain/message.ts';
import { readConfirmOver } from '../../shared/choice-words.ts';
import type { Options } from '../interactions/options.ts';

export type VideoFieldsRead = { readonly values: VideoValues } | { readonly problem: Problem };

/** What stands in the options of a command; or what of it cannot be meant. */
export function readVideoFields(fields: VideoFields, options: Options): VideoFieldsRead {
  const values: Record<string, VideoValue> = {};
  for (const [name, field] of Object.entries(fields)) {
    const value = valueOf(name, field, options);
    if (isProblem(value)) return { problem: value };
    values[name] = value;
  }
  return { values };
}

function isProblem(value: VideoValue | Problem): value is Problem {
  return typeof value === 'object' && value !== null && 'words' in value;
}

/** Null where it is left out. */
function valueOf(name: string, field: VideoField, options: Options): VideoValue | Problem {
  switch (field.kind) {
    case 'prompt':
      return options.text(name);
    case 'text':
    case 'id':
    case 'model':
    case 'language': {
      const text = options.text(name)?.trim() ?? '';
      return text === '' ? null : text;
    }
    case 'number':
      return options.number(name);
    case 'flag':
    case 'visibility':
      return options.flag(name);
    case 'choice': {
      const chosen = options.text(name);
      // A client can be made to send what is not offered, and old ones still have what was.
      const isOffered = chosen === null || Object.hasOwn(field.choices, chosen);
      return isOffered ? chosen : { field: name, words: msg('chat.choice-gone') };
    }
    case 'confirm-over': {
      const typed = options.text(name);
      if (typed === null) return null;
      const words = msg('commands.whole-number-or-asks', { field: name });
      return readConfirmOver(typed) ?? { field: name, words };
    }
    case 'file':
      return filesOf(field.names, options);
    case 'element': {
      // Discord has no room for a field of its own for what it is.
      const [called = '', ...about] = (options.text(name) ?? '').split(':');
      return {
        name: called.trim().replace(/^@/, ''),
        description: about.join(':').trim(),
        images: filesOf(field.names, options),
      };
    }
    case 'shot':
      return null;
  }
}

function filesOf(names: readonly string[], options: Options): readonly Attachment[] {
  return names.map((it) => options.file(it)).filter((it) => it !== null);
}
