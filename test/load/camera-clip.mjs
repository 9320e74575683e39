import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { FFMPEG, FFPROBE, toolEnvironment } from './media-tools.mjs';
import { paintScene } from './painted-scene.mjs';

const FILM = { width: 1920, height: 1080, framesPerSecond: 30, scenes: 5, secondsAScene: 4 };

const GRAIN = 'noise=alls=5:allf=t';
const QUIET = ['-hide_banner', '-nostdin', '-v', 'error', '-y'];

let clip;

/** One for all benchmarks of a run: a film of your own (BENCH_CLIP, 1080p30 for the targets to mean anything), or ours. */
export function cameraClip() {
  clip ??= describe(process.env.BENCH_CLIP ?? filmInOwnFolder());
  return clip;
}

function filmInOwnFolder() {
  const folder = mkdtempSync(path.join(tmpdir(), 'framegate-camera-'));
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }));
  return film(folder);
}

function describe(file) {
  const question = ['-v', 'error', '-of', 'json', '-select_streams', 'V:0', '-count_packets'];
  const asked = [...question, '-show_entries', 'stream=nb_read_packets,avg_frame_rate:format=duration', file];
  const said = JSON.parse(execFileSync(FFPROBE, asked, { env: toolEnvironment() }));
  const [{ nb_read_packets: frames, avg_frame_rate: framesPerSecond }] = said.streams;
  const facts = { seconds: Number(said.format.duration), frames: Number(frames), framesPerSecond };
  return { file, sizeBytes: statSync(file).size, ...facts };
}

/**
 * What a phone might have filmed: scenes full of detail seen by a hand-held camera that pans and zooms, cuts between them,
 * grain, and about 14 Mbit/s. Test patterns are far too cheap to encode to stand for it.
 */
function film(folder) {
  const { scenes, secondsAScene, framesPerSecond, width, height } = FILM;
  const inputs = Array.from({ length: scenes }, (_, index) => {
    const picture = path.join(folder, `scene-${index}.ppm`);
    writeFileSync(picture, paintScene(width, height, index + 1));
    return ['-loop', '1', '-framerate', String(framesPerSecond), '-t', String(secondsAScene), '-i', picture];
  });
  const sound = `anoisesrc=color=brown:amplitude=0.3:seed=1:duration=${scenes * secondsAScene}`;
  const file = path.join(folder, 'camera.mp4');
  execFileSync(
    FFMPEG,
    [
      ...[...QUIET, ...inputs.flat(), '-f', 'lavfi', '-i', sound],
      ...['-filter_complex', filmed(scenes), '-map', '[film]', '-map', `${scenes}:a`],
      ...['-c:v', 'libx264', '-preset', 'superfast', '-b:v', '14M', '-maxrate', '20M', '-bufsize', '20M'],
      ...['-g', String(framesPerSecond), '-bf', '2', '-pix_fmt', 'yuv420p', '-c:a', 'aac', '-ac', '2', file],
    ],
    { env: toolEnvironment() },
  );
  return file;
}

function filmed(scenes) {
  const indices = Array.from({ length: scenes }, (_, index) => index);
  const seen = indices.map((index) => `[${index}]format=yuv420p,${handHeld(index)}[s${index}]`);
  const cut = `${indices.map((index) => `[s${index}]`).join('')}concat=n=${scenes}`;
  return [...seen, `${cut},${GRAIN},setsar=1[film]`].join(';');
}

/** What the camera sees of a scene: a part that wanders, grows or shrinks, and trembles by less than a pixel and more. */
function handHeld(index) {
  const zoom = `(0.62+${index % 2 === 0 ? '' : '-'}0.0012*in)`.replace('0.62+-', '0.8-');
  const left = `(${100 + 40 * index}+${index % 3 === 0 ? 2.3 : 0.9}*in+3*sin(in/7)+1.3*sin(in/2.3))`;
  const top = `(${60 + 20 * index}+${index % 3 === 1 ? 0.9 : 0.35}*in+2*sin(in/5)+1.1*sin(in/1.7))`;
  const [right, bottom] = [`${left}+${FILM.width}*${zoom}`, `${top}+${FILM.height}*${zoom}`];
  const corners = [left, top, right, top, left, bottom, right, bottom];
  const named = ['x0', 'y0', 'x1', 'y1', 'x2', 'y2', 'x3', 'y3'].map(
    (name, at) => `${name}='${corners[at]}'`,
  );
  return `perspective=${named.join(':')}:interpolation=linear:eval=frame`;
}
