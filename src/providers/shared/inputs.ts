import type { InputRef } from '../../core/media/domain/media.ts';
import type { ModelCapabilities } from '../../core/video/domain/capabilities.ts';
import { mediaOf } from '../../core/video/domain/video-request.ts';
import type { VideoRequest } from '../../core/video/domain/video-request.ts';
import type { Clock } from '../../core/shared/ports/clock.ts';
import type { InputOptions, NotStarted } from '../../core/providers/ports/video-provider.ts';
import { notSent } from './create-call.ts';
import type { RequestBody, WriteBody } from './request-body.ts';
import type { Uploaded, Uploads } from './uploads.ts';

export type Prepared<body> = { readonly status: 'prepared'; readonly body: body } | NotStarted;

/** Checks a request and brings its inputs to where the provider finds them. Nothing is created yet. */
export type Prepare<body> = (
  model: string,
  request: VideoRequest,
  inputs: InputOptions,
  callbackUrl: string | null,
) => Promise<Prepared<body>>;

/** For a provider that fetches its inputs: an address that is none is not sent. */
export function prepareLinks<body>(write: WriteBody<body>): Prepare<body> {
  return (model, request, { linkTo }, callbackUrl) => {
    let places: ReadonlyMap<string, string>;
    try {
      places = new Map(mediaOf(request.scene).map((it) => [it.key, linkTo(it) ?? '']));
    } catch {
      return Promise.resolve(notSent('there is no link to what was given'));
    }
    return Promise.resolve(prepared(write(model, request, placeIn(places), callbackUrl)));
  };
}

/** How long links are used before uploads are tried again. */
const ASKED_AGAIN_MS = 60 * 60 * 1000;

/** Looks like the link or the key that an input will have. */
const PLACEHOLDER = 'https://input.invalid/file';

export interface UploadedInputs<body> {
  readonly write: WriteBody<body>;
  readonly models: readonly ModelCapabilities[];
  readonly uploads: Uploads;
  readonly clock: Pick<Clock, 'now'>;
}

/** For a provider with a storage of its own. */
export function prepareUploads<body>({
  write,
  models,
  uploads,
  clock,
}: UploadedInputs<body>): Prepare<body> {
  /** When it was last found to take no files. */
  let noneTakenAt: Date | null = null;

  function takesNone(): boolean {
    const sinceMs = clock.now().getTime() - (noneTakenAt?.getTime() ?? -Infinity);
    return sinceMs < ASKED_AGAIN_MS;
  }

  /** In its own storage, or, where it takes none and a link will do, by a link of ours. */
  async function bring(media: InputRef, inputs: InputOptions): Promise<Uploaded> {
    const known = takesNone() ? linked(media, inputs) : null;
    if (known !== null) return known;
    const uploaded = await uploads.upload(media, inputs);
    if (uploaded.status === 'uploaded' || !mayBeLinked(uploaded)) return uploaded;
    if (uploaded.reason === 'no-uploads') noneTakenAt = clock.now();
    return linked(media, inputs) ?? uploaded;
  }

  return async (model, request, inputs, callbackUrl) => {
    // Checked before anything is sent, so with places that only look like those to come.
    const checked = write(model, request, () => PLACEHOLDER, callbackUrl);
    if (checked.status === 'invalid') return notSent(checked.problem);
    const either = models.some((it) => it.model === model && it.inputs === 'either');
    const media = [...new Map(mediaOf(request.scene).map((it) => [it.key, it])).values()];
    const uploaded = await Promise.all(
      media.map((it) => (either ? bring(it, inputs) : uploads.upload(it, inputs))),
    );
    const places = new Map<string, string>();
    for (const [index, outcome] of uploaded.entries()) {
      if (outcome.status !== 'uploaded') return outcome;
      places.set(media[index]?.key ?? '', outcome.place);
    }
    return prepared(write(model, request, placeIn(places), callbackUrl));
  };
}

const LINKED_INSTEAD: ReadonlySet<NotStarted['reason']> = new Set([
  ...(['no-uploads', 'key-refused', 'unreachable'] as const),
  ...(['bad-settings', 'file-too-large'] as const),
]);

/** Whether an order may be taken with the file elsewhere; an order says more about the key, too. */
function mayBeLinked({ reason }: NotStarted): boolean {
  return LINKED_INSTEAD.has(reason);
}

function linked(media: InputRef, { linkTo }: InputOptions): Uploaded | null {
  const place = linkTo(media);
  return place === null ? null : { status: 'uploaded', place };
}

function placeIn(places: ReadonlyMap<string, string>): (media: InputRef) => string {
  return ({ key }) => places.get(key) ?? '';
}

function prepared<body>(wanted: RequestBody<body>): Prepared<body> {
  return wanted.status === 'valid'
    ? { status: 'prepared', body: wanted.body }
    : notSent(wanted.problem);
}
