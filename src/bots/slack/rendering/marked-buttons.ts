import type { KnownBlock } from '@slack/types';
import type { MessageBody } from './card-view.ts';

/**
 * Buttons that say of which workspace they are: where the app was installed for a whole
 * organisation, Slack does not say where one was pressed.
 */
export function markedFor(teamId: string, body: MessageBody): MessageBody {
  return { ...body, blocks: body.blocks.map((block) => marked(block, teamId)) };
}

function marked(block: KnownBlock, teamId: string): KnownBlock {
  if (block.type !== 'actions') return block;
  const elements = block.elements.map((it) =>
    it.type === 'button' && it.url === undefined ? { ...it, value: teamId } : it,
  );
  return { ...block, elements };
}
