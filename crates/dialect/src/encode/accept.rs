//! Which of a body's formats a request gets (RFC 9110 section 12.5.1).

use crate::model::{Body, Format};

impl Body {
    /// The format, and whether it is the body's own. Only a media type that is named counts: whoever takes anything gets what is usual.
    pub(super) fn format_for<'t>(&self, accept: Option<&str>, own_type: Option<&'t str>) -> (Format, Option<&'t str>) {
        let own = (self.format, own_type);
        if self.accept.is_empty() {
            return own;
        }
        let mut best: Option<(u32, (Format, Option<&'t str>))> = None;
        for (name, weight) in accept.unwrap_or_default().split(',').map(range) {
            let other = self.accept.iter().find(|(known, _)| known.eq_ignore_ascii_case(name));
            let format = match other {
                Some((_, format)) => (*format, None),
                None if own_type.is_some_and(|own| range(own).0.eq_ignore_ascii_case(name)) => own,
                None => continue,
            };
            if weight > best.map_or(0, |(weight, _)| weight) {
                best = Some((weight, format));
            }
        }
        best.map_or(own, |(_, format)| format)
    }
}

/// A media range and its weight in thousandths.
fn range(text: &str) -> (&str, u32) {
    let mut parts = text.split(';').map(str::trim);
    let name = parts.next().unwrap_or_default();
    let weight = parts.find_map(|part| part.strip_prefix("q=")).map_or(Some(1.0), |weight| weight.parse::<f32>().ok());
    (name, weight.map_or(0, |weight| (weight.clamp(0.0, 1.0) * 1000.0) as u32))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::Node;

    #[test]
    fn the_preferred_of_what_is_named() {
        let accept = vec![("application/json".to_owned(), Format::Json), ("text/plain".to_owned(), Format::Text)];
        let body = Body { accept, ..Body::new(Format::Form, Node::Null) };
        let rows = [
            (None, Format::Form),
            (Some(""), Format::Form),
            (Some("*/*"), Format::Form),
            (Some("application/json"), Format::Json),
            (Some("APPLICATION/JSON; charset=utf-8"), Format::Json),
            (Some("text/html, application/json;q=0.9, */*;q=0.8"), Format::Json),
            (Some("text/plain;q=0.2,application/json;q=0.3"), Format::Json),
            (Some("text/plain, application/json"), Format::Text),
            (Some("application/x-www-form-urlencoded, application/json;q=0.5"), Format::Form),
            (Some("application/json;q=0"), Format::Form),
            (Some("application/json;q=x"), Format::Form),
            (Some("application/xml"), Format::Form),
            (Some(";;,,/"), Format::Form),
        ];
        for (accept, format) in rows {
            let found = body.format_for(accept, Some("application/x-www-form-urlencoded; charset=utf-8"));
            assert_eq!(found.0, format, "{accept:?}");
            assert_eq!(found.1.is_some(), format == Format::Form, "{accept:?}");
        }
    }
}
