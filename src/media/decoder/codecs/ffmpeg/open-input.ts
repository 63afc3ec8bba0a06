import {
  AV_PKT_DATA_DISPLAYMATRIX,
  AVDISCARD_ALL,
  AVERROR_EAGAIN,
  AVERROR_EOF,
  AVERROR_INVALIDDATA,
  AVMEDIA_TYPE_AUDIO,
  AVMEDIA_TYPE_VIDEO,
  Codec,
  CodecContext,
  Dictionary,
  FFmpegError,
  FormatContext,
  Frame,
  Packet,
  type AVMediaType,
  type IRational,
  type Stream,
} from 'node-av';

/** A file whose main pictures and main sound can be decoded. */
export interface MediaInput extends AsyncDisposable {
  readonly pictures: DecodedTrack | null;
  readonly sound: DecodedTrack | null;
  /** In the order of the file, of these two tracks alone; each is the reader's until the next. */
  packets(): AsyncGenerator<Packet>;
  /** Goes on at the last key picture up to this moment, in seconds. */
  seek(seconds: number): Promise<void>;
}

export interface DecodedTrack {
  readonly index: number;
  readonly timeBase: IRational;
  readonly stream: Stream;
  /** Frames are the decoder's own until the next one; null ends it. */
  decode(packet: Packet | null): AsyncGenerator<Frame>;
  reset(): void;
}

const THREADS = 2;

/** @throws when it is not of a kind that is taken, or has no pictures */
export async function openInput(path: string): Promise<MediaInput> {
  const format = new FormatContext();
  const options = Dictionary.fromObject({
    // Nothing else is tried, and nothing that a file names is fetched or opened.
    format_whitelist: 'mov,matroska',
    protocol_whitelist: 'file',
  });
  FFmpegError.throwIfError(await format.openInput(`file:${path}`, null, options), 'open');
  const told = await format.findStreamInfo(null);
  if (told < 0) await format.closeInput();
  FFmpegError.throwIfError(told, 'streams');
  const pictures = await openTrack(format, AVMEDIA_TYPE_VIDEO, -1);
  const sound = await openTrack(format, AVMEDIA_TYPE_AUDIO, pictures?.index ?? -1);
  const packet = new Packet();
  packet.alloc();
  for (const stream of format.streams) {
    if (stream.index !== pictures?.index && stream.index !== sound?.index) {
      stream.discard = AVDISCARD_ALL;
    }
  }

  return {
    pictures,
    sound,
    async *packets() {
      for (;;) {
        packet.unref();
        const told = await format.readFrame(packet);
        // A file may end in the middle; what there was of it has been read.
        if (told < 0) return;
        if (packet.streamIndex === pictures?.index || packet.streamIndex === sound?.index) {
          yield packet;
        }
      }
    },
    async seek(seconds) {
      const at = BigInt(Math.round(seconds * 1_000_000));
      await format.seekFile(-1, -(2n ** 62n), at, at);
      pictures?.reset();
      sound?.reset();
    },
    async [Symbol.asyncDispose]() {
      packet.free();
      pictures?.[Symbol.dispose]();
      sound?.[Symbol.dispose]();
      await format.closeInput();
    },
  };
}

/** Null where there is none that can be decoded. */
async function openTrack(
  format: FormatContext,
  type: AVMediaType,
  related: number,
): Promise<(DecodedTrack & Disposable) | null> {
  const index = format.findBestStream(type, -1, related);
  const stream = format.streams.find((it) => it.index === index);
  const codec = stream ? Codec.findDecoder(stream.codecpar.codecId) : null;
  if (!stream || !codec) return null;
  const context = new CodecContext();
  context.allocContext3(codec);
  context.parametersToContext(stream.codecpar);
  context.pktTimebase = stream.timeBase;
  context.threadCount = THREADS;
  if ((await context.open2(codec, null)) < 0) {
    context.freeContext();
    return null;
  }
  const frame = new Frame();
  frame.alloc();
  let damaged = 0;
  let whole = 0;

  return {
    index: stream.index,
    stream,
    timeBase: stream.timeBase,
    async *decode(packet) {
      const sent = await context.sendPacket(packet);
      if (sent === AVERROR_INVALIDDATA) damaged += 1;
      else if (sent !== AVERROR_EOF) FFmpegError.throwIfError(sent, 'packet to decoder');
      for (;;) {
        const told = await context.receiveFrame(frame);
        if (told === AVERROR_EAGAIN || told === AVERROR_EOF) break;
        if (told === AVERROR_INVALIDDATA) {
          damaged += 1;
          continue;
        }
        FFmpegError.throwIfError(told, 'frame from decoder');
        whole += 1;
        yield frame;
        frame.unref();
      }
      // A spoilt packet costs a moment; many of them are no clip.
      if (packet === null && damaged > whole) throw new Error(`${damaged} packets are damaged`);
    },
    reset() {
      context.flushBuffers();
    },
    [Symbol.dispose]() {
      frame.free();
      context.freeContext();
    },
  };
}

/** Filters that set pictures upright as their file says they are to be turned. */
export function uprightFilters({ stream }: DecodedTrack): string[] {
  const matrix = stream.codecpar.getCodedSideData(AV_PKT_DATA_DISPLAYMATRIX);
  if (!matrix || matrix.length < 36) return [];
  const turned = [0, 4, 12, 16].map((at) => Math.sign(matrix.readInt32LE(at))).join(' ');
  return UPRIGHT[turned] ?? [];
}

const UPRIGHT: Readonly<Record<string, string[]>> = {
  '0 1 -1 0': ['transpose=clock'],
  '-1 0 0 -1': ['hflip', 'vflip'],
  '0 -1 1 0': ['transpose=cclock'],
  '-1 0 0 1': ['hflip'],
  '1 0 0 -1': ['vflip'],
  '0 1 1 0': ['transpose=cclock_flip'],
  '0 -1 -1 0': ['transpose=clock_flip'],
};
