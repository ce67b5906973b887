//! `grantor realm`.

use super::args::{Form, Place, RealmArgs, RealmCommand, Target};
use super::office::Office;
use super::outcome::{Outcome, tell};
use super::start;
use super::table::{facts, table};
use crate::views::{Mount, Realm};

pub(super) fn run(args: RealmArgs) -> Outcome {
    let form = args.readers.form();
    start::block_on(async {
        match args.command {
            RealmCommand::List(place) => list(&place, form).await,
            RealmCommand::Show(target) => show(&target, form).await,
        }
    })
}

async fn list(place: &Place, form: Form) -> Outcome {
    let office = Office::open_admin(place).await?;
    tell(form, &office.realms().map(Realm::from).collect::<Vec<_>>(), |realms| {
        let row = |realm: &Realm| {
            let urls = realm.mounts.iter().map(|mount| mount.url.as_str()).collect::<Vec<_>>().join(" ");
            vec![realm.name.clone(), realm.title.clone(), urls]
        };
        table(&["NAME", "TITLE", "MOUNTS"], realms.iter().map(row).collect())
    })
}

async fn show(target: &Target, form: Form) -> Outcome {
    let office = Office::open(target).await?;
    tell(form, &Realm::from(office.realm()), |realm| {
        let scopes = realm.scopes.iter().map(|scope| scope.name.as_str()).collect::<Vec<_>>().join(" ");
        let facts = facts(vec![
            ("name", realm.name.clone()),
            ("title", realm.title.clone()),
            ("sign-up", realm.sign_up.to_owned()),
            ("login", realm.login.to_owned()),
            ("review", realm.review.to_owned()),
            ("kinds of apps", realm.kinds.join(" ")),
            ("scopes", scopes),
        ]);
        format!("{facts}\n\n{}", mounts(&realm.mounts))
    })
}

fn mounts(mounts: &[Mount]) -> String {
    let life = |seconds: Option<i64>| seconds.map_or_else(|| "without end".to_owned(), |own| format!("{own} s"));
    let row = |mount: &Mount| {
        let Mount { name, dialect, url, .. } = mount.clone();
        let (access, refresh) = (life(mount.access_token_life), life(mount.refresh_token_life));
        vec![name, dialect, url, life(Some(mount.code_life)), access, refresh]
    };
    let heading = ["MOUNT", "DIALECT", "ADDRESS", "CODE", "ACCESS TOKEN", "REFRESH TOKEN"];
    table(&heading, mounts.iter().map(row).collect())
}
