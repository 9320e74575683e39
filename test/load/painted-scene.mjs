const OCTAVES = 9;
/** How much less each finer octave counts: about what photographs have. */
const FALL = 0.82;
const OBJECTS = 60;

/** Numbers from 0 to 1 that are the same for a seed, so that every run measures the same film. */
export function seededRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** A picture as a camera might see one, as a PPM: detail of every size, and things with edges before one another. */
export function paintScene(width, height, seed) {
  const random = seededRandom(seed);
  const light = fractal(width, height, random);
  const things = thingsIn(width, height, random);
  const pixels = Buffer.alloc(width * height * 3);
  for (let y = 0; y < height; y += 1) {
    const crossed = things.filter((thing) => Math.abs(y - thing.y) * thing.flatness <= thing.reach);
    for (let x = 0; x < width; x += 1) {
      const place = y * width + x;
      const { colour, contrast, shift } = topThing(crossed, x, y);
      const shade = 1 + contrast * (light[(place + shift) % light.length] - 0.5);
      for (let part = 0; part < 3; part += 1)
        pixels[place * 3 + part] = Math.max(0, Math.min(255, colour[part] * shade));
    }
  }
  return Buffer.concat([Buffer.from(`P6 ${width} ${height} 255\n`), pixels]);
}

function thingsIn(width, height, random) {
  return Array.from({ length: OBJECTS + 1 }, (_, index) => ({
    // The first is the background, behind everything.
    reach: index === 0 ? Infinity : (0.02 + 0.16 * random() ** 2) * width,
    x: random() * width,
    y: random() * height,
    flatness: 0.4 + 1.6 * random(),
    isRound: random() < 0.6,
    colour: colourFrom(random),
    contrast: 0.6 + 3 * random(),
    shift: Math.floor(random() * width * height),
  })).reverse();
}

/** Little is as colourful as it could be. */
function colourFrom(random) {
  const grey = 50 + 130 * random();
  return [0, 0, 0].map(() => grey + 70 * (random() - 0.5));
}

function topThing(things, x, y) {
  return things.find((thing) => {
    const [across, down] = [Math.abs(x - thing.x), Math.abs(y - thing.y) * thing.flatness];
    return thing.isRound ? across * across + down * down <= thing.reach * thing.reach : across <= thing.reach;
  });
}

/** Noise of every size on top of one another, from 0 to 1. */
function fractal(width, height, random) {
  const sum = new Float32Array(width * height);
  let weight = 1;
  let total = 0;
  for (let octave = 0; octave < OCTAVES; octave += 1) {
    addNoise(sum, width, height, { cell: 2 ** (OCTAVES - 1 - octave), weight, random });
    total += weight;
    weight *= FALL;
  }
  return sum.map((value) => value / total);
}

function addNoise(sum, width, height, { cell, weight, random }) {
  const columns = Math.ceil(width / cell) + 2;
  const grid = Float32Array.from({ length: columns * (Math.ceil(height / cell) + 2) }, random);
  for (let y = 0; y < height; y += 1) {
    const row = Math.floor(y / cell) * columns;
    const down = (y % cell) / cell;
    for (let x = 0; x < width; x += 1) {
      const corner = row + Math.floor(x / cell);
      const across = (x % cell) / cell;
      const above = grid[corner] * (1 - across) + grid[corner + 1] * across;
      const below = grid[corner + columns] * (1 - across) + grid[corner + columns + 1] * across;
      sum[y * width + x] += weight * (above * (1 - down) + below * down);
    }
  }
}
