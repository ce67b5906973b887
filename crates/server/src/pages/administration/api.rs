//! The administration's API, as it describes itself.

use super::said::{code, empty};
use super::sheet::{Lines, Sheet, Shown, Table, columns, more_step, row};
use crate::api::told::{Group, Member, Needed, Operation, Place, problems};
use crate::pages::frame::Frame;
use crate::pages::html::{Html, Part};
use crate::pages::words::Words;
use askama::Template;

/// What there is, and what holds for all of it.
#[derive(Clone, Debug)]
pub struct AdminApi {
    /// What it is about: name, sentence and page.
    pub groups: Vec<(String, String, String)>,
    /// Where the description for programs is.
    pub described: String,
    /// The list of keys.
    pub keys: String,
}

impl AdminApi {
    /// The page.
    pub fn render(&self, frame: &Frame) -> String {
        let words = &frame.words().administration;
        let own = &words.api;
        let line = |(name, about, href): &(String, String, String)| {
            let link = Html::anchor(href, &code(name));
            Html::joined(&[Part::Html(&link), Part::Html(&Html::english(about))], " ")
        };
        let groups = self.groups.iter().map(line).collect();
        let rights = Table {
            title: Some(own.rights),
            columns: columns(&[(own.right, ""), (own.opens, "")]),
            rows: words.rights.iter().map(|(right, opens)| vec![code(right), Html::plain(opens)]).collect(),
            ..Table::default()
        };
        let problem = |(status, title): (u16, &str)| vec![code(&status.to_string()), Html::english(title)];
        let problems = Table {
            title: Some(own.problems),
            columns: columns(&[(own.status, ""), (own.meaning, "")]),
            rows: problems().map(problem).collect(),
            ..Table::default()
        };
        let address = Html::link(&self.described, &self.described);
        let sheet = Sheet {
            title: own.title,
            heading: Html::plain(own.title),
            lead: Some(Html::fill(own.lead, &[("address", Part::Html(&address))])),
            blocks: vec![
                Html::drawn(&Lines { title: own.operations, lines: groups, none: "" }),
                Html::drawn(&rights),
                Html::drawn(&problems),
                row(vec![more_step(&self.keys, words.keys.title)]),
            ],
            ..Sheet::default()
        };
        sheet.render(frame)
    }

    #[cfg(test)]
    pub(super) fn sample(text: &str) -> Self {
        let groups = vec![(text.to_owned(), text.to_owned(), "/admin/api/apps".to_owned())];
        let described = "/admin/api/v1/openapi.json".to_owned();
        Self { groups, described, keys: "/admin/keys".to_owned() }
    }
}

/// Operations about one thing.
#[derive(Clone, Debug)]
pub struct AdminApiGroup {
    /// They.
    pub group: Group,
    /// The page of all of it.
    pub list: String,
    /// The API's public address.
    pub address: String,
}

impl AdminApiGroup {
    /// The page.
    pub fn render(&self, frame: &Frame) -> String {
        let words = frame.words();
        let own = &words.administration.api;
        let drawn = |(at, operation): (usize, &Operation)| {
            Html::drawn(&Drawn { words, operation, id: format!("request-{at}"), curl: curl(&self.address, operation) })
        };
        let blocks: Vec<Html> = self.group.operations.iter().enumerate().map(drawn).collect();
        let sheet = Sheet {
            title: own.title,
            about: vec![self.group.name.clone()],
            heading: code(&self.group.name),
            crumbs: vec![Html::link(&self.list, own.title)],
            lead: Some(Html::english(&self.group.about)),
            blocks: if blocks.is_empty() { vec![empty(own.title, "")] } else { blocks },
            shown: Shown::Copied,
            ..Sheet::default()
        };
        sheet.render(frame)
    }

    #[cfg(test)]
    pub(super) fn sample(text: &str) -> Self {
        let own = || text.to_owned();
        let member = Member { name: own(), about: own(), needed: Needed::No, place: Place::Query };
        let operation = Operation {
            method: "POST".to_owned(),
            path: "/keys/{key}".to_owned(),
            about: own(),
            rights: vec!["apps:write".to_owned()],
            parameters: vec![member.clone()],
            members: vec![Member { needed: Needed::Yes, ..member }],
            answers: vec![("201".to_owned(), own())],
            example: Some(serde_json::json!({ "name": text })),
        };
        let group = Group { name: own(), about: own(), operations: vec![operation] };
        Self { group, list: "/admin/api".to_owned(), address: "https://auth.example/admin/api/v1".to_owned() }
    }
}

#[derive(Template)]
#[template(path = "administration/operation.html")]
struct Drawn<'a> {
    words: &'static Words,
    operation: &'a Operation,
    /// What the copy button takes.
    id: String,
    curl: String,
}

impl Drawn<'_> {
    /// Parameters and members, under what they are; without those that there are none of.
    fn listed(&self) -> Vec<(&'static str, &[Member])> {
        let Operation { parameters, members, .. } = self.operation;
        let own = &self.words.administration.api;
        let all = [(own.parameters, parameters), (own.body, members)];
        all.into_iter().filter(|(_, members)| !members.is_empty()).map(|(title, all)| (title, &all[..])).collect()
    }
}

/// A request as a line for a shell. Names in capitals are there to be replaced.
fn curl(address: &str, operation: &Operation) -> String {
    let capital = |name: &str| name.to_uppercase().replace('-', "_");
    let names = operation.parameters.iter().filter(|own| own.place == Place::Path);
    let path =
        names.fold(operation.path.clone(), |path, own| path.replace(&format!("{{{}}}", own.name), &capital(&own.name)));
    let asked = operation.parameters.iter().filter(|own| own.place == Place::Query && own.needed == Needed::Yes);
    let query: Vec<String> = asked.map(|own| format!("{}={}", own.name, capital(&own.name))).collect();
    let mark = if query.is_empty() { "" } else { "?" };
    let method = if operation.method == "GET" { String::new() } else { format!(" -X {}", operation.method) };
    let body = operation.example.as_ref().map(|body| format!(" -H 'Content-Type: application/json' -d '{body}'"));
    let to = format!("'{address}{path}{mark}{}'", query.join("&"));
    format!("curl -H \"Authorization: Bearer $KEY\"{method}{} {to}", body.unwrap_or_default())
}
