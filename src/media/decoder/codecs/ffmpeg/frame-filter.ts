import {
  AV_BUFFERSRC_FLAG_KEEP_REF,
  AV_NOPTS_VALUE,
  AVERROR_EAGAIN,
  AVERROR_EOF,
  FFmpegError,
  Filter,
  FilterGraph,
  FilterInOut,
  Frame,
  avChannelLayoutDescribe,
  type FilterContext,
  type IRational,
} from 'node-av';

/** Frames in, frames out, by a chain of FFmpeg's filters. */
export interface FrameFilter extends Disposable {
  /** Null: there are no more. Each frame that comes out is the filter's own until the next one. */
  push(frame: Frame | null): AsyncGenerator<Frame>;
}

interface Graph {
  readonly graph: FilterGraph;
  readonly source: FilterContext;
  readonly sink: FilterContext;
  /** What the frames have in common for which it was made. */
  readonly kind: string;
}

/**
 * @param chain what to do with frames like this one; made anew when they change on the way
 * @param timeBase of the frames' timestamps
 */
export function createFrameFilter(
  chain: (frame: Frame) => string,
  timeBase: IRational,
): FrameFilter {
  let current: Graph | null = null;
  const out = new Frame();
  out.alloc();

  async function* drain({ sink }: Graph): AsyncGenerator<Frame> {
    for (;;) {
      const told = await sink.buffersinkGetFrame(out);
      if (told === AVERROR_EAGAIN || told === AVERROR_EOF) return;
      FFmpegError.throwIfError(told, 'filter');
      out.timeBase = sink.buffersinkGetTimeBase();
      yield out;
      out.unref();
    }
  }

  async function* end(graph: Graph): AsyncGenerator<Frame> {
    await graph.source.buffersrcAddFrame(null);
    yield* drain(graph);
    graph.graph.free();
  }

  return {
    async *push(frame) {
      if (current && (frame === null || kindOf(frame) !== current.kind)) {
        yield* end(current);
        current = null;
      }
      if (frame === null) return;
      if (frame.pts === AV_NOPTS_VALUE) frame.pts = frame.bestEffortTimestamp;
      current ??= await build(chain(frame), frame, timeBase);
      const told = await current.source.buffersrcAddFrame(frame, AV_BUFFERSRC_FLAG_KEEP_REF);
      FFmpegError.throwIfError(told, 'frame to filter');
      yield* drain(current);
    },
    [Symbol.dispose]() {
      current?.graph.free();
      out.free();
    },
  };
}

function kindOf(frame: Frame): string {
  const { width, height, format, colorSpace, colorRange, colorTrc, sampleRate, channels } = frame;
  return frame.isVideo()
    ? [width, height, format, colorSpace, colorRange, colorTrc].join(' ')
    : [sampleRate, format, channels].join(' ');
}

async function build(chain: string, frame: Frame, timeBase: IRational): Promise<Graph> {
  const graph = new FilterGraph();
  graph.alloc();
  const source = frame.isVideo() ? pictures(graph, frame, timeBase) : sound(graph, frame, timeBase);
  const sink = made(
    graph.createFilter(named(frame.isVideo() ? 'buffersink' : 'abuffersink'), 'out', null),
  );
  // Seen from the chain: what feeds it is an output of what is there already.
  const outputs = FilterInOut.createList([{ name: 'in', filterCtx: source, padIdx: 0 }]);
  const inputs = FilterInOut.createList([{ name: 'out', filterCtx: sink, padIdx: 0 }]);
  FFmpegError.throwIfError(graph.parsePtr(`[in]${chain}[out]`, inputs, outputs), chain);
  FFmpegError.throwIfError(await graph.config(), chain);
  return { graph, source, sink, kind: kindOf(frame) };
}

function pictures(graph: FilterGraph, frame: Frame, timeBase: IRational): FilterContext {
  const source = made(graph.allocFilter(named('buffer'), 'in'));
  const told = source.buffersrcParametersSet({
    width: frame.width,
    height: frame.height,
    format: frame.format,
    timeBase,
    sampleAspectRatio: frame.sampleAspectRatio,
    colorRange: frame.colorRange,
    colorSpace: frame.colorSpace,
  });
  FFmpegError.throwIfError(told, 'buffer');
  FFmpegError.throwIfError(source.init(null), 'buffer');
  return source;
}

function sound(graph: FilterGraph, frame: Frame, { num, den }: IRational): FilterContext {
  const layout =
    frame.channelLayout.mask === 0n
      ? `${frame.channels}c`
      : avChannelLayoutDescribe(frame.channelLayout);
  const args = [
    `time_base=${num}/${den}`,
    `sample_rate=${frame.sampleRate}`,
    `sample_fmt=${frame.format}`,
    `channel_layout=${layout}`,
  ].join(':');
  return made(graph.createFilter(named('abuffer'), 'in', args));
}

function named(name: 'buffer' | 'buffersink' | 'abuffer' | 'abuffersink'): Filter {
  return made(Filter.getByName(name));
}

function made<thing>(thing: thing | null): thing {
  if (thing === null) throw new Error('a filter is missing');
  return thing;
}
