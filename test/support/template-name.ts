/** Two runs against one given server do not meet: the name carries the run. */
export function templateName(): string {
  return `framegate_${process.env.TEST_RUN_ID ?? 'local'}_template`;
}
