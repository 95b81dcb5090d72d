//! A page as it grows: our own markup, and text from strangers that can never become markup.

/// HTML in the making.
///
/// Markup is `&'static str`, so that only what stands in this program's source can be a tag.
/// Whatever is computed or comes from a feed has to go through [`Html::text`].
#[derive(Debug, Default)]
pub(super) struct Html(String);

impl Html {
    /// Our own markup, as it is.
    pub(super) fn raw(&mut self, markup: &'static str) -> &mut Self {
        self.0.push_str(markup);
        self
    }

    /// Any text, between tags or between the quotation marks of an attribute.
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        for c in text.chars() {
            match c {
                '&' => self.0.push_str("&amp;"),
                '<' => self.0.push_str("&lt;"),
                '>' => self.0.push_str("&gt;"),
                '"' => self.0.push_str("&quot;"),
                '\'' => self.0.push_str("&#39;"),
                '\n' => self.0.push('\n'),
                // HTML allows neither these nor the non-characters, not even as references.
                c if c.is_control() || is_noncharacter(c) => {}
                c => self.0.push(c),
            }
        }
        self
    }

    /// Text of a feed within a line, kept apart from what stands beside it: it may run the other
    /// way.
    pub(super) fn bdi(&mut self, text: &str) -> &mut Self {
        self.raw("<bdi>").text(text).raw("</bdi>")
    }

    pub(super) fn into_string(self) -> String {
        self.0
    }
}

fn is_noncharacter(c: char) -> bool {
    let code = u32::from(c);
    matches!(c, '\u{FDD0}'..='\u{FDEF}') || code & 0xFFFE == 0xFFFE
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_never_markup() {
        for (text, expected) in [
            ("Eltern & Kind", "Eltern &amp; Kind"),
            ("<script>", "&lt;script&gt;"),
            ("\" onclick='x'", "&quot; onclick=&#39;x&#39;"),
            ("&lt;", "&amp;lt;"),
            ("a\0b\rc\u{1b}d\u{85}e\u{FFFE}\n", "abcde\n"),
        ] {
            let mut html = Html::default();
            html.text(text);
            assert_eq!(html.into_string(), expected, "{text:?}");
        }
    }
}
