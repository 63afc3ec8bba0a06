import { asObject, asObjects, asText, isObject, type JsonObject } from '../../shared/json.ts';
import type { Delivery } from './delivery.ts';
import { closeModals, MOST_MODALS, openModal, updateView, viewErrors } from '../views/views.ts';
import {
  openModals,
  workspaceOf,
  type PersonRecord,
  type ViewRecord,
  type World,
} from '../world.ts';

/** What a person sees of the form after they have sent it off. */
export type SubmissionEnd =
  | { readonly status: 'closed' }
  | { readonly status: 'cleared' }
  | { readonly status: 'updated'; readonly view: ViewRecord }
  | { readonly status: 'pushed'; readonly view: ViewRecord }
  /** By block id; the form stays open. */
  | { readonly status: 'errors'; readonly errors: Readonly<Record<string, string>> }
  /** "We had some trouble connecting": the form stays open. */
  | { readonly status: 'failed'; readonly reason: string };

/** Does what the acknowledgement of a submission says, or fails as the person would see it. */
export function answerSubmission(
  world: World,
  person: PersonRecord,
  view: ViewRecord,
  { answer, workspaceId }: Delivery,
): SubmissionEnd {
  if (answer.status !== 'acknowledged') {
    return { status: 'failed', reason: `the app's answer: ${answer.status}` };
  }
  const body = isObject(answer.body) ? answer.body : {};
  const bad = (reason: string): SubmissionEnd => {
    const at = world.now();
    world.violations.push({ at, method: 'view_submission', workspaceId, error: null, reason });
    world.changed();
    return { status: 'failed', reason };
  };
  if (typeof answer.body === 'string') return bad('acknowledged with something that is no JSON');

  const badView = (given: unknown): string | null => {
    const workspace = workspaceOf(world, workspaceId);
    if (!isObject(given)) return 'no view is given';
    const errors = viewErrors(world, workspace, given, 'modal');
    return errors.length === 0 ? null : errors.join('; ');
  };
  switch (body.response_action) {
    case undefined:
      if (Object.keys(body).length > 0)
        return bad('acknowledged with a body of no response_action');
      // Gone by an earlier answer or closed meanwhile: nothing is left to close.
      if (openModals(world, person.id).at(-1) === view) closeModals(world, person.id, 'top');
      return { status: 'closed' };
    case 'clear':
      closeModals(world, person.id, 'all');
      return { status: 'cleared' };
    case 'errors':
      return readErrors(view, body) ?? bad('errors must name input blocks of the view, with words');
    case 'update': {
      const fault = badView(body.view);
      if (fault !== null) return bad(fault);
      return { status: 'updated', view: updateView(world, view, asObject(body.view)) };
    }
    case 'push': {
      const fault = badView(body.view);
      if (fault !== null) return bad(fault);
      if (openModals(world, person.id).length >= MOST_MODALS) {
        return bad(`more than ${MOST_MODALS} modals on top of each other`);
      }
      const given = { workspaceId, userId: person.id, view: asObject(body.view) };
      return { status: 'pushed', view: openModal(world, given, view) };
    }
    default:
      return bad(`no response_action ${asText(body.response_action)}`);
  }
}

function readErrors(view: ViewRecord, body: JsonObject): SubmissionEnd | null {
  const inputs = new Set(
    asObjects(view.view.blocks)
      .filter((it) => it.type === 'input')
      .map((it) => it.block_id),
  );
  const entries = Object.entries(asObject(body.errors));
  if (entries.length === 0) return null;
  const errors: Record<string, string> = {};
  for (const [blockId, words] of entries) {
    if (!inputs.has(blockId) || typeof words !== 'string' || words === '') return null;
    errors[blockId] = words;
  }
  return { status: 'errors', errors };
}
