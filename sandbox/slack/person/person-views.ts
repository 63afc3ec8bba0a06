import { asObjects, type JsonObject } from '../../shared/json.ts';
import { momentOf, type Act } from './act.ts';
import type { EventDelivery } from '../deliveries/deliver-events.ts';
import { fieldNamed, fieldsOf, stateOf, type Values } from '../views/form.ts';
import { checkRequired, fillForm } from '../views/form-fill.ts';
import { interactionBase, triggerId } from '../deliveries/payloads.ts';
import { act as deliverAct, type HowDelivered, type PersonContext } from './person-context.ts';
import { directChannel } from '../scenery.ts';
import { answerSubmission, type SubmissionEnd } from '../deliveries/submission.ts';
import { closeModals, homeOf, viewJson } from '../views/views.ts';
import { openModals, workspaceOf, type ViewRecord } from '../world.ts';

/** What came of sending a form off. */
export interface Submitted extends Act {
  readonly end: SubmissionEnd;
}

/** What a person can do with modals and the app's home. */
export function createViewDriver(context: PersonContext) {
  const { world, events, person } = context;

  function blocksOf(view: ViewRecord): readonly JsonObject[] {
    if (view.userId !== person.id) throw new Error('This view is only visible to someone else.');
    const top = openModals(world, person.id).at(-1);
    if (view.kind === 'modal' && view !== top) throw new Error('The modal is not on top.');
    return asObjects(view.view.blocks);
  }

  /** As it is now, with what the app proposed where nothing was set. */
  function carried(view: ViewRecord): JsonObject {
    const values = stateOf(asObjects(view.view.blocks), view.values);
    return { ...viewJson(world, view), state: { values } };
  }

  /** Fields that tell the app nothing by themselves. */
  function fill(view: ViewRecord, values: Values): void {
    const blocks = blocksOf(view);
    for (const name of Object.keys(values)) {
      const { dispatches } = fieldNamed(fieldsOf(blocks), name);
      if (dispatches) throw new Error(`"${name}" tells the app at once: choose it.`);
    }
    view.values = fillForm(world, person, blocks, view.values, values);
  }

  async function close(
    view: ViewRecord,
    how: { readonly all?: boolean } = {},
  ): Promise<Act | null> {
    blocksOf(view);
    const payload = {
      type: 'view_closed',
      ...interactionBase(world, person),
      view: carried(view),
      is_cleared: how.all === true,
    };
    const before = momentOf(world, person.id);
    const all = how.all === true || view.view.clear_on_close === true;
    closeModals(world, person.id, all ? 'all' : 'top');
    if (view.view.notify_on_close !== true) return null;
    return deliverAct(context, { kind: 'interactive', payload, how: {}, before });
  }

  return {
    blocksOf,
    home: (): ViewRecord | null => homeOf(world, person.id) ?? null,
    fill,
    close,
    /** Acts on an element of the view; fields have been set before. */
    async act(view: ViewRecord, action: JsonObject, how: HowDelivered): Promise<Act> {
      blocksOf(view);
      const shown = carried(view);
      const payload = {
        type: 'block_actions',
        ...interactionBase(world, person),
        container: { type: 'view', view_id: view.id },
        trigger_id: triggerId(world, person, view.kind === 'modal' ? view.id : null),
        view: shown,
        state: shown.state,
        actions: [{ ...action, action_ts: world.ids.ts() }],
      };
      return deliverAct(context, { kind: 'interactive', payload, how });
    },
    /** Fills the modal in and sends it off. */
    submit: async (
      view: ViewRecord,
      values: Values = {},
      how: HowDelivered = {},
    ): Promise<Submitted> => {
      const blocks = blocksOf(view);
      if (view.kind !== 'modal') throw new Error('Only modals are submitted.');
      const state = fillForm(world, person, blocks, view.values, values);
      checkRequired(blocks, state);
      view.values = state;
      const payload = {
        type: 'view_submission',
        ...interactionBase(world, person),
        trigger_id: triggerId(world, person, view.id),
        view: carried(view),
        response_urls: [],
      };
      const done = await deliverAct(context, { kind: 'interactive', payload, how });
      const end = answerSubmission(world, person, view, done.delivery);
      return Object.assign(done, { end });
    },
    /** Opens the app's home; null where the app did not ask to hear of it. */
    openHome: (): EventDelivery | null => {
      const workspace = workspaceOf(world, person.workspaceId);
      const { channel } = directChannel(world, workspace, [person.id, workspace.botUserId]);
      const home = homeOf(world, person.id);
      return events.announce(workspace.id, {
        type: 'app_home_opened',
        user: person.id,
        channel: channel.id,
        tab: 'home',
        ...(home === undefined ? {} : { view: viewJson(world, home) }),
      });
    },
  };
}
