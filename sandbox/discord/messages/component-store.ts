import { COMPONENT } from '../rules/components.ts';
import { asObject, asObjects, asText, type JsonObject } from '../../shared/json.ts';
import { attachmentName } from '../rules/rules-message.ts';
import { fileUrl, proxyOf, proxyUrl } from '../http/cdn.ts';
import type { StoredFile, World } from '../world.ts';

/** Components as Discord gives them back: numbered, with defaults, attachment:// resolved. */
export function storedComponents(
  world: World,
  components: readonly JsonObject[],
  attachments: readonly StoredFile[],
): JsonObject[] {
  let nextNumber = 0;

  const stored = (component: JsonObject): JsonObject => {
    nextNumber += 1;
    const given = withoutNulls(component);
    const id = typeof given.id === 'number' && given.id > 0 ? given.id : nextNumber;
    const result: JsonObject = { ...given, id };
    if (Array.isArray(given.components))
      result.components = asObjects(given.components).map(stored);
    if (given.accessory !== undefined) result.accessory = stored(asObject(given.accessory));
    return { ...result, ...defaults(given) };
  };

  const defaults = (component: JsonObject): JsonObject => {
    switch (component.type) {
      case COMPONENT.button:
        return { disabled: component.disabled === true };
      case COMPONENT.thumbnail:
        return { ...itemDefaults(component), media: media(component.media) };
      case COMPONENT.mediaGallery:
        return {
          items: asObjects(component.items).map((item) => ({
            ...itemDefaults(item),
            media: media(item.media),
          })),
        };
      case COMPONENT.file: {
        const file = fileOf(asObject(component.file).url);
        return {
          file: media(component.file),
          name: file?.filename ?? null,
          size: file?.bytes.length ?? null,
          spoiler: component.spoiler === true,
        };
      }
      case COMPONENT.separator:
        return { divider: component.divider !== false, spacing: component.spacing ?? 1 };
      case COMPONENT.container:
        return {
          accent_color: component.accent_color ?? null,
          spoiler: component.spoiler === true,
        };
      case COMPONENT.stringSelect:
        return {
          min_values: component.min_values ?? 1,
          max_values: component.max_values ?? 1,
          disabled: component.disabled === true,
        };
      default:
        return {};
    }
  };

  const fileOf = (url: unknown): StoredFile | undefined => {
    const name = attachmentName(url);
    if (name !== null) return attachments.findLast((it) => it.filename === name);
    // A link that an earlier answer gave for one of this message's own files.
    return attachments.find((it) => asText(url).startsWith(`${world.address.http}${it.path}?`));
  };

  const media = (value: unknown): JsonObject => {
    const url = asText(asObject(value).url);
    const file = fileOf(url);
    return {
      id: world.nextId(),
      url: file === undefined ? url : fileUrl(world, file),
      // What lies elsewhere is fetched later, and perhaps in vain: until then there is nothing.
      proxy_url: file === undefined ? proxyOf(world, url) : proxyUrl(world, file),
      width: file?.width ?? null,
      height: file?.height ?? null,
      ...(file === undefined ? {} : { content_type: file.contentType, attachment_id: file.id }),
    };
  };

  return components.map(stored);
}

function itemDefaults(item: JsonObject): JsonObject {
  return { description: item.description ?? null, spoiler: item.spoiler === true };
}

function withoutNulls(component: JsonObject): JsonObject {
  return Object.fromEntries(
    Object.entries(component).filter(([, value]) => value !== null && value !== undefined),
  );
}
