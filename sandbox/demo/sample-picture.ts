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

/** Somebody in a red coat, for whoever has nobody else at hand. */
export async function drawSampleCharacter(): Promise<{ name: string; bytes: Buffer }> {
  const svg = `<svg xmlns="http://www.w3.org/2000/svg" width="720" height="960">
    <rect width="720" height="960" fill="#e9e4da"/>
    <ellipse cx="360" cy="900" rx="190" ry="26" fill="#cfc6b6"/>
    <rect x="300" y="690" width="48" height="205" rx="20" fill="#2b3a55"/>
    <rect x="372" y="690" width="48" height="205" rx="20" fill="#2b3a55"/>
    <path d="M262 420 q98 -70 196 0 l34 300 q-132 46 -264 0 Z" fill="#b8303a"/>
    <path d="M262 430 l-66 190 40 16 70 -170 Z M458 430 l66 190 -40 16 -70 -170 Z" fill="#96242d"/>
    <circle cx="360" cy="292" r="96" fill="#f0c8a0"/>
    <path d="M262 284 a98 98 0 0 1 196 0 q-98 -56 -196 0 Z" fill="#3a2a20"/>
    <circle cx="328" cy="300" r="10" fill="#2a2220"/><circle cx="392" cy="300" r="10" fill="#2a2220"/>
    <path d="M326 342 q34 26 68 0" stroke="#8a4a3a" stroke-width="7" fill="none" stroke-linecap="round"/>
  </svg>`;
  return {
    name: 'walker.jpg',
    bytes: await sharp(Buffer.from(svg)).jpeg({ quality: 92 }).toBuffer(),
  };
}
