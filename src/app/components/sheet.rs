//! Sheets: dialogs that come from below on phones. Esc, the close button and the browser's Back all
//! close them, and the focus goes back to where it was.

use leptos::ev;
use leptos::html::Dialog;
use leptos::prelude::*;

use super::icon;
use crate::i18n::{Text, t};
use crate::platform::{history, page};
use crate::router::use_router;

/// A dialog with a heading and a close button. The parts below its head are `children`.
///
/// While it is open the browser's history has one entry more, which Back takes away again. What was
/// written into the address meanwhile stays.
#[component]
pub fn Sheet(
    /// Its id; its heading has the same with `-heading`.
    id: &'static str,
    /// What it is called.
    title: Text,
    /// Whether it is open.
    open: RwSignal<bool>,
    /// What the fragment of the address is then, if it changes while the sheet is open.
    #[prop(optional)]
    fragment: Option<Signal<String>>,
    /// Stands beside the content where there is room, and is then always there.
    #[prop(optional)]
    beside: bool,
    /// What is in it.
    children: Children,
) -> impl IntoView {
    let router = use_router();
    let dialog = NodeRef::<Dialog>::new();
    let is_shown = StoredValue::new(false);
    Effect::new(move || {
        let Some(element) = dialog.get() else {
            return;
        };
        if open.get() {
            if !element.open() && element.show_modal().is_ok() {
                is_shown.set_value(true);
                page::lock_scroll(true);
                history::push_spare(id);
            }
        } else if is_shown.try_update_value(std::mem::take) == Some(true) {
            // A browser may have closed it by itself.
            if element.open() {
                element.close();
            }
            page::lock_scroll(false);
            history::remove_spare(id);
        }
    });
    let returned = window_event_listener(ev::popstate, move |_| {
        if history::forget_spare(id) {
            if let Some(fragment) = fragment {
                router.stay(fragment.get_untracked());
            }
            open.set(false);
        }
    });
    on_cleanup(move || {
        returned.remove();
        // Whoever went back by more than one has left the page before this could hear of it.
        history::forget_spare(id);
        page::lock_scroll(false);
    });
    let heading = format!("{id}-heading");
    let labelled = heading.clone();
    view! {
        <dialog
            id=id
            class="sheet"
            class:side=beside
            aria-labelledby=labelled
            node_ref=dialog
            // Esc has closed it already: what follows from that is for the effect.
            on:cancel=move |event: web_sys::Event| {
                event.prevent_default();
                open.set(false);
            }
            on:close=move |_| open.set(false)
        >
            <div class="sheet-head">
                <h2 id=heading>{t(title)}</h2>
                <button
                    type="button"
                    class="icon-button"
                    aria-label=t(Text::MenuClose)
                    on:click=move |_| open.set(false)
                >
                    {icon("close", "")}
                </button>
            </div>
            {children()}
        </dialog>
    }
}
