import type { AdminAct } from '../chat/domain/admin-command.ts';
import { listWords } from './domain/admin-replies.ts';
import { modelId } from '../video/domain/capabilities.ts';
import { modelWords } from '../video/domain/model-words.ts';
import { msg } from '../messages/domain/message.ts';
import type { ListItem, Message } from '../messages/domain/message.ts';
import { plainReply, refusedReply } from '../messages/domain/reply.ts';
import type { Reply } from '../messages/domain/reply.ts';
import { shorten } from '../messages/domain/rich-text.ts';
import type { Words } from '../messages/domain/rich-text.ts';
import { modelsCalled } from '../video/domain/routing.ts';
import { allowsModel } from '../teams/domain/team-settings.ts';
import type { ModelRules } from '../teams/domain/team-settings.ts';
import { offersOf } from '../providers/offers.ts';
import type { OffersDependencies } from '../providers/offers.ts';
import type { TeamStore } from '../teams/ports/team-store.ts';
import { changed, fullReply, isFull } from './set-team-rules.ts';
import type { Admin } from './subject.ts';

export interface SetModelRulesDependencies extends OffersDependencies {
  readonly teams: TeamStore;
}

type Act = Extract<AdminAct, { readonly act: 'model' }>;

/** So many are named to somebody who has to choose. */
const MOST_OFFERED = 5;

export async function changeModels(
  deps: SetModelRulesDependencies,
  admin: Admin,
  { change, model }: Act,
): Promise<Reply> {
  const offers = offersOf(deps);
  const there = offers.map((it) => modelId(it.provider, it.model));
  const titles = (ids: readonly string[]) => ids.map((id) => modelWords(offers, id));
  const replyWith = (did: Words, rules: ModelRules, ...more: readonly Message[]): Reply => {
    const usable = there.filter((it) => allowsModel(rules, it));
    const { allow, deny, prefer } = rules;
    return plainReply(
      did,
      ...more,
      listWords(msg('admin.models-available'), titles(usable)),
      // An empty list of those that may be used alone would read as if none may.
      ...(allow.length === 0 ? [] : [listWords(msg('admin.models-only'), titles(allow))]),
      ...(deny.length === 0 ? [] : [listWords(msg('admin.models-never'), titles(deny))]),
      ...(prefer === null ? [] : [listWords(msg('admin.models-preferred'), titles([prefer]))]),
    );
  };
  if (change === 'list') return replyWith([{ bold: msg('admin.models') }], admin.settings.models);
  if (model === null) {
    const rules = { allow: [], deny: [], prefer: null };
    const { after } = await changed(deps, admin, (settings) => ({ ...settings, models: rules }));
    return replyWith(msg('admin.models-all'), after.models);
  }
  const named = modelsCalled(offers, model);
  // One that is not set up any more can still be taken off the lists.
  const ids = named.length === 0 && change === 'clear' ? [model.trim()] : named;
  const [id] = ids;
  if (id === undefined) return refusedReply(unknownModel(model, titles(there)));
  if (change === 'prefer' && ids.length > 1) {
    return refusedReply(msg('admin.model-ambiguous', { models: ids }));
  }
  const { after } = await changed(deps, admin, (settings) => {
    const models = ruled(settings.models, change, ids);
    return isFull(models.allow) || isFull(models.deny) ? settings : { ...settings, models };
  });
  const rules = ruled(after.models, change, ids);
  if (isFull(rules.allow) || isFull(rules.deny)) return fullReply();
  const models = titles(ids);
  switch (change) {
    case 'allow':
      return replyWith(
        msg('admin.model-allowed', { models }),
        rules,
        msg('admin.model-allowed-line'),
      );
    case 'deny':
      return replyWith(msg('admin.model-denied', { models }), rules);
    case 'prefer':
      return replyWith(msg('admin.model-preferred', { model: modelWords(offers, id) }), rules);
    case 'clear':
      return replyWith(msg('admin.rule-removed', { name: models }), rules);
  }
}

function unknownModel(name: string, titles: readonly ListItem[]): Message {
  const model = shorten(name, 60);
  return titles.length === 0
    ? msg('video.model-unknown-none', { model })
    : msg('video.model-unknown', { model, offered: titles.slice(0, MOST_OFFERED) });
}

function ruled(
  rules: ModelRules,
  change: Exclude<Act['change'], 'list'>,
  ids: readonly string[],
): ModelRules {
  const rest = (of: readonly string[]) => of.filter((it) => !ids.includes(it));
  const [allow, deny] = [rest(rules.allow), rest(rules.deny)];
  const kept = rules.prefer !== null && ids.includes(rules.prefer) ? null : rules.prefer;
  switch (change) {
    case 'allow':
      return { ...rules, allow: [...allow, ...ids], deny };
    case 'deny':
      return { allow, deny: [...deny, ...ids], prefer: kept };
    case 'prefer':
      return { ...rules, prefer: ids[0] ?? null };
    case 'clear':
      return { allow, deny, prefer: kept };
  }
}
