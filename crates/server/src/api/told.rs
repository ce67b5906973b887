//! What the API says of itself, as plain data: for a page that people read.

use super::PREFIX;
use super::problem::STATUSES;
use serde_json::{Map, Value, json};

/// Operations about one thing.
#[derive(Clone, Debug)]
pub struct Group {
    /// What they are about.
    pub name: String,
    /// The same in a sentence.
    pub about: String,
    /// In order of their addresses.
    pub operations: Vec<Operation>,
}

/// One operation.
#[derive(Clone, Debug)]
pub struct Operation {
    /// HTTP's method.
    pub method: String,
    /// The address below [`PREFIX`].
    pub path: String,
    /// What it does.
    pub about: String,
    /// What a key needs for it: all of them.
    pub rights: Vec<String>,
    /// Parameters of path and query.
    pub parameters: Vec<Member>,
    /// Members of the JSON that it takes.
    pub members: Vec<Member>,
    /// What it answers where all is well: status and meaning.
    pub answers: Vec<(String, String)>,
    /// Such a JSON; `None`: it takes none.
    pub example: Option<Value>,
}

/// A parameter or a member.
#[derive(Clone, Debug)]
pub struct Member {
    /// Its name.
    pub name: String,
    /// What it says.
    pub about: String,
    /// Whether it has to be there.
    pub needed: Needed,
    /// Whether it stands in the query.
    pub place: Place,
}

/// Whether something has to be there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Needed {
    /// It has.
    Yes,
    /// It may be left out.
    No,
}

/// Where something stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// In the address's path.
    Path,
    /// In its query.
    Query,
    /// In the body.
    Body,
}

/// What any operation may refuse with: status and meaning.
pub fn problems() -> impl Iterator<Item = (u16, &'static str)> {
    STATUSES.iter().map(|(status, title)| (status.as_u16(), *title))
}

/// All operations, by what they are about.
pub fn groups() -> Vec<Group> {
    let whole = serde_json::to_value(super::router().1).unwrap_or_default();
    let mut groups: Vec<Group> = each(&whole["tags"])
        .map(|tag| Group { name: text(tag, "name"), about: text(tag, "description"), operations: Vec::new() })
        .collect();
    for (path, methods) in whole["paths"].as_object().into_iter().flatten() {
        for (method, operation) in methods.as_object().into_iter().flatten() {
            let tag = operation["tags"][0].as_str().unwrap_or_default();
            if let Some(group) = groups.iter_mut().find(|group| group.name == tag) {
                group.operations.push(told(&whole, (method, path), operation));
            }
        }
    }
    groups
}

fn told(whole: &Value, (method, path): (&str, &str), operation: &Value) -> Operation {
    let body = operation["requestBody"]["content"]["application/json"].get("schema").map(|own| followed(whole, own));
    let succeeds = |(status, answer): (&String, &Value)| {
        status.starts_with('2').then(|| (status.clone(), text(answer, "description")))
    };
    Operation {
        method: method.to_uppercase(),
        path: path.strip_prefix(PREFIX).unwrap_or(path).to_owned(),
        about: text(operation, "summary"),
        rights: each(&operation["security"][0]["key"]).filter_map(Value::as_str).map(str::to_owned).collect(),
        parameters: each(&operation["parameters"]).map(parameter).collect(),
        members: body.map(members).unwrap_or_default(),
        answers: operation["responses"].as_object().into_iter().flatten().filter_map(succeeds).collect(),
        example: body.map(|body| example(whole, body)),
    }
}

fn parameter(own: &Value) -> Member {
    let place = if own["in"] == "path" { Place::Path } else { Place::Query };
    let needed = if own["required"] == true { Needed::Yes } else { Needed::No };
    Member { name: text(own, "name"), about: text(own, "description"), needed, place }
}

fn members(schema: &Value) -> Vec<Member> {
    let is_needed = |name: &str| each(&schema["required"]).any(|own| own == name);
    let member = |(name, own): (&String, &Value)| Member {
        name: name.clone(),
        about: text(own, "description"),
        needed: if is_needed(name) { Needed::Yes } else { Needed::No },
        place: Place::Body,
    };
    schema["properties"].as_object().into_iter().flatten().map(member).collect()
}

/// What has to be there; where nothing has, one thing that may.
fn example(whole: &Value, schema: &Value) -> Value {
    let all = members(schema);
    let needed: Vec<&Member> = all.iter().filter(|own| own.needed == Needed::Yes).collect();
    let shown = if needed.is_empty() { all.iter().take(1).collect() } else { needed };
    let value = |own: &&Member| (own.name.clone(), sample(whole, &schema["properties"][&own.name]));
    Value::Object(shown.iter().map(value).collect::<Map<_, _>>())
}

fn sample(whole: &Value, schema: &Value) -> Value {
    let schema = followed(whole, schema);
    let choice = each(&schema["oneOf"]).chain(each(&schema["anyOf"])).find(|own| own["type"] != "null");
    let kind = match &schema["type"] {
        Value::Array(kinds) => kinds.first().and_then(Value::as_str),
        kind => kind.as_str(),
    };
    match (schema.get("example"), schema["enum"].get(0), choice, kind) {
        (Some(value), ..) | (None, Some(value), ..) => value.clone(),
        (.., Some(choice), _) => sample(whole, choice),
        (.., Some("integer")) => schema.get("minimum").cloned().unwrap_or_else(|| json!(1)),
        (.., Some("boolean")) => json!(true),
        (.., Some("array")) => json!([sample(whole, &schema["items"])]),
        (.., Some("object")) => json!({}),
        _ => json!("…"),
    }
}

/// The schema that a reference means.
fn followed<'v>(whole: &'v Value, schema: &'v Value) -> &'v Value {
    let name = schema["$ref"].as_str().and_then(|to| to.rsplit('/').next());
    name.map_or(schema, |name| &whole["components"]["schemas"][name])
}

fn each(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn text(value: &Value, name: &str) -> String {
    value[name].as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Every text in it.
    fn texts(value: &Value) -> Vec<&str> {
        match value {
            Value::String(text) => vec![text],
            Value::Array(all) => all.iter().flat_map(texts).collect(),
            Value::Object(members) => members.values().flat_map(texts).collect(),
            _ => Vec::new(),
        }
    }

    #[test]
    fn an_example_can_be_sent_as_it_stands() {
        let operations: Vec<Operation> = groups().into_iter().flat_map(|group| group.operations).collect();
        let taken =
            |own: &Operation| own.example.clone().map(|example| (format!("{} {}", own.method, own.path), example));
        let examples: Vec<_> = operations.iter().filter_map(taken).collect();
        assert!(examples.len() > 10, "{examples:?}");
        for (what, example) in &examples {
            assert!(texts(example).iter().all(|text| !text.contains(['…', '\''])), "{what}: {example}");
            assert!(example.get("email").is_none_or(|own| own.as_str().is_some_and(|own| own.contains('@'))), "{what}");
        }
    }
}
