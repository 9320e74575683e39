import { objectAt, objectsAt, numberAt, tagAt, type JsonObject } from './json-fields';
import type { Rational, Rotation, Size } from './media-info';

const SQUARE: Rational = { numerator: 1, denominator: 1 };
/** Beyond it a pixel shape is a mistake or an attack: a shown width of millions. */
const OBLONG_LIMIT = 16;

/** "30000/1001" or "4:3"; null for what is no ratio above zero. */
export function readRational(text: unknown): Rational | null {
  const match = typeof text === 'string' ? /^(\d{1,15})[/:](\d{1,15})$/.exec(text) : null;
  if (match === null) return null;
  const [numerator, denominator] = [Number(match[1]), Number(match[2])];
  return numerator > 0 && denominator > 0 ? { numerator, denominator } : null;
}

export function readPixelShape(text: unknown): Rational {
  const shape = readRational(text);
  if (shape === null) return SQUARE;
  const ratio = shape.numerator / shape.denominator;
  return ratio > OBLONG_LIMIT || ratio < 1 / OBLONG_LIMIT ? SQUARE : shape;
}

/** The display matrix first, which ffmpeg tells counter-clockwise; the older tag, clockwise, where there is none. */
export function readRotation(stream: JsonObject): Rotation {
  const matrix = objectsAt(stream, 'side_data_list').find((data) => numberAt(data, 'rotation') !== null);
  const tag = tagAt(objectAt(stream, 'tags'), 'rotate');
  const clockwise = matrix ? -(numberAt(matrix, 'rotation') ?? 0) : Number(tag ?? 0);
  return nearestQuarter(clockwise);
}

export function hasMatrix(stream: JsonObject): boolean {
  return objectsAt(stream, 'side_data_list').some((data) => numberAt(data, 'rotation') !== null);
}

/** Crooked angles are left alone: ffmpeg turns the picture inside its own frame then. */
function nearestQuarter(degrees: number): Rotation {
  if (!Number.isFinite(degrees)) return 0;
  const turned = ((degrees % 360) + 360) % 360;
  const quarters: readonly Rotation[] = [0, 90, 180, 270];
  return quarters.find((quarter) => Math.abs(turned - quarter) < 1) ?? 0;
}

export function shownSize(coded: Size, pixelShape: Rational, rotation: Rotation): Size {
  const stretched = Math.max(1, Math.round((coded.width * pixelShape.numerator) / pixelShape.denominator));
  return rotation === 90 || rotation === 270
    ? { width: coded.height, height: stretched }
    : { width: stretched, height: coded.height };
}
