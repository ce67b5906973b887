//! `grantor app errors`: a refusal is a few lines, since what to do about it fits no column.

use super::app::Case;
use super::outcome::{Outcome, tell};
use super::pages;
use super::table::{facts, time, visible};
use crate::views::Refusal;

pub(super) async fn errors(case: &Case) -> Outcome {
    let desk = case.desk();
    let found = pages::all(|page| desk.refused(&case.app, page)).await?;
    let found: Vec<Refusal> = found.iter().map(|own| Refusal::new(own, &case.app, desk.realm)).collect();
    tell(case.form, &found, |refusals| match refusals.is_empty() {
        true => "nothing was refused".to_owned(),
        false => refusals.iter().map(told).collect::<Vec<_>>().join("\n\n"),
    })
}

fn told(own: &Refusal) -> String {
    let sentences: Vec<&str> = [&own.reason].into_iter().chain(&own.differs).map(String::as_str).collect();
    let sent = own.sent.iter().map(|sent| (sent.name.as_str(), visible(&sent.value)));
    let more = [
        ("right would be", own.expected.clone().unwrap_or_default()),
        ("reason", own.refusal.clone()),
        ("request", own.request_id.clone()),
    ];
    let facts = facts(sent.chain(more).collect()).replace('\n', "\n    ");
    let place: Vec<&str> = [&own.method, &own.path].into_iter().flatten().map(String::as_str).collect();
    let [at, endpoint, what] = [&time(own.at), &own.endpoint, &sentences.join(" ")];
    let place = if place.is_empty() { String::new() } else { format!("  {}", place.join(" ")) };
    format!("{at}  {endpoint}{place}\n  {what}\n  {}\n    {facts}", own.remedy)
}
