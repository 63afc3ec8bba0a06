import { allNested, COMPONENT, isSelect, mediaOf, textOf } from './components.ts';
import type { FormError } from '../errors.ts';
import { asObjects, asText, type JsonObject } from '../../shared/json.ts';

const MAX_COMPONENTS = 40;
const MAX_TEXT = 4000;
const MAX_LEGACY_ROWS = 5;
const ROW_TYPES: readonly unknown[] = [2, 3, 5, 6, 7, 8];

type Path = readonly (string | number)[];

/** What the published schema cannot say of a message's components. */
export function componentErrors(
  components: readonly JsonObject[],
  componentsV2: boolean,
): FormError[] {
  const placed = allNested(components);
  return [
    ...(componentsV2 ? [] : legacyErrors(components)),
    ...totals(components, placed.length, componentsV2),
    ...duplicates(
      placed.filter(({ component }) => typeof component.custom_id === 'string'),
      'custom_id',
      'COMPONENT_CUSTOM_ID_DUPLICATED',
    ),
    ...duplicates(
      placed.filter(({ component }) => Boolean(component.id)),
      'id',
      'COMPONENT_ID_DUPLICATED',
    ),
    ...placed.flatMap(({ component, path }) => singleErrors(component, path)),
  ];
}

function legacyErrors(components: readonly JsonObject[]): FormError[] {
  const errors: FormError[] = components.flatMap((component, index) =>
    component.type === COMPONENT.actionRow
      ? []
      : [
          {
            path: ['components', index, 'type'],
            code: 'UNION_TYPE_CHOICES',
            message: 'Value of field "type" must be 1 unless the flag IS_COMPONENTS_V2 is set.',
          },
        ],
  );
  if (components.length > MAX_LEGACY_ROWS) {
    errors.push(tooMany(['components'], `Must be ${MAX_LEGACY_ROWS} or fewer in length.`));
  }
  return errors;
}

function totals(components: readonly JsonObject[], count: number, v2: boolean): FormError[] {
  const errors: FormError[] = [];
  if (count > MAX_COMPONENTS) {
    errors.push({
      path: ['components'],
      code: 'COMPONENT_MAX_TOTAL_COMPONENTS_EXCEEDED',
      message: `${count} components: at most ${MAX_COMPONENTS} are allowed, nested ones counted.`,
    });
  }
  const length = textOf(components).reduce((sum, it) => sum + it.length, 0);
  if (v2 && length > MAX_TEXT) {
    errors.push({
      path: ['components'],
      code: 'COMPONENT_DISPLAYABLE_TEXT_SIZE_EXCEEDED',
      message: `${length} characters of text: at most ${MAX_TEXT} are allowed.`,
    });
  }
  return errors;
}

function duplicates(
  placed: readonly { readonly component: JsonObject; readonly path: Path }[],
  key: 'custom_id' | 'id',
  code: string,
): FormError[] {
  const seen = new Set<unknown>();
  return placed.flatMap(({ component, path }) => {
    const value = component[key];
    const repeated = seen.has(value);
    seen.add(value);
    return repeated
      ? [{ path: [...path, key], code, message: `Component ${key} cannot be duplicated` }]
      : [];
  });
}

function singleErrors(component: JsonObject, path: Path): FormError[] {
  switch (component.type) {
    case COMPONENT.actionRow:
      return rowErrors(asObjects(component.components), path);
    case COMPONENT.button:
      return buttonErrors(component, path);
    case COMPONENT.stringSelect:
      return selectErrors(component, path);
    case COMPONENT.file:
      return asText(mediaOf(component)[0]?.url).startsWith('attachment://')
        ? []
        : [invalid([...path, 'file', 'url'], 'Only attachment:// may be shown as a file.')];
    default:
      return [];
  }
}

function rowErrors(children: readonly JsonObject[], path: Path): FormError[] {
  const selects = children.filter(isSelect).length;
  const wrong = children.some((it) => !ROW_TYPES.includes(it.type));
  if (wrong || (selects > 0 && children.length > 1)) {
    return [
      {
        path: [...path, 'components'],
        code: 'COMPONENT_LAYOUT_WIDTH_EXCEEDED',
        message: 'An action row holds up to five buttons or a single select.',
      },
    ];
  }
  return [];
}

function buttonErrors(button: JsonObject, path: Path): FormError[] {
  const errors: FormError[] = [];
  const has = (key: string) => button[key] !== undefined && button[key] !== null;
  const needs = (key: string, others: readonly string[]) => {
    if (!has(key)) errors.push(required([...path, key]));
    for (const other of others.filter(has)) {
      errors.push(invalid([...path, other], `${other} does not go with this button style.`));
    }
  };
  if (button.style === 5) needs('url', ['custom_id', 'sku_id']);
  else if (button.style === 6) needs('sku_id', ['custom_id', 'url', 'label', 'emoji']);
  else needs('custom_id', ['url', 'sku_id']);
  if (button.style !== 6 && !has('emoji') && asText(button.label) === '') {
    errors.push({
      path: [...path, 'label'],
      code: 'BUTTON_COMPONENT_NO_LABEL_OR_EMOJI',
      message: 'A button must have a label or emoji.',
    });
  }
  return errors;
}

function selectErrors(select: JsonObject, path: Path): FormError[] {
  const options = asObjects(select.options);
  const errors: FormError[] = [];
  if (new Set(options.map((it) => it.value)).size < options.length) {
    errors.push({
      path: [...path, 'options'],
      code: 'SELECT_COMPONENT_OPTION_VALUE_DUPLICATED',
      message: 'The specified option value is already used',
    });
  }
  const max = typeof select.max_values === 'number' ? select.max_values : 1;
  const min = typeof select.min_values === 'number' ? select.min_values : 1;
  const preset = options.filter((it) => it.default === true).length;
  if (min > max || max > options.length || preset > max) {
    errors.push(invalid([...path, 'max_values'], 'min, max and preset values contradict.'));
  }
  return errors;
}

export function required(path: Path): FormError {
  return { path, code: 'BASE_TYPE_REQUIRED', message: 'This field is required' };
}

export function invalid(path: Path, message: string): FormError {
  return { path, code: 'BASE_TYPE_INVALID', message };
}

export function tooMany(path: Path, message: string): FormError {
  return { path, code: 'BASE_TYPE_BAD_LENGTH', message };
}
