import { allNested, COMPONENT } from './components.ts';
import type { FormError } from '../errors.ts';
import { asNumber, asObjects, type JsonObject } from '../../shared/json.ts';
import { invalid, tooMany } from './rules-components.ts';

const MAX_TOP_LEVEL = 5;

/** What the published schema cannot say of a modal. */
export function modalErrors(modal: JsonObject): FormError[] {
  const components = asObjects(modal.components);
  const errors: FormError[] = [];
  if (components.length > MAX_TOP_LEVEL) {
    errors.push(tooMany(['components'], `Must be between 1 and ${MAX_TOP_LEVEL} in length.`));
  }
  const placed = allNested(components).filter(({ component }) => 'custom_id' in component);
  const ids = placed.map(({ component }) => component.custom_id);
  if (new Set(ids).size < ids.length) {
    errors.push({
      path: ['components'],
      code: 'COMPONENT_CUSTOM_ID_DUPLICATED',
      message: 'Component custom id cannot be duplicated',
    });
  }
  for (const { component, path } of placed) {
    const { min_length: min, max_length: max } = component;
    const contradicts =
      component.type === COMPONENT.textInput &&
      max !== undefined &&
      max !== null &&
      asNumber(min) > asNumber(max);
    if (contradicts) errors.push(invalid([...path, 'min_length'], 'min_length exceeds max_length'));
  }
  return errors;
}
