//! An app's own error log: what was refused to it, for its developers.

use super::slice::{Slice, one_more};
use super::{Declined, Desk};
use engine::model::App;
use engine::redirect::Difference;
use engine::refusal::Refusal;
use serde::{Deserialize, Serialize};
use store::developers::NotedRefusal;
use store::ops::Page;

/// What is kept of a refused request beside its reason: nothing secret, nothing about people.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Detail {
    /// Its method, if it is one of HTTP's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub method: Option<String>,
    /// The path that it went to, without what a route leaves open.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub path: Option<String>,
    /// What it said, by the names on the wire.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub sent: Vec<(String, String)>,
    /// The parameter that it is about, by its name on the wire.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parameter: Option<String>,
    /// Parameters of which it needed one, where it had none of them; or names that a redirect URI must not have.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub one_of: Vec<String>,
    /// The scope that was missing, or that the app may not ask for.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scope: Option<String>,
    /// The redirect URI that would have been right.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub expected: Option<String>,
    /// How the one that was sent differs from it.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub differs: Vec<Difference>,
}

/// A refusal of the log.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Orders the log; [`Page::after`] of what follows.
    pub id: i64,
    /// In seconds.
    pub at: i64,
    /// At which endpoint, as a word.
    pub endpoint: String,
    /// Why.
    pub refusal: Refusal,
    /// What was sent.
    pub detail: Detail,
    /// By what the operator's log knows the request.
    pub request_id: String,
}

impl Detail {
    /// Method and path, as far as they are known.
    pub fn place(&self) -> Option<String> {
        let parts = [self.method.as_deref(), self.path.as_deref()];
        let known: Vec<&str> = parts.into_iter().flatten().collect();
        (!known.is_empty()).then(|| known.join(" "))
    }
}

impl Desk<'_> {
    /// What was refused to an app, newest first. What an older version wrote and nobody understands any more is left out.
    pub async fn refused(&self, app: &App, page: Page) -> Result<Slice<Refused>, Declined> {
        let noted = self.store.refusals(self.realm.key, app.key, one_more(&page)).await?;
        let mut slice = Slice::of(noted, &page, |noted| noted.id.to_string());
        let rows = std::mem::take(&mut slice.rows).into_iter().filter_map(read).collect();
        Ok(slice.with(rows))
    }
}

fn read(noted: NotedRefusal) -> Option<Refused> {
    let NotedRefusal { id, at, endpoint, refusal, detail, request_id, .. } = noted;
    let refusal = Refusal::from_name(&refusal)?;
    Some(Refused { id, at, endpoint, refusal, detail: serde_json::from_str(&detail).unwrap_or_default(), request_id })
}
