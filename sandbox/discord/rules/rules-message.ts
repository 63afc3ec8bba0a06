import { mediaOf, allNested } from './components.ts';
import type { FormError } from '../errors.ts';
import { FLAG, has } from '../flags.ts';
import {
  asObject,
  asObjects,
  asStrings,
  asText,
  isObject,
  type JsonObject,
} from '../../shared/json.ts';
import { componentErrors, invalid, tooMany } from './rules-components.ts';

const MAX_CONTENT = 2000;
const MAX_EMBED_TEXT = 6000;
const IMAGE = /\.(?:jpe?g|png|webp|gif)$/i;

/** A message as it would stand if what was asked were done. */
export interface Draft {
  readonly flags: number;
  readonly content: string;
  readonly embeds: readonly JsonObject[];
  readonly components: readonly JsonObject[];
  readonly filenames: readonly string[];
  readonly otherContent: boolean;
}

/** Every rule of Discord's that the whole message, not one field of it, must keep. */
export function messageErrors(draft: Draft): FormError[] {
  const v2 = has(draft.flags, FLAG.componentsV2);
  return [
    ...(draft.content.length > MAX_CONTENT
      ? [tooMany(['content'], `Must be ${MAX_CONTENT} or fewer in length.`)]
      : []),
    ...(v2 ? legacyFieldErrors(draft) : []),
    ...embedErrors(draft),
    ...componentErrors(draft.components, v2),
    ...referenceErrors(draft),
  ];
}

export function isEmpty(draft: Draft): boolean {
  return (
    draft.content.trim() === '' &&
    draft.embeds.length === 0 &&
    draft.components.length === 0 &&
    draft.filenames.length === 0 &&
    !draft.otherContent
  );
}

function legacyFieldErrors(draft: Draft): FormError[] {
  const used = [
    ...(draft.content === '' ? [] : ['content']),
    ...(draft.embeds.length === 0 ? [] : ['embeds']),
    ...(draft.otherContent ? ['poll'] : []),
  ];
  return used.map((field) => ({
    path: [field],
    code: 'MESSAGE_CANNOT_USE_LEGACY_FIELDS_WITH_COMPONENTS_V2',
    message: `The '${field}' field cannot be used when using MessageFlags.IS_COMPONENTS_V2`,
  }));
}

function embedErrors(draft: Draft): FormError[] {
  const errors = draft.embeds.flatMap((embed, index): FormError[] =>
    ['image', 'thumbnail'].flatMap((key) => {
      const name = attachmentName(asObject(embed[key]).url);
      if (name === null) return [];
      const path = ['embeds', index, key, 'url'];
      if (!IMAGE.test(name)) return [invalid(path, 'An embed shows no attachment but an image.')];
      return draft.filenames.includes(name) ? [] : [missing(path, name)];
    }),
  );
  const length = draft.embeds.reduce((sum, embed) => sum + embedLength(embed), 0);
  if (length > MAX_EMBED_TEXT) {
    errors.push({
      path: ['embeds'],
      code: 'MAX_EMBED_SIZE_EXCEEDED',
      message: `Embed size exceeds maximum size of ${MAX_EMBED_TEXT}`,
    });
  }
  return errors;
}

function embedLength(embed: JsonObject): number {
  const fields = asObjects(embed.fields).flatMap((it) => [it.name, it.value]);
  const texts = [
    embed.title,
    embed.description,
    asObject(embed.footer).text,
    asObject(embed.author).name,
    ...fields,
  ];
  return texts.reduce<number>((sum, it) => sum + asText(it).length, 0);
}

function referenceErrors(draft: Draft): FormError[] {
  return allNested(draft.components).flatMap(({ component, path }) =>
    mediaOf(component).flatMap((media) => {
      const name = attachmentName(media.url);
      return name === null || draft.filenames.includes(name) ? [] : [missing(path, name)];
    }),
  );
}

export function attachmentName(url: unknown): string | null {
  const text = asText(url);
  return text.startsWith('attachment://') ? text.slice('attachment://'.length) : null;
}

function missing(path: readonly (string | number)[], name: string): FormError {
  return {
    path,
    code: 'UNFURLED_MEDIA_ITEM_REFERENCED_ATTACHMENT_NOT_FOUND',
    message: `The referenced attachment does not exist: ${name}`,
  };
}

/** `parse` and the lists of ids exclude each other. */
export function allowedMentionErrors(allowed: unknown): FormError[] {
  if (!isObject(allowed)) return [];
  const parse = asStrings(allowed.parse);
  return (['users', 'roles'] as const).flatMap((kind) =>
    parse.includes(kind) && asStrings(allowed[kind]).length > 0
      ? [
          {
            path: ['allowed_mentions'],
            code: 'MESSAGE_ALLOWED_MENTIONS_PARSE_EXCLUSIVE',
            message: `parse:["${kind}"] and ${kind}: [ids...] are mutually exclusive.`,
          },
        ]
      : [],
  );
}
