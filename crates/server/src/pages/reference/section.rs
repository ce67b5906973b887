//! One operation: what it is for, where it is, what it takes, what it gives.

use super::super::html::{Html, Part, fill_text};
use super::super::lasting::duration;
use super::super::words::reference::{pair, said};
use super::Teller;
use super::block::{Block, Chapter, Does, Named, Sample, codes, slug};
use dialect::model::{ClientAuth, TokenCarrier};
use dialect::reference::{Ask, Example, Section, Shown, Topic, Variable};

impl Teller<'_> {
    pub(super) fn section(&self, section: &Section) -> Chapter {
        let id = anchor(&section.topic);
        let topics = self.own.topics;
        let key = self.special(words_key(&section.topic), |key| topics.iter().any(|(own, ..)| *own == key));
        let (title, lead) = pair(topics, &key);
        let life = self.page.reference.policy.lifetimes.code;
        let time = duration(&self.words.units, u64::try_from(life).unwrap_or_default());
        let mut blocks = vec![Block::Text(Html::fill(lead, &[("time", Part::Text(&time))]))];
        let address = |path: &String| format!("{}{path}", self.page.base);
        blocks.push(Block::Routes(section.routes.iter().map(|(own, path)| (own.as_str(), address(path))).collect()));
        blocks.extend(self.about_ways(section));
        let entries = self.parameters(&id, section);
        if !entries.is_empty() {
            blocks.push(Block::Title(None, Html::plain(self.own.labels.parameters)));
            blocks.push(Block::Entries(entries));
        }
        blocks.extend(section.answers.iter().flat_map(|own| self.answer(own)));
        let (title, named) = match &section.topic {
            Topic::Show(_, name) | Topic::EndGrant(_, name) => (name.clone(), Named::Theirs),
            Topic::Token(way) if way.nth > 0 => {
                (fill_text(self.own.labels.another_way, &[("title", title)]), Named::Ours)
            }
            _ => (title.to_owned(), Named::Ours),
        };
        let samples =
            section.examples.iter().enumerate().flat_map(|(at, own)| self.samples(&format!("{id}-{at}"), own));
        Chapter { samples: samples.collect(), id, title, named, blocks }
    }

    fn about_ways(&self, section: &Section) -> Vec<Block> {
        let labels = &self.own.labels;
        let mut sentences = Vec::new();
        for (from, to) in &section.forwards {
            let parts = [("from", Part::Code(from)), ("leads", Part::Text(labels.leads)), ("to", Part::Code(to))];
            sentences.push(Html::fill("{from} {leads} {to}.", &parts));
        }
        if !section.kinds.is_empty() {
            sentences.push(Html::fill(labels.only_for, &[("kinds", Part::Html(&codes(&section.kinds)))]));
        }
        if let Some(scope) = &section.scope {
            sentences.push(Html::fill(labels.needs_scope, &[("scope", Part::Code(scope))]));
        }
        let carriers: Vec<&str> = section.carriers.iter().map(|own| said(self.own.carriers, carrier(*own))).collect();
        if !carriers.is_empty() {
            sentences.push(Html::fill(labels.travel, &[("ways", Part::Text(&self.either(&carriers)))]));
        }
        let scheme = [("scheme", self.page.reference.secret_scheme.as_str())];
        let proofs = section.client_auth.iter().map(|own| fill_text(said(self.own.proofs, proof(*own)), &scheme));
        let proofs: Vec<String> = proofs.collect();
        if !proofs.is_empty() {
            sentences.push(Html::fill(labels.proves, &[("ways", Part::Text(&self.either(&proofs)))]));
        }
        if sentences.is_empty() { Vec::new() } else { vec![Block::List(sentences)] }
    }

    /// One or the other.
    fn either<T: AsRef<str>>(&self, ways: &[T]) -> String {
        let ways: Vec<&str> = ways.iter().map(AsRef::as_ref).collect();
        ways.join(&format!(", {} ", self.own.labels.or))
    }

    fn samples(&self, id: &str, example: &Example) -> Vec<Sample> {
        let labels = &self.own.labels;
        let (label, does) = match &example.ask {
            Ask::Link(_) => (Html::plain(labels.link), Does::Opens),
            Ask::Pattern(text) => (self.pattern(text), Does::Runs),
            Ask::Shell(_) => (Html::plain(labels.request), Does::Runs),
        };
        let label = match &example.kind {
            Some(kind) => {
                let kind = Html::fill(labels.for_kind, &[("kind", Part::Code(kind))]);
                Html::fill("{label}, {kind}", &[("label", Part::Html(&label)), ("kind", Part::Html(&kind))])
            }
            None => label,
        };
        let mut samples = vec![Sample { id: id.to_owned(), label, text: example.ask.text().to_owned(), does }];
        if let Some(shown) = &example.answer {
            samples.push(self.shown(format!("{id}-answer"), shown));
        }
        samples
    }

    /// What has to be done before such a link can be opened.
    fn pattern(&self, text: &str) -> Html {
        let shell = &self.page.reference.names;
        let needed = Variable::OF_THE_APP.into_iter().filter(|own| shell.stands_in(*own, text));
        let names: Vec<String> = needed.map(|own| format!("${}", shell.name(own))).collect();
        Html::fill(self.own.labels.pattern, &[("variables", Part::Html(&codes(&names)))])
    }

    /// An answer as it comes.
    pub(super) fn shown(&self, id: String, shown: &Shown) -> Sample {
        let reason = http::StatusCode::from_u16(shown.status).ok().and_then(|own| own.canonical_reason());
        let mut text = format!("{} {}", shown.status, reason.unwrap_or_default()).trim_end().to_owned();
        for (name, value) in &shown.headers {
            text.push_str(&format!("\n{name}: {value}"));
        }
        if !shown.body.is_empty() {
            text.push_str(&format!("\n\n{}", shown.body));
        }
        Sample { id, label: Html::plain(self.own.labels.came), text, does: Does::Reads }
    }
}

/// The anchor of an operation.
pub(super) fn anchor(topic: &Topic) -> String {
    match topic {
        Topic::Show(_, name) | Topic::EndGrant(_, name) => format!("resource-{}", slug(name)),
        Topic::Token(way) if way.nth > 0 => format!("{}-{}", topic.key(), way.nth + 1),
        _ => topic.key().to_owned(),
    }
}

fn words_key(topic: &Topic) -> &'static str {
    match topic {
        Topic::Show(..) => "show",
        Topic::EndGrant(..) => "end_grant",
        _ => topic.key(),
    }
}

fn carrier(own: TokenCarrier) -> &'static str {
    match own {
        TokenCarrier::Query => "query",
        TokenCarrier::Form => "form",
        TokenCarrier::Json => "json",
        TokenCarrier::JsonWhateverTheType => "json-whatever-the-type",
        TokenCarrier::Path => "path",
        TokenCarrier::Api => "api",
    }
}

fn proof(own: ClientAuth) -> &'static str {
    match own {
        ClientAuth::Basic => "basic",
        ClientAuth::Parameters => "parameters",
        ClientAuth::BearerSecret => "bearer-secret",
        ClientAuth::SecretAlone => "secret-alone",
    }
}
