//! What an operation takes, in words.

use super::super::html::{Html, Part};
use super::super::words::reference::{Keyed, said};
use super::Teller;
use super::block::{Entry, Line, codes, slug};
use super::refusal::{key, refusal_anchor};
use dialect::model::ExtraEffect;
use dialect::reference::{Means, Necessity, Otherwise, Parameter, RefusalTable, Section};

impl Teller<'_> {
    pub(super) fn parameters(&self, id: &str, section: &Section) -> Vec<Entry> {
        let table = self.page.reference.refusals.iter().find(|own| own.endpoint == Some(section.topic.endpoint()));
        section.parameters.iter().map(|own| self.parameter((id, section.topic.key()), own, table)).collect()
    }

    fn parameter(&self, (id, topic): (&str, &str), own: &Parameter, table: Option<&RefusalTable>) -> Entry {
        let need = said(self.own.needs, need(own.need));
        let (shown, others) = own.names.split_at(own.names.len().min(1));
        let token = Html::fill("{name}", &[("name", Part::Strong(self.own.lifetimes.access))]);
        let note = match others {
            [] if shown.is_empty() => {
                Html::fill("{name} {need}", &[("name", Part::Html(&token)), ("need", Part::Text(need))])
            }
            [] => Html::plain(need),
            others => {
                let also = codes(others);
                let parts = [
                    ("need", Part::Text(need)),
                    ("label", Part::Text(self.own.labels.also_read)),
                    ("names", Part::Html(&also)),
                ];
                Html::fill("{need}, {label} {names}", &parts)
            }
        };
        let mut more = Vec::new();
        if let Means::Extra(effects) = &own.means {
            let effect = |(value, effect): &(String, ExtraEffect)| {
                Html::fill(said(self.own.effects, effect_key(*effect)), &[("value", Part::Code(value))])
            };
            more.extend(effects.iter().map(effect));
        }
        if !own.values.is_empty() {
            let parts = [("label", Part::Text(self.own.labels.values)), ("values", Part::Html(&codes(&own.values)))];
            more.push(Html::fill("{label} {values}.", &parts));
        }
        more.extend(self.otherwise(own));
        more.extend(table.and_then(|table| self.errors_of(own, table)));
        let anchor =
            own.names.first().map(|name| format!("{id}-{}", rfc_name(&own.means).unwrap_or_else(|| slug(name))));
        let lines = vec![Line::with(self.meaning(topic, &own.means), more)];
        Entry { id: anchor, names: shown.to_vec(), note: Some(note), lines }
    }

    fn meaning(&self, topic: &str, means: &Means) -> Html {
        let parameters: Keyed = self.own.parameters;
        let key = match means {
            Means::Name(_) => {
                let name = rfc_name(means).unwrap_or_default();
                let special = format!("{topic}.{name}");
                if parameters.iter().any(|(own, _)| *own == special) { special } else { name }
            }
            Means::Language => "language".to_owned(),
            Means::Extra(_) => return Html::plain(self.own.labels.extra),
            Means::Select => "select".to_owned(),
            Means::TokenInPath => "token_in_path".to_owned(),
            Means::AppInPath => "app_in_path".to_owned(),
            Means::ClientInPath => "client_in_path".to_owned(),
            Means::TokenAsApi => "token_as_api".to_owned(),
            Means::Demanded => "demanded".to_owned(),
        };
        let key = self.special(&key, |key| parameters.iter().any(|(own, _)| *own == key));
        let api = Html::link("#api", self.own.api.heading);
        Html::fill(said(parameters, &key), &[("link", Part::Html(&api))])
    }

    fn otherwise(&self, own: &Parameter) -> Option<Html> {
        let say = |key, value: &str| Html::fill(said(self.own.otherwise, key), &[("value", Part::Code(value))]);
        Some(match &own.otherwise {
            Otherwise::Nothing => return None,
            Otherwise::Value(value) => say("value", value),
            Otherwise::NoChallenge => say("no_challenge", "plain"),
            Otherwise::Registered if own.need == Necessity::Ignored => say("registered", ""),
            Otherwise::Registered => say("registered_absent", ""),
            Otherwise::NoScope => say("no_scope", ""),
            Otherwise::SameScope => say("same_scope", ""),
            Otherwise::SoleRedirect => say("sole_redirect", ""),
            Otherwise::FirstRedirect => say("first_redirect", ""),
            Otherwise::SoleOrOnScreen => say("sole_or_on_screen", ""),
            Otherwise::Told => say("told", ""),
            Otherwise::BrowserLanguage => say("browser_language", ""),
        })
    }

    /// Links to what is refused because of it, each word once.
    fn errors_of(&self, own: &Parameter, table: &RefusalTable) -> Option<Html> {
        let mut links: Vec<(String, Html)> = Vec::new();
        for refusal in &own.refusals {
            let Some(line) = table.lines.iter().find(|line| line.causes.contains(refusal)) else { continue };
            let label = self.label(line);
            if !links.iter().any(|(known, _)| *known == label) {
                let link = Html::link(&format!("#{}", refusal_anchor(&key(table), *refusal)), &label);
                links.push((label, link));
            }
        }
        let parts: Vec<Part> = links.iter().map(|(_, link)| Part::Html(link)).collect();
        let all = Html::joined(&parts, ", ");
        let label = self.own.labels.errors;
        (!parts.is_empty())
            .then(|| Html::fill("{label} {all}.", &[("label", Part::Text(label)), ("all", Part::Html(&all))]))
    }
}

/// The RFC's name.
fn rfc_name(means: &Means) -> Option<String> {
    match means {
        Means::Name(name) => serde_json::to_value(name).ok()?.as_str().map(str::to_owned),
        _ => None,
    }
}

fn need(own: Necessity) -> &'static str {
    match own {
        Necessity::Required => "required",
        Necessity::Optional => "optional",
        Necessity::Ignored => "ignored",
        Necessity::WithoutSecret => "without_secret",
        Necessity::WithSecret => "with_secret",
        Necessity::UnlessInHeader => "unless_in_header",
        Necessity::WhenNamed => "when_named",
        Necessity::WhenChallenged => "when_challenged",
    }
}

fn effect_key(own: ExtraEffect) -> &'static str {
    match own {
        ExtraEffect::Offline => "offline",
        ExtraEffect::Online => "online",
        ExtraEffect::AskAgain => "ask-again",
        ExtraEffect::SignInAgain => "sign-in-again",
    }
}
