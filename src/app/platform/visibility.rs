//! When it is worth looking for news: coming back to the page, coming back online.

use leptos::prelude::*;
use web_sys::VisibilityState;

/// Calls `back` whenever the page becomes visible or the browser says that it is online.
///
/// What the browser says about being online is a hint to try, never a reason not to.
pub fn on_return(back: impl Fn() + Clone + 'static) {
    let online = back.clone();
    let handles = [
        window_event_listener_untyped("online", move |_| online()),
        window_event_listener_untyped("visibilitychange", move |_| {
            if document().visibility_state() == VisibilityState::Visible {
                back();
            }
        }),
    ];
    on_cleanup(move || handles.into_iter().for_each(WindowListenerHandle::remove));
}
