//! What takes long, beside the page: in a worker, which lives for one job and takes its memory with it.
//!
//! A worker that does not come about is done without: then the page itself does the job, as well as
//! it can. One that has begun and ends without a result is another matter. It has met its match, and
//! so would the page: the job has failed.
//!
//! - here: which of the two it is; `worker`: the worker as the page sees it.
//! - `work`: what the worker runs; `public/worker.js` calls it. `message`: what the two send.

mod message;
mod work;
mod worker;

use raupe_core::sync::{Compiled, Failure, Job};

use worker::Worker;

/// Somebody who does one [`Job`].
pub struct Compiler(Result<Worker, String>);

impl Compiler {
    /// Calls a worker. It gets ready while its caller does something else.
    pub fn call() -> Self {
        Self(Worker::call())
    }

    /// Does the job, and is done with.
    pub async fn run(self, job: Job) -> Compiled {
        let ready = match self.0 {
            Ok(worker) => worker.ready().await,
            Err(why) => Err(why),
        };
        match ready {
            Ok(worker) => {
                let parcel = worker.send(job.into()).await;
                parcel.map_err(Failure::Uncompiled)?.into_compiled()
            }
            Err(why) => {
                leptos::logging::warn!("no worker: {why}");
                job.run()
            }
        }
    }
}
