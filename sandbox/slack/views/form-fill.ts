import { asNumber, asStrings, asText, type JsonObject } from '../../shared/json.ts';
import { createFile, endingOf, fileJson } from '../files.ts';
import {
  fieldNamed,
  fieldsOf,
  isEmpty,
  option,
  optionsOf,
  stateOf,
  type Field,
  type FieldValue,
  type FormFile,
  type StateValues,
  type Values,
} from './form.ts';
import type { FileRecord, PersonRecord, World } from '../world.ts';

const MOST_FILE_BYTES = 10_000_000;

/** Fills fields in as a person's client lets them be filled in, or throws. */
export function fillForm(
  world: World,
  person: PersonRecord,
  blocks: readonly JsonObject[],
  set: StateValues,
  values: Values,
): StateValues {
  const fields = fieldsOf(blocks);
  const state = stateOf(blocks, set);
  for (const [name, value] of Object.entries(values)) {
    const field = fieldNamed(fields, name);
    (state[field.blockId] ??= {})[field.actionId] = filled(world, person, field, value);
  }
  return state;
}

/** What the client itself refuses to send: fields that must be filled in and are not. */
export function checkRequired(blocks: readonly JsonObject[], state: StateValues): void {
  for (const field of fieldsOf(blocks)) {
    const value = state[field.blockId]?.[field.actionId] ?? {};
    if (field.input?.required === true && isEmpty(value)) {
      throw new Error(`The field "${field.actionId}" is required.`);
    }
  }
}

function filled(world: World, person: PersonRecord, field: Field, value: FieldValue): JsonObject {
  const { type, actionId, element } = field;
  switch (type) {
    case 'static_select':
    case 'radio_buttons':
      return { type, selected_option: value === null ? null : chosen(field, value) };
    case 'multi_static_select':
    case 'checkboxes': {
      const all = asStrings(value);
      const most = asNumber(element.max_selected_items);
      if (most > 0 && all.length > most) throw new Error(`"${actionId}" takes ${most} options.`);
      return { type, selected_options: all.map((it) => chosen(field, it)) };
    }
    case 'datepicker':
      return { type, selected_date: value };
    case 'timepicker':
      return { type, selected_time: value };
    case 'datetimepicker':
      return { type, selected_date_time: value };
    case 'users_select':
    case 'conversations_select':
    case 'channels_select': {
      const noun = type.split('s_')[0] ?? '';
      const known = noun === 'user' ? world.people : world.channels;
      if (value !== null && known.get(asText(value))?.workspaceId !== person.workspaceId) {
        throw new Error(`"${actionId}" does not offer ${JSON.stringify(value)}.`);
      }
      return { type, [`selected_${noun}`]: value };
    }
    case 'multi_users_select':
    case 'multi_conversations_select':
    case 'multi_channels_select':
      return { type, [`selected_${type.split('_')[1] ?? ''}`]: asStrings(value) };
    case 'file_input':
      return { type, files: takeFiles(world, person, field, value) };
    case 'plain_text_input':
    case 'url_text_input':
    case 'email_text_input':
      return { type, value: value === null || value === '' ? null : text(field, asText(value)) };
    case 'number_input':
      return { type, value: value === null || value === '' ? null : number(field, value) };
    default:
      throw new Error(`This emulator cannot fill in a ${type}.`);
  }
}

function chosen({ actionId, element }: Field, value: FieldValue): JsonObject | null {
  const found = optionsOf(element).find((it) => it.value === value);
  if (found === undefined)
    throw new Error(`"${actionId}" does not offer ${JSON.stringify(value)}.`);
  return option(found);
}

function text({ actionId, type, element }: Field, value: string): string {
  const least = asNumber(element.min_length);
  const most = asNumber(element.max_length) || 3000;
  if (value.length < least) throw new Error(`"${actionId}" takes ${least} characters or more.`);
  if (value.length > most) throw new Error(`"${actionId}" takes ${most} characters or fewer.`);
  if (type === 'url_text_input' && !URL.canParse(value)) {
    throw new Error(`"${actionId}" takes an address.`);
  }
  if (element.multiline !== true && value.includes('\n')) {
    throw new Error(`"${actionId}" takes one line.`);
  }
  return value;
}

/** Numbers arrive as text, as they were typed. */
function number({ actionId, element }: Field, value: FieldValue): string {
  const typed = typeof value === 'number' ? String(value) : asText(value);
  const read = Number(typed);
  if (typed.trim() === '' || Number.isNaN(read)) throw new Error(`"${actionId}" takes a number.`);
  if (element.is_decimal_allowed !== true && !Number.isInteger(read)) {
    throw new Error(`"${actionId}" takes a whole number.`);
  }
  const { min_value: least, max_value: most } = element;
  if (least !== undefined && read < Number(least)) {
    throw new Error(`"${actionId}" takes ${asText(least)} or more.`);
  }
  if (most !== undefined && read > Number(most)) {
    throw new Error(`"${actionId}" takes ${asText(most)} or less.`);
  }
  return typed;
}

function takeFiles(
  world: World,
  person: PersonRecord,
  { actionId, element }: Field,
  value: FieldValue,
): JsonObject[] {
  const given = (Array.isArray(value) ? value : []) as readonly FormFile[];
  const most = asNumber(element.max_files) || 10;
  if (given.length > most) throw new Error(`"${actionId}" takes ${most} files.`);
  const types = asStrings(element.filetypes);
  return given.map((it) => {
    const file = 'id' in it ? world.files.get(it.id) : uploaded(world, person, it);
    if (file === undefined) throw new Error('There is no such file.');
    // Only the name is looked at, as the client does.
    if (types.length > 0 && !types.includes(endingOf(file.name))) {
      throw new Error(`"${actionId}" does not take ${file.name}.`);
    }
    if (file.bytes.length > MOST_FILE_BYTES) throw new Error(`${file.name} is too large.`);
    return fileJson(world, file);
  });
}

function uploaded(
  world: World,
  person: PersonRecord,
  file: { readonly name: string; readonly bytes: Uint8Array },
): FileRecord {
  const { id: ownerId, workspaceId } = person;
  return createFile(world, { workspaceId, ownerId, name: file.name, bytes: file.bytes });
}
