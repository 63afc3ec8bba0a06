import sharp from 'sharp';

/** A sunset over the sea, for whoever has no picture at hand. */
export async function drawSamplePicture(): Promise<{ name: string; bytes: Buffer }> {
  const waves = Array.from({ length: 14 }, (_, row) => {
    const y = 470 + row * 20;
    const width = 90 + row * 34;
    return `<ellipse cx="${640 + (row % 2 === 0 ? -1 : 1) * row * 9}" cy="${y}" rx="${width}" ry="4" fill="#ffd28a" opacity="${0.75 - row * 0.045}"/>`;
  });
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="1280" height="720">
    <defs>
      <linearGradient id="sky" x1="0" y1="0" x2="0" y2="1">
        <stop offset="0" stop-color="#1c2b5a"/><stop offset="0.55" stop-color="#c2566b"/>
        <stop offset="1" stop-color="#ffb45c"/>
      </linearGradient>
      <linearGradient id="sea" x1="0" y1="0" x2="0" y2="1">
        <stop offset="0" stop-color="#7a4a6b"/><stop offset="1" stop-color="#101c3d"/>
      </linearGradient>
    </defs>
    <rect width="1280" height="450" fill="url(#sky)"/>
    <circle cx="640" cy="400" r="96" fill="#ffe3a3"/>
    <rect y="450" width="1280" height="270" fill="url(#sea)"/>
    ${waves.join('')}
    <path d="M250 470 L330 470 L316 492 L264 492 Z M288 468 L288 392 L334 460 Z" fill="#141a33"/>
    <path d="M900 180 q14 -14 28 0 q14 -14 28 0 M985 230 q11 -11 22 0 q11 -11 22 0" stroke="#2a2148" stroke-width="4" fill="none"/>
  </svg>`;
  return {
    name: 'sunset.jpg',
    bytes: await sharp(Buffer.from(svg)).jpeg({ quality: 92 }).toBuffer(),
  };
}
