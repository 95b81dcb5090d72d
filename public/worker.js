// Raupe's worker: the client's own program once more, without a page, for what would keep the page from reacting.
//
// The page (src/app/compile) sends two messages, and each is answered by one: where the client's script is, with the
// compiled program, answered by `true`; then the job, answered by what came of it. A text in the place of either says
// why there is none. Then the page ends the worker, and with it goes all the memory that the job took.

let client;

async function start([script, program]) {
  const loaded = await import(script);
  await loaded.default({ module_or_path: program });
  client = loaded;
  postMessage(true);
}

function work(job) {
  const [label, ...bytes] = client.work(job);
  postMessage([label, ...bytes], bytes.map(({ buffer }) => buffer));
}

addEventListener('message', async ({ data }) => {
  try {
    if (client) work(data);
    else await start(data);
  } catch (error) {
    postMessage(String(error));
  }
});
