//! What may be refused, why, and what to do.

use super::super::html::{Html, Part};
use super::super::words::reference::{pair, said};
use super::Teller;
use super::block::{Block, Chapter, Entry, Line, codes, slug};
use dialect::model::{Endpoint, Place};
use dialect::reference::{Delivery, RefusalLine, RefusalTable};
use engine::refusal::Refusal;

impl Teller<'_> {
    pub(super) fn errors(&self) -> Chapter {
        let own = &self.own.errors;
        let mut blocks = vec![Block::Text(Html::plain(own.about))];
        let mut samples = Vec::new();
        for table in &self.page.reference.refusals {
            blocks.extend(self.table(table));
            let seen = self.before(table).any(|own| own.example == table.example);
            if let Some(example) = table.example.as_ref().filter(|_| !seen) {
                let sample = self.shown(format!("errors-{}-answer", key(table)), example);
                let title = self.title(table);
                let label = [("what", Part::Text(own.example)), ("where", Part::Html(&title))];
                samples.push(super::block::Sample { label: Html::fill("{what}: {where}", &label), ..sample });
            }
        }
        Chapter { samples, ..Chapter::of_words("errors", own.heading, blocks) }
    }

    /// The tables above that one.
    fn before<'t>(&'t self, table: &'t RefusalTable) -> impl Iterator<Item = &'t RefusalTable> {
        self.page.reference.refusals.iter().take_while(move |own| own.endpoint != table.endpoint)
    }

    fn table(&self, table: &RefusalTable) -> Vec<Block> {
        let own = &self.own.errors;
        let title = self.title(table);
        let mut blocks = vec![Block::Title(Some(format!("errors-{}", key(table))), title)];
        let shared = self.before(table).any(|own| own.members == table.members);
        if !table.members.is_empty() && !shared {
            blocks.push(Block::Folded(Html::plain(own.holds), self.members(&table.members)));
        }
        let count = match table.lines.len() {
            1 => Html::plain(own.one),
            count => Html::fill(own.several, &[("count", Part::Text(&count.to_string()))]),
        };
        blocks.push(Block::Folded(count, self.entries(table)));
        blocks
    }

    /// Which requests it is about.
    fn title(&self, table: &RefusalTable) -> Html {
        match &table.resource {
            Some(name) => codes(std::slice::from_ref(name)),
            None => Html::plain(said(self.own.errors.tables, &key(table))),
        }
    }

    /// Each word of the wire once, with all that it may stand for.
    fn entries(&self, table: &RefusalTable) -> Vec<Entry> {
        let word = |line: &RefusalLine| (line.status, line.error.clone(), line.number, line.place);
        let mut entries: Vec<(_, Entry)> = Vec::new();
        for line in &table.lines {
            let said = self.said(table, line);
            match entries.iter_mut().find(|(own, _)| *own == word(line)) {
                Some((_, entry)) => entry.lines.extend(said),
                None => entries.push((word(line), Entry { lines: said, ..self.entry(line) })),
            }
        }
        entries.into_iter().map(|(_, entry)| entry).collect()
    }

    fn entry(&self, line: &RefusalLine) -> Entry {
        let own = &self.own.errors;
        let place = match line.place {
            Some(Place::Page) if line.status == Some(200) => Some(own.on_plain_page),
            Some(Place::Page) => Some(own.on_page),
            Some(Place::Redirect) if self.page.reference.delivery == Delivery::Either => Some(own.by_redirect_or_page),
            Some(Place::Redirect) => Some(own.by_redirect),
            None => None,
        };
        let status = line.status.map(|status| status.to_string());
        let names = [status, line.error.clone(), line.number.map(|number| number.to_string())];
        Entry {
            id: None,
            names: names.into_iter().flatten().collect(),
            note: place.map(Html::plain),
            lines: Vec::new(),
        }
    }

    /// What the answer says, and what that may mean; where it says nothing, what happened and what to do.
    fn said(&self, table: &RefusalTable, line: &RefusalLine) -> Vec<Line> {
        let causes = line.causes.iter().map(|cause| (Some(refusal_anchor(&key(table), *cause)), self.advice(*cause)));
        let Some(said) = &line.description else {
            let both = |(id, (when, then))| Line { text: Html::plain(when), more: vec![(id, Html::plain(then))] };
            return causes.map(both).collect();
        };
        let mut more: Vec<(Option<String>, Html)> = Vec::new();
        for (id, (when, then)) in causes {
            // What the answer says in the same words need not be said again.
            let new = !when.trim_end_matches('.').eq_ignore_ascii_case(said);
            let parts = [("when", Part::Text(when)), ("then", Part::Text(then))];
            let advice = Html::fill(if new { "{when} {then}" } else { "{then}" }, &parts);
            // Two that read alike keep both anchors.
            let known = more.iter().any(|(_, own)| *own == advice);
            more.push((id, if known { Html::default() } else { advice }));
        }
        vec![Line { text: Html::fill("{said}", &[("said", Part::Name(said))]), more }]
    }

    /// What happened, and what to do.
    fn advice(&self, cause: Refusal) -> (&'static str, &'static str) {
        let all = self.own.refusals;
        pair(all, &self.special(cause.name(), |key| all.iter().any(|(own, ..)| *own == key)))
    }

    /// What a line is called where there is room for a word only.
    pub(super) fn label(&self, line: &RefusalLine) -> String {
        let said = line.error.clone().or_else(|| line.number.map(|number| number.to_string()));
        let said = said.or_else(|| line.description.clone().filter(|text| text.len() < 40));
        let status = || line.status.map_or_else(String::new, |status| status.to_string());
        match line.place {
            Some(Place::Page) => self.own.errors.on_page.split(';').next().unwrap_or_default().to_owned(),
            Some(Place::Redirect) => said.unwrap_or_else(|| self.own.errors.by_redirect.to_owned()),
            None => said.unwrap_or_else(status),
        }
    }
}

/// The anchor of a refusal in a table.
pub(super) fn refusal_anchor(table: &str, refusal: Refusal) -> String {
    format!("error-{table}-{}", refusal.name())
}

/// What tells a table from the others, in anchors.
pub(super) fn key(table: &RefusalTable) -> String {
    match (&table.resource, table.endpoint) {
        (Some(name), _) => format!("resource-{}", slug(name)),
        (None, Some(Endpoint::Authorize)) => "authorize".to_owned(),
        (None, Some(Endpoint::Token)) => "token".to_owned(),
        (None, Some(Endpoint::TokenInfo)) => "tokeninfo".to_owned(),
        (None, Some(Endpoint::Introspect)) => "introspect".to_owned(),
        (None, Some(Endpoint::Revoke)) => "revoke".to_owned(),
        (None, Some(Endpoint::Api | Endpoint::Resource(_))) => "api".to_owned(),
        (None, None) => "any".to_owned(),
    }
}
