import { asObject, asObjects, asText, type JsonObject } from '../../shared/json.ts';

export const COMPONENT = {
  actionRow: 1,
  button: 2,
  stringSelect: 3,
  textInput: 4,
  userSelect: 5,
  roleSelect: 6,
  mentionableSelect: 7,
  channelSelect: 8,
  section: 9,
  textDisplay: 10,
  thumbnail: 11,
  mediaGallery: 12,
  file: 13,
  separator: 14,
  container: 17,
  label: 18,
  fileUpload: 19,
  radioGroup: 21,
  checkboxGroup: 22,
  checkbox: 23,
} as const;

export interface Placed {
  readonly component: JsonObject;
  readonly path: readonly (string | number)[];
}

/** A component and everything inside it, outermost first. */
export function nested(component: JsonObject, path: readonly (string | number)[] = []): Placed[] {
  const inside = asObjects(component.components).flatMap((child, index) =>
    nested(child, [...path, 'components', index]),
  );
  const single = (['accessory', 'component'] as const).flatMap((key) =>
    component[key] === undefined || component[key] === null
      ? []
      : nested(asObject(component[key]), [...path, key]),
  );
  return [{ component, path }, ...inside, ...single];
}

export function allNested(components: readonly JsonObject[]): Placed[] {
  return components.flatMap((it, index) => nested(it, ['components', index]));
}

/** The media objects a component shows, to be read or replaced where they stand. */
export function mediaOf(component: JsonObject): JsonObject[] {
  switch (component.type) {
    case COMPONENT.thumbnail:
      return [asObject(component.media)];
    case COMPONENT.mediaGallery:
      return asObjects(component.items).map((it) => asObject(it.media));
    case COMPONENT.file:
      return [asObject(component.file)];
    default:
      return [];
  }
}

export function textOf(components: readonly JsonObject[]): string[] {
  return allNested(components)
    .filter(({ component }) => component.type === COMPONENT.textDisplay)
    .map(({ component }) => asText(component.content));
}

export function isSelect(component: JsonObject): boolean {
  return [3, 5, 6, 7, 8].includes(component.type as number);
}
