//! The way into a list: page after page, as a person or a program goes.

use super::Place;
use super::listing::{Listing, Who};
use crate::http::{Answer, Connection, patiently, with_header};
use crate::{Fault, Outcome};

/// The request for the first page.
pub(super) fn first(listing: &Listing, place: &Place) -> Vec<u8> {
    request(listing, place, &target(listing, place))
}

/// The request for the page behind so many others.
pub(super) async fn into(listing: &Listing, place: &Place, pages: u32) -> Outcome<Vec<u8>> {
    let mut connection = Connection::open(place.demo.at).await?;
    let begin = target(listing, place);
    let mut next = request(listing, place, &begin);
    for page in 0..pages {
        let onward = patiently(place.demo.at, async {
            let answer = connection.ask(&next).await?.fine()?;
            match listing.who {
                Who::Key => Ok(cursor(&answer)?.map(|cursor| format!("{begin}after={cursor}"))),
                Who::Person | Who::Administrator => link(&answer),
            }
        });
        let onward = onward.await?.ok_or_else(|| Fault::from(format!("{} ends at page {page}", listing.title)))?;
        next = request(listing, place, &onward);
    }
    Ok(next)
}

fn target(listing: &Listing, place: &Place) -> String {
    let app = place.demo.app("standard").map(|app| app.client_id).unwrap_or_default();
    let target = listing.target.replace("{app}", &app).replace("{last}", &format!("{:07}", place.size.apps));
    match listing.who {
        Who::Key => format!("/admin/api/v1{target}"),
        Who::Person | Who::Administrator => target,
    }
}

fn request(listing: &Listing, place: &Place, target: &str) -> Vec<u8> {
    with_header(place.demo.at, target, &place.visitor.header(listing.who))
}

/// `next` of an answer of the API.
fn cursor(answer: &Answer<'_>) -> Outcome<Option<String>> {
    let page: serde_json::Value = serde_json::from_slice(answer.body)?;
    Ok(page["next"].as_str().map(str::to_owned))
}

/// The address of the next page.
fn link(answer: &Answer<'_>) -> Outcome<Option<String>> {
    let page = std::str::from_utf8(answer.body)?;
    let link = page.split("<a ").find_map(|link| {
        let tag = link.split('>').next().filter(|tag| tag.contains("rel=\"next\""))?;
        tag.split("href=\"").nth(1)?.split('"').next()
    });
    Ok(link.map(|href| href.replace("&amp;", "&").replace("&#38;", "&")))
}
