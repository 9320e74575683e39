import { asId } from '#kernel/id';
import { estimateSteps, type LineFacts } from './step-estimate';
import type { StepView } from './step-view';

const NOW = new Date('2026-11-20T12:00:00Z');
const after = (seconds: number) => new Date(NOW.getTime() + seconds * 1_000);
const step = (name: string, changes: Partial<StepView>): StepView => ({
  id: asId(name),
  runId: asId('run'),
  videoId: asId('video'),
  name,
  needs: [],
  state: 'waiting',
  attempts: 0,
  maxAttempts: 3,
  progress: 0,
  error: null,
  createdAt: NOW,
  dueAt: NOW,
  startedAt: null,
  finishedAt: null,
  ...changes,
});
const line = (changes: Partial<LineFacts> = {}): LineFacts => ({
  now: NOW,
  ahead: new Map(),
  typicalSeconds: new Map([
    ['ingest', 10],
    ['thumbnail', 4],
    ['publish', 1],
  ]),
  slots: 2,
  ...changes,
});

describe('the time until a step is done', () => {
  it('is told by its own rate once it has one, and by its like before', () => {
    const at = (progress: number) =>
      estimateSteps([step('ingest', { state: 'running', progress, startedAt: after(-6) })], line()).get(
        'ingest',
      );
    expect(at(0.6)).toBeCloseTo(4);
    expect(at(0)).toBe(4);
  });

  it('includes those who go before it, and the slots that they share', () => {
    const queued = [step('ingest', { state: 'due' })];
    expect(estimateSteps(queued, line({ ahead: new Map([['ingest', 4]]) })).get('ingest')).toBe(30);
    expect(estimateSteps(queued, line({ slots: 0 })).get('ingest')).toBe(10);
  });

  it('includes the wait for another attempt', () => {
    const again = [step('ingest', { state: 'due', attempts: 1, dueAt: after(40) })];
    expect(estimateSteps(again, line()).get('ingest')).toBe(50);
  });

  it('begins when what it needs is done', () => {
    const steps = [
      step('ingest', { state: 'done' }),
      step('thumbnail', { state: 'running', startedAt: after(-1) }),
      step('publish', { needs: ['ingest', 'thumbnail'] }),
    ];
    const seconds = estimateSteps(steps, line());
    expect([seconds.get('ingest'), seconds.get('thumbnail'), seconds.get('publish')]).toEqual([null, 3, 4]);
  });

  it('is not known where nothing of the kind was ever done', () => {
    const steps = [step('render', { state: 'due' }), step('publish', { needs: ['render'] })];
    expect([...estimateSteps(steps, line()).values()]).toEqual([null, null]);
  });
});
