const ANYTHING = {
  ownerId: null,
  mallId: null,
  pinId: null,
  status: null,
  hasProxy: null,
  uploadedAfter: null,
  uploadedBefore: null,
  tag: null,
  visibility: null,
  search: null,
  isDeleted: false,
};
const NEWEST_FIRST = { by: 'created_at', direction: 'desc' };
const FIRST_DAY = Date.UTC(2024, 0, 1);
const DAY_MS = 86_400_000;
const STATES = ['pending', 'processing', 'completed', 'failed'];

/** In every fifth title, in every twentieth or so, in a hand full, in none. */
const FREQUENT = ['camera', 'cam', 'north', 'entrance', 'hall'];
const USUAL = ['bridge', 'fountain', 'thermal', 'escalator', 'dog', 'market'];
const RARE = [
  'conservatory 1',
  'vestibule 22',
  'conservatory c',
  'rotunda vest',
  '_20250301_0700',
  '-rotunda-9',
];
const ABSENT = ['zeppelin', 'qqq', '100%', 'camera zeppelin', 'north_door', 'xyz 1'];

const round = (values) => (run) => values[run % values.length];
/** Spread over the whole, the same in every run of the benchmark. */
const scattered = (run, count) => Math.floor((((run + 1) * 0.618_033_988_75) % 1) * count);
const onDay = (day) => new Date(FIRST_DAY + day * DAY_MS);

/** From a day to a year wide, anywhere in the years there are. */
function dates(run) {
  const from = scattered(run, 1000);
  const width = round([1, 7, 30, 90, 365])(run);
  return round([
    { uploadedAfter: onDay(from), uploadedBefore: onDay(from + width) },
    { uploadedAfter: onDay(from) },
    { uploadedBefore: onDay(from) },
  ])(Math.floor(run / 5));
}

/** What a gallery asks: each as `(run) => ({ filter, order, after? })`, other values in each run. */
export const questions = [
  { name: 'first page', wishes: () => ({}) },
  { name: 'page by cursor', wishes: () => ({}), isDeep: true },
  { name: 'by status', wishes: (run) => ({ status: round(STATES)(run) }) },
  { name: 'by status, by cursor', wishes: () => ({ status: 'completed' }), isDeep: true },
  { name: 'by date', wishes: dates },
  { name: 'by date, newest upload first', wishes: dates, order: { by: 'uploaded_at', direction: 'desc' } },
  { name: 'search, frequent word', wishes: (run) => ({ search: round(FREQUENT)(run) }) },
  { name: 'search, usual word', wishes: (run) => ({ search: round(USUAL)(run) }) },
  { name: 'search, rare words', wishes: (run) => ({ search: round(RARE)(run) }) },
  { name: 'search, nothing found', wishes: (run) => ({ search: round(ABSENT)(run) }) },
  { name: 'search, by cursor', wishes: () => ({ search: 'camera' }), isDeep: true },
  {
    name: 'search, longest first',
    wishes: (run) => ({ search: round([...FREQUENT, ...USUAL])(run) }),
    order: { by: 'duration', direction: 'desc' },
  },
  { name: 'longest first', wishes: () => ({}), order: { by: 'duration', direction: 'desc' } },
  {
    name: 'longest first, by cursor',
    wishes: () => ({}),
    order: { by: 'duration', direction: 'desc' },
    isDeep: true,
  },
  { name: 'shortest first', wishes: () => ({}), order: { by: 'duration', direction: 'asc' } },
  {
    name: 'by status, longest first',
    wishes: (run) => ({ status: round(STATES)(run) }),
    order: { by: 'duration', direction: 'desc' },
  },
].map((question) => ({ order: NEWEST_FIRST, isDeep: false, ...question }));

export function filterOf(scope, wishes) {
  return { ...ANYTHING, ...wishes, scope };
}
