import { z } from 'zod';
import type { CreateCommand } from '../../core/chat/domain/command.ts';
import type { Interaction, PendingInteraction } from '../../core/chat/domain/interaction.ts';
import type { Shortage } from '../../core/credits/domain/shortage.ts';
import type { ConfirmOver } from '../../core/teams/domain/confirm-over.ts';
import { jobId } from '../../core/shared/domain/ids.ts';
import type { Attachment } from '../../core/media/domain/media.ts';
import { confirmOverSchema } from '../teams/confirm-over-json.ts';
import { adminActSchema } from './admin-command-json.ts';
import { advancedSchema, sceneSchema, settingsShape } from '../jobs/job-json.ts';
import { renamed, storedAs } from '../shared/stored-names.ts';

const attachmentSchema: z.ZodType<Attachment> = z.object({
  url: z.string(),
  name: z.string(),
  bytes: z.number().nullable(),
});

const jobIdSchema = z.string().transform(jobId);

const draftSettings = z.object({
  seconds: settingsShape.seconds.nullable(),
  quality: settingsShape.quality.nullable(),
  aspect: settingsShape.aspect.nullable(),
  sound: settingsShape.sound,
  guidance: settingsShape.guidance,
  extras: advancedSchema.nullable().exactOptional(),
});

const shortageSchema: z.ZodType<Shortage> = z.object({
  of: z.enum(['person', 'pool', 'both']),
  credits: z.int(),
  price: z.int(),
});

const originShape = {
  key: z.string(),
  at: z.number(),
  requester: z.object({
    platform: z.string(),
    workspace: z.object({ id: z.string(), kind: z.enum(['shared', 'personal']) }),
    person: z.object({
      id: z.string(),
      name: z.string().exactOptional(),
      locale: z.string().exactOptional(),
    }),
    channel: z.string().exactOptional(),
    roles: z.array(z.string()),
    admin: z.boolean(),
  }),
  message: z.json(),
};

const createSchema = z.object({
  type: z.literal('create'),
  draft: z.object({
    scene: sceneSchema(attachmentSchema, attachmentSchema, attachmentSchema),
    settings: draftSettings,
    model: z.string().exactOptional(),
    allowTranscode: z.boolean().exactOptional(),
  }),
  remember: z.boolean().exactOptional(),
  perhapsMeant: z.string().exactOptional(),
  agreed: z.int().exactOptional(),
  whenBack: z.boolean().exactOptional(),
});

/** Null was how "never" was written down. */
const writtenConfirmOver: z.ZodType<ConfirmOver> = z.union([
  z.null().transform(() => 'never' as const),
  confirmOverSchema,
]);

const PENDING = [
  createSchema,
  z.object({
    type: z.literal('prefer'),
    settings: draftSettings.exactOptional(),
    keep: z.literal(true).exactOptional(),
    confirmOver: writtenConfirmOver.exactOptional(),
    language: z.string().nullable().exactOptional(),
  }),
  z.object({ type: z.literal('admin'), act: adminActSchema }),
  z.object({
    type: z.literal('decide'),
    request: z.string(),
    credits: z.int().nullable(),
  }),
  z.object({ type: z.literal('ask-credits'), request: z.string(), short: shortageSchema }),
  z.object({ type: z.literal('dismiss'), of: z.literal('forget').exactOptional() }),
  z.object({ type: z.literal('link'), code: z.string().nullable() }),
  z.object({ type: z.literal('unlink') }),
  z.object({ type: z.literal('forget'), sure: z.boolean() }),
  z.object({ type: z.literal('status') }),
  z.object({ type: z.literal('history') }),
  z.object({ type: z.literal('help') }),
  z.object({ type: z.literal('credits') }),
  z.object({ type: z.literal('cancel'), job: jobIdSchema.nullable() }),
  z.object({
    type: z.literal('press'),
    action: z.enum(['cancel', 'check-now', 'give-back', 'try-again', 'refresh']),
    job: jobIdSchema,
  }),
] as const;

const acceptSchema = z.object({
  type: z.literal('accept'),
  pendingAction: z.string(),
  credits: z.int().exactOptional(),
});

/** Names by which interactions were written down from the first version on, and still are. */
const STORED_INTERACTION = { requester: 'asker', command: 'want' };
const STORED_COMMAND = { draft: 'wish', pendingAction: 'proposal' };
const STORED_DRAFT = { allowTranscode: 'adjust' };

/** An interaction as it is written down. */
export function storedInteraction({ command, ...origin }: Interaction): object {
  const written =
    command.type === 'create'
      ? { ...command, draft: storedAs(command.draft, STORED_DRAFT) }
      : command;
  return storedAs({ ...origin, command: storedAs(written, STORED_COMMAND) }, STORED_INTERACTION);
}

/** Before it was a preference among others, this was a command of its own. */
function ofToday(command: Record<string, unknown>): Record<string, unknown> {
  return command['type'] === 'confirm-over'
    ? { type: 'prefer', confirmOver: command['credits'] }
    : command;
}

function written<schema extends z.ZodType>(schema: schema) {
  return z.preprocess((stored) => {
    const interaction = renamed(stored, STORED_INTERACTION);
    const command = ofToday(renamed(interaction.command, STORED_COMMAND));
    return command.draft === undefined
      ? { ...interaction, command }
      : { ...interaction, command: { ...command, draft: renamed(command.draft, STORED_DRAFT) } };
  }, schema);
}

/** What was asked, as it was written down. */
export const interactionSchema: z.ZodType<Interaction> = written(
  z.object({
    ...originShape,
    command: z.discriminatedUnion('type', [acceptSchema, ...PENDING]),
  }),
);

/** What waits for a confirmation. */
export const pendingInteractionSchema: z.ZodType<PendingInteraction> = written(
  z.object({ ...originShape, command: z.discriminatedUnion('type', PENDING) }),
);

/** A video that waits for credits. */
export const createInteractionSchema: z.ZodType<Interaction<CreateCommand>> = written(
  z.object({ ...originShape, command: createSchema }),
);
