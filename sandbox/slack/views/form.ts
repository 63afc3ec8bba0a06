import { asObject, asObjects, asText, type JsonObject } from '../../shared/json.ts';

/** Something in blocks that a person can set; buttons are not. */
export interface Field {
  readonly blockId: string;
  readonly actionId: string;
  readonly type: string;
  readonly element: JsonObject;
  /** Null outside of input blocks, where nothing is demanded. */
  readonly input: { readonly required: boolean; readonly label: string } | null;
  /** Setting it tells the app at once. */
  readonly dispatches: boolean;
}

/** By action id or block id. */
export type Values = Readonly<Record<string, FieldValue>>;

export type FieldValue = string | number | null | readonly string[] | readonly FormFile[];

/** A file to be uploaded, or one that is in Slack already. */
export type FormFile =
  { readonly id: string } | { readonly name: string; readonly bytes: Uint8Array };

/** `values[block_id][action_id]`, as payloads carry it. */
export type StateValues = Record<string, Record<string, JsonObject>>;

const STATELESS: readonly string[] = ['button', 'overflow', 'image', 'workflow_button'];

/** Every interactive element, in order, buttons too. */
export function elementsOf(
  blocks: readonly JsonObject[],
): { readonly block: JsonObject; readonly element: JsonObject }[] {
  return blocks.flatMap((block) => {
    const candidates =
      block.type === 'input'
        ? [asObject(block.element)]
        : block.type === 'section'
          ? [asObject(block.accessory)]
          : block.type === 'actions'
            ? asObjects(block.elements)
            : [];
    return candidates
      .filter((element) => asText(element.action_id) !== '')
      .map((element) => ({ block, element }));
  });
}

export function fieldsOf(blocks: readonly JsonObject[]): Field[] {
  return elementsOf(blocks)
    .filter(({ element }) => !STATELESS.includes(asText(element.type)))
    .map(({ block, element }) => ({
      blockId: asText(block.block_id),
      actionId: asText(element.action_id),
      type: asText(element.type),
      element,
      input:
        block.type === 'input'
          ? { required: block.optional !== true, label: asText(asObject(block.label).text) }
          : null,
      dispatches: block.type !== 'input' || block.dispatch_action === true,
    }));
}

/** The one field of that name, or an error as a person finds nothing to fill in. */
export function fieldNamed(fields: readonly Field[], name: string): Field {
  const found = fields.filter((it) => it.actionId === name);
  const [one, another] = found.length > 0 ? found : fields.filter((it) => it.blockId === name);
  if (one === undefined) throw new Error(`There is no field "${name}".`);
  if (another !== undefined) throw new Error(`There are several fields "${name}".`);
  return one;
}

/** All that is set in the blocks: what the person has set, and elsewhere what the app proposed. */
export function stateOf(blocks: readonly JsonObject[], set: StateValues): StateValues {
  const state: StateValues = {};
  for (const field of fieldsOf(blocks)) {
    const value = set[field.blockId]?.[field.actionId];
    // What was set in a field of another type of the same name does not fit.
    const kept = value?.type === field.type ? value : initialValue(field);
    (state[field.blockId] ??= {})[field.actionId] = kept;
  }
  return state;
}

function initialValue({ type, element }: Field): JsonObject {
  switch (type) {
    case 'static_select':
    case 'external_select':
    case 'radio_buttons':
      return { type, selected_option: option(element.initial_option) };
    case 'multi_static_select':
    case 'multi_external_select':
    case 'checkboxes':
      return { type, selected_options: asObjects(element.initial_options).map(option) };
    case 'datepicker':
      return { type, selected_date: element.initial_date ?? null };
    case 'timepicker':
      return { type, selected_time: element.initial_time ?? null };
    case 'datetimepicker':
      return { type, selected_date_time: element.initial_date_time ?? null };
    case 'users_select':
    case 'conversations_select':
    case 'channels_select': {
      const noun = type.split('s_')[0] ?? '';
      return { type, [`selected_${noun}`]: element[`initial_${noun}`] ?? null };
    }
    case 'multi_users_select':
    case 'multi_conversations_select':
    case 'multi_channels_select': {
      const noun = type.split('_')[1] ?? '';
      return { type, [`selected_${noun}`]: element[`initial_${noun}`] ?? [] };
    }
    case 'file_input':
      return { type, files: [] };
    case 'rich_text_input':
      return { type, rich_text_value: element.initial_value ?? null };
    default:
      return { type, value: element.initial_value ?? null };
  }
}

/** Every option of a select, in groups or not. */
export function optionsOf(element: JsonObject): JsonObject[] {
  return [
    ...asObjects(element.options),
    ...asObjects(element.option_groups).flatMap((it) => asObjects(it.options)),
  ];
}

export function option(value: unknown): JsonObject | null {
  const { text, value: chosen, description } = asObject(value);
  if (chosen === undefined) return null;
  return { text, value: chosen, ...(description === undefined ? {} : { description }) };
}

export function isEmpty(value: JsonObject): boolean {
  return Object.entries(value).every(
    ([key, it]) =>
      key === 'type' || it === null || it === '' || (Array.isArray(it) && it.length === 0),
  );
}
