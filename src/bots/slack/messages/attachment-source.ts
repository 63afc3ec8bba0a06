import { z } from 'zod';
import type { Attachment } from '../../../core/media/domain/media.ts';
import type { AttachmentSource } from '../../../core/chat/ports/chat-platform.ts';
import type { IsSlackAddress } from '../shared/address.ts';
import { fileIdOf, linkOf } from '../shared/attachment.ts';
import { call } from '../shared/call.ts';
import type { SlackClients } from '../installations/clients.ts';
import type { SlackTeam } from '../shared/slack-team.ts';
import { closesTheWay, slackCode } from '../shared/errors.ts';

const fileSchema = z.object({
  file: z.object({
    name: z.string().nullish(),
    size: z.number().nullish(),
    url_private: z.string().nullish(),
    url_private_download: z.string().nullish(),
    is_external: z.boolean().nullish(),
    mode: z.string().nullish(),
  }),
});

/**
 * Where a file that lies in Slack can be fetched, with the token that opens it. The token goes to
 * Slack's own addresses and nowhere else; and what a block or a link shows is fetched without it.
 * @throws when Slack does not answer
 */
export async function sourceOf(
  {
    clients,
    isSlackAddress,
  }: { readonly clients: SlackClients; readonly isSlackAddress: IsSlackAddress },
  team: SlackTeam,
  attachment: Attachment,
  signal: AbortSignal,
): Promise<AttachmentSource> {
  const link = linkOf(attachment);
  if (link !== null) return { status: 'ready', source: { ...attachment, url: link } };
  const id = fileIdOf(attachment);
  const found = id === null ? attachment : await lookedUp(clients, team, id, signal);
  if (found === null || !isSlackAddress(found.url)) return { status: 'withheld' };
  const token = await clients.token(team);
  // Of a file of which a message told nothing else, the name is known by now.
  const name = attachment.name === id ? (found.name ?? id) : attachment.name;
  const { url, bytes } = found;
  const headers = { authorization: `Bearer ${token}` };
  return { status: 'ready', source: { url, name, bytes, headers } };
}

/** Null where it is not for us: of a talk that the app is not in, deleted, or kept elsewhere. */
async function lookedUp(
  clients: SlackClients,
  team: SlackTeam,
  id: string,
  signal: AbortSignal,
): Promise<(Pick<Attachment, 'url' | 'bytes'> & { readonly name?: string | null }) | null> {
  const client = await clients.progress(team);
  try {
    const { file } = await call(
      { client, method: 'files.info', args: { file: id }, schema: fileSchema },
      signal,
    );
    const url = file.url_private_download ?? file.url_private;
    if (url == null || file.is_external === true || file.mode === 'external') return null;
    return { url, bytes: file.size ?? null, name: file.name ?? null };
  } catch (error) {
    if (closesTheWay(error) || NOT_OURS.has(slackCode(error) ?? '')) return null;
    throw error;
  }
}

const NOT_OURS: ReadonlySet<string> = new Set(['file_deleted', 'file_not_found']);
