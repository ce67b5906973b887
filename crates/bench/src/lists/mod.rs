//! What a page of a long list costs: the first one and one in the middle, beside the same page of a short list.
//!
//! - `listing`: which pages of two real servers, one with many rows and one with a hundred; `walk`: the way into a list's middle.
//! - `report`: the table.

mod listing;
mod report;
mod walk;

use crate::args::ListArgs;
use crate::cores::Core;
use crate::fill::{self, Size};
use crate::grantor::{self, Demo};
use crate::http::{Connection, patiently};
use crate::machine::Load;
use crate::process::Folder;
use crate::{Outcome, machine};
use listing::{LISTINGS, Listing, Visitor};
use std::net::SocketAddr;
use std::path::Path;
use std::time::Instant;

/// The rows of the short lists.
const FEW: u32 = 100;

/// What was measured of one list, in milliseconds, a figure for each round.
pub(super) struct Measured {
    /// Which.
    listing: &'static Listing,
    /// The first page of the short list.
    few: Vec<f64>,
    /// The second page of it; empty where the list is one page.
    few_on: Vec<f64>,
    /// The first page of the long list.
    many: Vec<f64>,
    /// A page in its middle; empty where the list is one page.
    middle: Vec<f64>,
}

/// A server with filled lists, and who looks at them.
struct Place {
    demo: Demo,
    visitor: Visitor,
    size: Size,
}

/// Fills, walks and measures, and prints the table.
pub(crate) fn run(args: &ListArgs) -> Outcome<()> {
    let binary = grantor::binary(args.grantor.as_deref())?;
    let folder = Folder::made(args.data.as_deref())?;
    let before = Load::now();
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let begin = |name: &str, apps, grants| {
        let size = Size { apps, grants };
        runtime.block_on(place(&binary, &folder.path.join(name), size))
    };
    let (few, many) = (begin("few", FEW, FEW)?, begin("many", args.apps, args.grants)?);
    let measured = runtime.block_on(measure(&few, &many, args.rounds))?;
    println!("{}", report::markdown(&measured, args, (&before, &machine::Load::now())));
    Ok(())
}

async fn place(binary: &Path, folder: &Path, size: Size) -> Outcome<Place> {
    std::fs::create_dir_all(folder)?;
    let demo = grantor::start(binary, folder, Core::first())?;
    fill::fill(&folder.join(fill::DATABASE), &demo.app("standard")?.client_id, size)?;
    let visitor = Visitor::signed_in(binary, folder, &demo).await?;
    Ok(Place { demo, visitor, size })
}

async fn measure(few: &Place, many: &Place, rounds: u32) -> Outcome<Vec<Measured>> {
    let mut all = Vec::new();
    let (mut short, mut long) = (Connection::open(few.demo.at).await?, Connection::open(many.demo.at).await?);
    for listing in LISTINGS {
        let first = [few, many].map(|place| walk::first(listing, place));
        let on = match listing.rows {
            Some(_) => {
                Some((walk::into(listing, few, 1).await?, walk::into(listing, many, listing.middle(many.size)).await?))
            }
            None => None,
        };
        let mut own = Measured { listing, few: vec![], few_on: vec![], many: vec![], middle: vec![] };
        for _ in 0..rounds {
            own.few.push(timed(few.demo.at, &mut short, &first[0]).await?);
            own.many.push(timed(many.demo.at, &mut long, &first[1]).await?);
            if let Some((second, middle)) = &on {
                own.few_on.push(timed(few.demo.at, &mut short, second).await?);
                own.middle.push(timed(many.demo.at, &mut long, middle).await?);
            }
        }
        all.push(own);
    }
    Ok(all)
}

/// Milliseconds that an answer took.
async fn timed(at: SocketAddr, connection: &mut Connection, request: &[u8]) -> Outcome<f64> {
    let begun = Instant::now();
    patiently(at, async { connection.ask(request).await?.fine().map(|_| ()) }).await?;
    Ok(begun.elapsed().as_secs_f64() * 1000.0)
}
