/** One operation of one caller. `send` answers `{ status, retryAfter, json() }`, status 0 where no answer came. */
export async function converse({ run }, caller, send) {
  const conversation = run(caller);
  let preparationMs = 0;
  for (let step = conversation.next(); !step.done;) {
    const since = performance.now();
    const answer = await send(step.value, caller);
    if (step.value.isPreparation) preparationMs += performance.now() - since;
    if (answer.status !== step.value.expected) return { preparationMs, unexpected: answer };
    step = conversation.next(answer);
  }
  return { preparationMs };
}
