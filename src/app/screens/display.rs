//! Anzeige: colours, contrast, size of text.

use leptos::prelude::*;

use crate::components::Heading;
use crate::i18n::{Text, t};
use crate::platform::display::Setting;

/// A value of a setting, and what it is called.
type Value = (&'static str, Text);

/// The settings, what they are called, and their values, of which the first is that of a new device.
const SETTINGS: &[(Setting, Text, &[Value])] = &[
    (
        Setting::Size,
        Text::DisplaySize,
        &[
            ("", Text::DisplaySizeNormal),
            ("large", Text::DisplaySizeLarge),
            ("larger", Text::DisplaySizeLarger),
        ],
    ),
    (
        Setting::Theme,
        Text::DisplayColours,
        &[
            ("", Text::DisplayDevice),
            ("light", Text::DisplayLight),
            ("dark", Text::DisplayDark),
        ],
    ),
    (
        Setting::Contrast,
        Text::DisplayContrast,
        &[
            ("", Text::DisplayDevice),
            ("more", Text::DisplayContrastMore),
        ],
    ),
];

/// The page about how the app looks. Every choice shows at once.
#[component]
pub fn Display() -> impl IntoView {
    let settings = SETTINGS
        .iter()
        .enumerate()
        .map(|(at, (setting, name, values))| {
            let setting = *setting;
            let options = values.iter().map(|(value, label)| {
                let chosen = setting.chosen() == *value;
                view! {
                    <label class="option">
                        <input
                            type="radio"
                            name=format!("setting-{at}")
                            value=*value
                            prop:checked=chosen
                            on:change=move |_| setting.choose(value)
                        />
                        <span class="label">{t(*label)}</span>
                    </label>
                }
                .into_any()
            });
            view! {
                <fieldset class="setting">
                    <legend>{t(*name)}</legend>
                    <div class="options short">{options.collect_view()}</div>
                </fieldset>
            }
            .into_any()
        });
    view! {
        <Heading text=Signal::derive(t(Text::DisplayHeading))/>
        {settings.collect_view()}
    }
}
