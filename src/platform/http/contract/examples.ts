/** What the OpenAPI document shows where any value of its kind would do. */
export const EXAMPLE_ID = '0197f3b2-6f2c-7c3e-9d3a-52e1c0a8b7d4';
export const EXAMPLE_TIME = '2026-11-20T12:00:00.000Z';
export const NO_VALUE = null;
