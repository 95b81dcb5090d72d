// Timing. The page is isolated from other origins, so that the clock ticks every 5 µs.

const SHORT = 0.1;

// How long `work` takes, in ms. What is shorter than twenty ticks is repeated until it is not.
export async function timed(work) {
  let start = performance.now();
  let answer = work();
  if (answer instanceof Promise) answer = await answer;
  const once = performance.now() - start;
  if (once >= SHORT) return once;
  const times = Math.min(64, Math.ceil(SHORT / Math.max(once, 0.005)));
  start = performance.now();
  for (let at = 0; at < times; at += 1) work();
  return (performance.now() - start) / times;
}

// Lets everything else run that waits: requests, the garbage collector's smaller tasks.
export function pause() {
  const { port1, port2 } = new MessageChannel();
  return new Promise((resolve) => {
    port2.onmessage = resolve;
    port1.postMessage(null);
  });
}

export function median(values) {
  const sorted = [...values].sort((one, other) => one - other);
  return sorted[sorted.length >> 1];
}
