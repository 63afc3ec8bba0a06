import { msg } from '../../messages/domain/message.ts';
import type { ListItem } from '../../messages/domain/message.ts';
import { modelId } from './capabilities.ts';
import type { Offer } from './validate.ts';

/** A model by its title, with its provider where several sell one of that title. */
export function modelWords(offers: readonly Offer[], id: string): ListItem {
  const offer = offers.find((it) => modelId(it.provider, it.model) === id);
  // One that is not set up any more has no other name.
  if (offer === undefined) return id;
  const { title: name } = offer.model;
  const isAlone = offers.every((it) => it === offer || it.model.title !== name);
  return isAlone ? name : msg('chat.with-detail', { name, detail: offer.providerTitle });
}
