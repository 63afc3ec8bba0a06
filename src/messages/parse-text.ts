import { parse, TYPE } from '@formatjs/icu-messageformat-parser';
import type { MessageFormatElement } from '@formatjs/icu-messageformat-parser';
import type { ParameterKind } from '../core/messages/domain/parameter-kinds.ts';

type Kinds = Readonly<Record<string, ParameterKind>>;

/**
 * @param text ICU MessageFormat
 * @throws SyntaxError
 */
export function parseText(text: string, kinds: Kinds): MessageFormatElement[] {
  return parse(text).map((it) => withNumbers(it, kinds));
}

/** A number is told in the reader's way wherever it stands: by itself it would be bare digits. */
function withNumbers(element: MessageFormatElement, kinds: Kinds): MessageFormatElement {
  switch (element.type) {
    case TYPE.argument: {
      const kind = kinds[element.value];
      const isNumber = kind === 'number' || kind === 'credits';
      return isNumber ? { type: TYPE.number, value: element.value, style: null } : element;
    }
    case TYPE.plural:
      return { ...element, options: optionsOf(element.options, kinds) };
    case TYPE.select:
      return { ...element, options: optionsOf(element.options, kinds) };
    case TYPE.tag:
      return { ...element, children: element.children.map((it) => withNumbers(it, kinds)) };
    default:
      return element;
  }
}

function optionsOf<Option extends { readonly value: MessageFormatElement[] }>(
  options: Readonly<Record<string, Option>>,
  kinds: Kinds,
): Record<string, Option> {
  return Object.fromEntries(
    Object.entries(options).map(([name, option]) => [
      name,
      { ...option, value: option.value.map((it) => withNumbers(it, kinds)) },
    ]),
  );
}
