import { readOr, Unclear } from '../../../core/commands/domain/catalogue/field.ts';
import type { Problem } from '../../../core/commands/domain/catalogue/field.ts';
import type {
  FileKind,
  VideoField,
  VideoFields,
  VideoValue,
  VideoValues,
} from '../../../core/commands/domain/catalogue/video-field.ts';
import type { Attachment } from '../../../core/media/domain/media.ts';
import { msg } from '../../../core/messages/domain/message.ts';
import { readConfirmOver } from '../../shared/choice-words.ts';
import { isOther, otherWords } from '../../shared/likely-file.ts';
import type { Options } from '../interactions/options.ts';

export type VideoFieldsRead = { readonly values: VideoValues } | { readonly problem: Problem };

/** What stands in the options of a command; or what of it cannot be meant. */
export function readVideoFields(fields: VideoFields, options: Options): VideoFieldsRead {
  return readOr(
    () => {
      const all = Object.entries(fields);
      const read = all.map(([name, it]) => [name, valueOf(name, it, options)] as const);
      return { values: Object.fromEntries(read) };
    },
    (problem) => ({ problem }),
  );
}

/** Null where it is left out. */
function valueOf(name: string, field: VideoField, options: Options): VideoValue {
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
      if (!isOffered) throw new Unclear(name, msg('chat.choice-gone'));
      return chosen;
    }
    case 'confirm-over': {
      const typed = options.text(name);
      if (typed === null) return null;
      const over = readConfirmOver(typed);
      if (over !== null) return over;
      throw new Unclear(name, msg('commands.whole-number-or-asks', { field: name }));
    }
    case 'file':
      return filesOf(field.of, field.names, options);
    case 'element': {
      // Discord has no room for a field of its own for what it is.
      const [called = '', ...about] = (options.text(name) ?? '').split(':');
      return {
        name: called.trim().replace(/^@/, ''),
        description: about.join(':').trim(),
        images: filesOf('picture', field.names, options),
      };
    }
    case 'shot':
      return null;
  }
}

function filesOf(of: FileKind, names: readonly string[], options: Options): Attachment[] {
  return names.flatMap((option) => {
    const file = options.file(option);
    if (file === null) return [];
    const { url, name, bytes } = file;
    if (isOther(of, file)) throw new Unclear(option, otherWords(of, name));
    return [{ url, name, bytes }];
  });
}
