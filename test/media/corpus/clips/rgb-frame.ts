import type { VideoSample } from 'mediabunny';

export interface RgbFrame {
  readonly data: Uint8Array;
  readonly width: number;
  readonly height: number;
}

interface Plane {
  readonly at: (x: number, y: number) => number;
}

/** A decoded frame as RGB, by what it says of itself alone. */
export async function toRgb(sample: VideoSample): Promise<RgbFrame> {
  const { codedWidth: width, codedHeight: height } = sample;
  const format = /^(?:I(420|422|444)|(NV12))A?(?:P(10|12))?$/.exec(sample.format ?? '');
  if (!format) throw new Error(`frames of format ${String(sample.format)} are not known`);
  const [, subsampling, interleaved, depth] = format;
  const bytes = new Uint8Array(sample.allocationSize());
  const layout = await sample.copyTo(bytes);
  const view = new DataView(bytes.buffer);
  const wide = depth !== undefined;
  const shift = wide ? Number(depth) - 8 : 0;

  const plane = (index: number, step: number, offset: number): Plane => {
    const { offset: start, stride } = layout[index] ?? { offset: 0, stride: 0 };
    return {
      at: wide
        ? (x, y) => view.getUint16(start + y * stride + x * 2, true) >> shift
        : (x, y) => bytes[start + y * stride + x * step + offset] ?? 0,
    };
  };
  const luma = plane(0, 1, 0);
  const blue = interleaved ? plane(1, 2, 0) : plane(1, 1, 0);
  const red = interleaved ? plane(1, 2, 1) : plane(2, 1, 0);
  const shiftX = subsampling === '444' ? 0 : 1;
  const shiftY = subsampling === '420' || interleaved ? 1 : 0;

  const full = sample.colorSpace.fullRange === true;
  const { kr, kb } = coefficients(sample);
  const kg = 1 - kr - kb;
  const lumaScale = full ? 1 : 255 / 219;
  const chromaScale = full ? 1 : 255 / 224;
  const data = new Uint8ClampedArray(width * height * 3);
  let out = 0;
  for (let y = 0; y < height; y += 1) {
    for (let x = 0; x < width; x += 1) {
      const l = (luma.at(x, y) - (full ? 0 : 16)) * lumaScale;
      const b = (blue.at(x >> shiftX, y >> shiftY) - 128) * chromaScale;
      const r = (red.at(x >> shiftX, y >> shiftY) - 128) * chromaScale;
      data[out] = l + 2 * (1 - kr) * r;
      data[out + 1] = l - (2 * kb * (1 - kb) * b + 2 * kr * (1 - kr) * r) / kg;
      data[out + 2] = l + 2 * (1 - kb) * b;
      out += 3;
    }
  }
  return { data: new Uint8Array(data.buffer), width, height };
}

function coefficients(sample: VideoSample): { kr: number; kb: number } {
  const told: unknown = sample.colorSpace.matrix;
  // Untold, every player guesses by the size.
  const matrix = told ?? (sample.codedHeight >= 720 ? 'bt709' : 'smpte170m');
  if (matrix === 'bt709') return { kr: 0.2126, kb: 0.0722 };
  if (matrix === 'bt2020-ncl') return { kr: 0.2627, kb: 0.0593 };
  return { kr: 0.299, kb: 0.114 };
}
