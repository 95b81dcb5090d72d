//! The service worker: it keeps the app itself on the device, as one versioned set.
//!
//! A new version is fetched in the background and waits. It takes over only when the user says
//! so; then the page is loaded anew.

use std::cell::Cell;
use std::rc::Rc;

use gloo::events::EventListener;
use js_sys::{Array, Function, Object, Promise, Reflect};
use leptos::prelude::*;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::{JsFuture, spawn_local};
use web_sys::{
    MessageChannel, MessageEvent, RegistrationOptions, ServiceWorker, ServiceWorkerContainer,
    ServiceWorkerRegistration, ServiceWorkerState, ServiceWorkerUpdateViaCache,
};

use super::base;
use super::page::reload;

/// What is known about the app on this device.
#[derive(Clone, Copy)]
pub struct Shell {
    /// The app is stored whole and will start without a network.
    pub ready: RwSignal<bool>,
    /// A new version is stored and waits.
    pub waiting: RwSignal<bool>,
    worker: StoredValue<Option<ServiceWorker>, LocalStorage>,
}

impl Shell {
    /// Registers the service worker and watches it. Without one the app works online.
    pub fn register() -> Self {
        let shell = Self {
            ready: RwSignal::new(false),
            waiting: RwSignal::new(false),
            worker: StoredValue::new_local(None),
        };
        spawn_local(async move {
            if let Err(error) = shell.watch().await {
                leptos::logging::warn!("no service worker: {error:?}");
            }
        });
        shell
    }

    /// Lets the waiting version take over. The page is loaded anew once it has.
    pub fn accept_update(self) {
        let Some(worker) = self.worker.get_value() else {
            return;
        };
        if worker.state() == ServiceWorkerState::Activated {
            // Another tab has accepted it already.
            return reload();
        }
        let message = Object::new();
        // Setting a property of a fresh object cannot fail.
        let _ = Reflect::set(&message, &"type".into(), &"SKIP_WAITING".into());
        reload_when_controlled();
        let _ = worker.post_message(&message);
    }

    /// Removes the app from this device: what is kept of it, and who keeps it. The next page comes from the network.
    pub async fn delete(self) {
        if let Err(error) = delete().await {
            leptos::logging::warn!("the app is not removed: {error:?}");
        }
    }

    async fn watch(self) -> Result<(), JsValue> {
        // Browsers leave the property out where it is not allowed, as on plain HTTP.
        let navigator = window().navigator();
        if !Reflect::has(&navigator, &"serviceWorker".into())? {
            return Err("not supported here".into());
        }
        let container: ServiceWorkerContainer = navigator.service_worker();
        let options = RegistrationOptions::new();
        options.set_scope(base::path());
        options.set_update_via_cache(ServiceWorkerUpdateViaCache::None);
        let registering = container.register_with_options(&base::href("sw.js"), &options);
        let registration: ServiceWorkerRegistration =
            JsFuture::from(registering).await?.dyn_into()?;
        self.note_ready(&registration);
        self.note_waiting(&registration);
        let again = registration.clone();
        super::visibility::on_return(move || {
            if !self.ready.get_untracked() {
                self.note_ready(&again);
            }
        });
        let found = registration.clone();
        EventListener::new(&registration, "updatefound", move |_| {
            if let Some(installing) = found.installing() {
                self.note_when_installed(&installing, found.clone());
            }
        })
        .forget();
        let again = registration;
        super::visibility::on_return(move || {
            // Fails without a network; the next return tries again.
            if let Ok(update) = again.update() {
                spawn_local(async move {
                    let _ = JsFuture::from(update).await;
                });
            }
        });
        Ok(())
    }

    /// The shell is stored whole once a worker of ours is at work and says so: a browser may have thrown away
    /// some of it.
    fn note_ready(self, registration: &ServiceWorkerRegistration) {
        if let Some(worker) = registration.active() {
            return self.ask_whether_ready(worker);
        }
        let Some(worker) = registration.installing().or_else(|| registration.waiting()) else {
            return;
        };
        let installing = worker.clone();
        EventListener::new(&worker, "statechange", move |_| {
            if installing.state() == ServiceWorkerState::Activated {
                self.ask_whether_ready(installing.clone());
            }
        })
        .forget();
    }

    fn ask_whether_ready(self, worker: ServiceWorker) {
        spawn_local(async move {
            let whole = is_whole(&worker).await.unwrap_or_default();
            self.ready.set(whole && is_registered().await);
        });
    }

    fn note_when_installed(self, worker: &ServiceWorker, registration: ServiceWorkerRegistration) {
        let installing = worker.clone();
        EventListener::new(worker, "statechange", move |_| {
            if installing.state() == ServiceWorkerState::Installed {
                self.note_waiting(&registration);
            }
        })
        .forget();
    }

    /// A worker that waits is an update only if another one is at work.
    fn note_waiting(self, registration: &ServiceWorkerRegistration) {
        if let (Some(worker), Some(_)) = (registration.waiting(), registration.active()) {
            self.worker.set_value(Some(worker));
            self.waiting.set(true);
        }
    }
}

/// Whether a worker has all of the app. What is missing it fetches first.
async fn is_whole(worker: &ServiceWorker) -> Result<bool, JsValue> {
    let channel = MessageChannel::new()?;
    let mut listen = |resolve: Function, _: Function| {
        channel.port1().set_onmessage(Some(&resolve));
    };
    let answer = Promise::new(&mut listen);
    let question = Object::new();
    Reflect::set(&question, &"type".into(), &"WHOLE".into())?;
    worker.post_message_with_transferable(&question, &Array::of1(&channel.port2()))?;
    let answer: MessageEvent = JsFuture::from(answer).await?.dyn_into()?;
    Ok(answer.data().is_truthy())
}

/// Whether a worker is still registered: one that was sent to remove the app has gone again.
async fn is_registered() -> bool {
    let container = window().navigator().service_worker();
    let registration = container.get_registration_with_document_url(base::path());
    let found = JsFuture::from(registration).await;
    found.is_ok_and(|registration| registration.is_object())
}

async fn delete() -> Result<(), JsValue> {
    let container = window().navigator().service_worker();
    let found = JsFuture::from(container.get_registration_with_document_url(base::path())).await?;
    if let Ok(registration) = found.dyn_into::<ServiceWorkerRegistration>() {
        JsFuture::from(registration.unregister()?).await?;
    }
    let caches = window().caches()?;
    for name in Array::from(&JsFuture::from(caches.keys()).await?) {
        let name = name.as_string().unwrap_or_default();
        // As `sw.js` names them. Apps in other folders of the host keep theirs.
        if name.starts_with("raupe-shell-") && name.ends_with(&format!("@{}", base::path())) {
            JsFuture::from(caches.delete(&name)).await?;
        }
    }
    Ok(())
}

fn reload_when_controlled() {
    let reloading = Rc::new(Cell::new(false));
    EventListener::new(
        &window().navigator().service_worker(),
        "controllerchange",
        move |_| {
            if !reloading.replace(true) {
                reload();
            }
        },
    )
    .forget();
}
