//! The worker as the page sees it.

use std::cell::Cell;
use std::rc::Rc;

use futures::channel::oneshot;
use futures::future::{Either, select};
use gloo::events::EventListener;
use gloo::timers::future::TimeoutFuture;
use js_sys::Array;
use raupe_core::sync::Parcel;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, MessageEvent, WorkerOptions, WorkerType};

use super::message::{buffers, unwrap_slowly, wrap_slowly};
use crate::platform::base;

/// How long a worker may take to get ready, once it is waited for. On a first visit its script comes
/// over the network.
const READY_MS: u32 = 10_000;

/// How long it may take for any job. A page in the background may be granted little time.
const WORK_MS: u32 = 60_000;
/// And for each kilobyte of it.
const WORK_MS_PER_KB: usize = 10;

#[wasm_bindgen]
extern "C" {
    /// The address of the script that came with this program.
    #[wasm_bindgen(thread_local_v2, js_namespace = ["import", "meta"], js_name = url)]
    static SCRIPT: JsValue;
}

/// A worker. Dropping it ends it, whatever it does.
pub(super) struct Worker {
    worker: web_sys::Worker,
    answer: Answer,
}

impl Worker {
    /// Starts a worker and tells it what to run.
    pub(super) fn call() -> Result<Self, String> {
        let options = WorkerOptions::new();
        options.set_type(WorkerType::Module);
        let worker = web_sys::Worker::new_with_options(&base::href("worker.js"), &options);
        let worker = worker.map_err(|error| format!("{error:?}"))?;
        let answer = Answer::of(&worker);
        let worker = Self { worker, answer };
        // Compiled already: the worker need not do that again.
        let start = Array::of2(&SCRIPT.with(JsValue::clone), &wasm_bindgen::module());
        let sent = worker.worker.post_message(&start);
        sent.map_err(|error| format!("{error:?}"))?;
        Ok(worker)
    }

    /// Waits until it can do something.
    pub(super) async fn ready(mut self) -> Result<Self, String> {
        self.answer.within(READY_MS).await?;
        // From now on it says nothing before it is asked.
        self.answer = Answer::of(&self.worker);
        Ok(self)
    }

    /// Sends a job, and waits for what comes of it.
    pub(super) async fn send(mut self, job: Parcel) -> Result<Parcel, String> {
        let bytes: usize = job.bytes.iter().map(Vec::len).sum();
        let within_ms = u32::try_from(bytes / 1_000 * WORK_MS_PER_KB).unwrap_or(u32::MAX);
        let message = wrap_slowly(job).await;
        let sent = self
            .worker
            .post_message_with_transfer(&message, &buffers(&message));
        sent.map_err(|error| format!("{error:?}"))?;
        let answer = self
            .answer
            .within(WORK_MS.saturating_add(within_ms))
            .await?;
        unwrap_slowly(&answer)
            .await
            .ok_or_else(|| "not a result".into())
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        self.worker.terminate();
    }
}

/// The next thing that the worker says, or that happens to it.
struct Answer {
    event: oneshot::Receiver<Event>,
    _listeners: [EventListener; 3],
}

impl Answer {
    fn of(worker: &web_sys::Worker) -> Self {
        let (send, event) = oneshot::channel();
        let send = Rc::new(Cell::new(Some(send)));
        let listen = |name| {
            let send = Rc::clone(&send);
            EventListener::new(worker, name, move |event| {
                if let Some(send) = send.take() {
                    let _ = send.send(event.clone());
                }
            })
        };
        Self {
            event,
            _listeners: ["message", "messageerror", "error"].map(listen),
        }
    }

    /// What it says. A text is why it cannot.
    async fn within(&mut self, deadline_ms: u32) -> Result<JsValue, String> {
        let event = match select(&mut self.event, TimeoutFuture::new(deadline_ms)).await {
            Either::Left((event, _)) => event.map_err(|_| "no answer")?,
            Either::Right(((), _)) => return Err("no answer in time".into()),
        };
        match event.dyn_ref::<MessageEvent>().map(MessageEvent::data) {
            Some(data) if event.type_() == "message" => match data.as_string() {
                Some(why) => Err(why),
                None => Ok(data),
            },
            _ => Err(event.type_()),
        }
    }
}
