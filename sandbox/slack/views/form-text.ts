import { asObject, asObjects, asText, type JsonObject } from '../../shared/json.ts';
import type { World } from '../world.ts';

/** What stands in a field, as the person sees it; null where nothing does. */
export function setText(world: World, element: JsonObject, value: JsonObject): string | null {
  switch (value.type) {
    case 'checkboxes':
      return ticked(element, asObjects(value.selected_options));
    case 'radio_buttons':
      return ticked(element, [asObject(value.selected_option)]);
    case 'static_select':
      return boxed(labelOf(asObject(value.selected_option)));
    case 'conversations_select':
    case 'channels_select': {
      const id = asText(value.selected_conversation) || asText(value.selected_channel);
      const channel = world.channels.get(id);
      return boxed(channel === undefined ? '' : `#${channel.name}`);
    }
    case 'file_input':
      return boxed(
        asObjects(value.files)
          .map((it) => asText(it.name))
          .join(', '),
      );
    default:
      return boxed(asText(value.value));
  }
}

function ticked(element: JsonObject, chosen: readonly JsonObject[]): string {
  return asObjects(element.options)
    .map((it) => {
      const isChosen = chosen.some(({ value }) => value === it.value);
      return `(${isChosen ? 'x' : ' '}) ${labelOf(it)}`;
    })
    .join(' ');
}

function labelOf(option: JsonObject): string {
  return asText(asObject(option.text).text);
}

function boxed(text: string): string | null {
  return text === '' ? null : `[ ${text} ]`;
}
