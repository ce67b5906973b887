//! A real Chromium in front of the demo. `cargo test -p grantor-e2e --test browser -- --nocapture` prints what it saw;
//! `e2e/artefacts` keeps how it looked.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, reason = "a test that cannot go on says so")]
#![allow(unreachable_pub, reason = "one binary, nobody reaches it")]

mod account;
mod administration;
mod axe;
mod console;
mod errors;
mod hand_off;
mod inert;
mod looks;
mod mailed;
mod page;
mod realms;
mod reference;
mod safety;
mod screen;
mod see;
#[path = "../../../crates/server/tests/smtp/mod.rs"]
mod smtp;
mod stage;
mod table;
mod tour;
mod wishes;

use crate::stage::on_stage;
use crate::table::Table;
use grantor_e2e::owner::{NODE, PYTHON};

#[test]
fn every_realm_and_kind_of_app() {
    on_stage(async |stage| {
        let mut table = Table::default();
        for client in realms::clients(&stage) {
            realms::walk(&stage, &client, &mut table).await;
        }
    });
}

#[test]
fn every_documented_refusal() {
    on_stage(async |stage| {
        let mut table = Table::default();
        for client in realms::clients(&stage) {
            if client.redirect_uri.as_deref() != Some("oob") {
                errors::walk(&stage, &client, &mut table).await;
            }
        }
    });
}

#[test]
fn less_and_german() {
    on_stage(async |stage| {
        wishes::less(&stage).await;
        stage.forget().await;
        wishes::by_parameter(&stage).await;
        wishes::speak_german(&stage).await;
        for client in realms::clients(&stage) {
            wishes::by_browser(&stage, &client).await;
        }
        assert_eq!(stage.complaints().await, Vec::<String>::new());
    });
}

#[test]
fn a_code_on_screen_is_selected_by_one_click() {
    on_stage(async |stage| screen::selected(&stage).await);
}

#[test]
fn developers_at_the_reference() {
    on_stage(async |stage| reference::walk(&stage).await);
}

#[test]
fn people_of_an_owners_site_in_node() {
    on_stage(async |stage| hand_off::walk(&stage, &NODE).await);
}

#[test]
fn people_of_an_owners_site_in_python() {
    on_stage(async |stage| hand_off::walk(&stage, &PYTHON).await);
}

#[test]
fn hdr_06_cli_09_what_strangers_and_developers_write_is_text() {
    on_stage(async |stage| inert::walk(&stage).await);
}

#[test]
fn hdr_01_no_frame_shows_any_page() {
    on_stage(async |stage| safety::every_page_in_a_frame(&stage).await);
}

#[test]
fn no_frame_shows_a_page() {
    on_stage(async |stage| safety::frames(&stage).await);
}

#[test]
fn no_mouse_is_needed() {
    on_stage(async |stage| safety::keyboard(&stage).await);
}

#[test]
fn con_07_the_life_of_a_grant() {
    on_stage(async |stage| account::life_of_a_grant(&stage).await);
}

#[test]
fn the_life_of_an_app() {
    on_stage(async |stage| console::life_of_an_app(&stage).await);
}

#[test]
fn no_mouse_is_needed_in_the_account() {
    on_stage(async |stage| account::keyboard(&stage).await);
}

#[test]
fn log_02_a_day_of_an_administrator() {
    on_stage(async |stage| administration::day(&stage).await);
}

#[test]
fn nobody_is_shut_out() {
    on_stage(async |stage| axe::everywhere(&stage).await);
}

#[test]
fn nobody_is_shut_out_of_the_administration() {
    on_stage(async |stage| axe::administrators(&stage).await);
}

#[test]
fn nobody_is_shut_out_of_the_console() {
    on_stage(async |stage| axe::developers(&stage).await);
}

#[test]
fn aut_07_nobody_is_shut_out_of_mailed_pages() {
    on_stage(async |stage| axe::mailed(&stage).await);
}

#[test]
fn pictures_of_the_way_of_an_app() {
    on_stage(async |stage| looks::pages(&stage).await);
}

#[test]
fn pictures_of_accounts_and_mailed_pages() {
    on_stage(async |stage| looks::people(&stage).await);
}

#[test]
fn pictures_of_the_administration() {
    on_stage(async |stage| looks::administrators(&stage).await);
}

#[test]
fn pictures_of_the_console() {
    on_stage(async |stage| looks::developers(&stage).await);
}
